#include "eventbus/rules/wildcard.h"

#include <cstddef>

#include "cloudevents/internal/abseil_strings.h"

namespace eventbus::rules {

using ::cloudevents::internal::InvalidArgument;

absl::StatusOr<Wildcard> Wildcard::Parse(std::string_view text) {
  Wildcard wildcard;
  wildcard.text_ = text;
  wildcard.literals_.emplace_back();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '*') {
      if (i + 1 < text.size() && text[i + 1] == '*') {
        return InvalidArgument("has ** at byte ", i, "; one * already stands for any characters");
      }
      wildcard.literals_.emplace_back();
      continue;
    }
    if (text[i] == '\\') {
      ++i;
      if (i == text.size() || (text[i] != '*' && text[i] != '\\')) {
        return InvalidArgument("has a lone backslash at byte ", i - 1,
                               "; only \\* (a star) and \\\\ (a backslash) are escapes");
      }
    }
    wildcard.literals_.back().push_back(text[i]);
  }
  return wildcard;
}

bool Wildcard::Matches(std::string_view text) const {
  const std::string& first = literals_.front();
  if (literals_.size() == 1) return text == first;
  const std::string& last = literals_.back();
  if (text.size() < first.size() + last.size()) return false;
  if (!text.starts_with(first) || !text.ends_with(last)) return false;
  text.remove_prefix(first.size());
  text.remove_suffix(last.size());
  for (std::size_t i = 1; i + 1 < literals_.size(); ++i) {
    const std::size_t found = text.find(literals_[i]);
    if (found == std::string_view::npos) return false;
    text.remove_prefix(found + literals_[i].size());
  }
  return true;
}

}  // namespace eventbus::rules
