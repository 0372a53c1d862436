#include "cloudevents/extensions/internal/json_object.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/json_text.h"
#include "cloudevents/internal/quoted.h"

namespace cloudevents::internal {

absl::StatusOr<JsonObject> JsonObject::Parse(std::string_view text, std::size_t max_depth) {
  if (absl::Status status = ValidateJsonText(text, max_depth); !status.ok()) return status;
  // The text is well-formed: from here on, reading fails only where it is no object.
  std::vector<Member> members;
  JsonScanner scanner(text);
  if (!scanner.Take('{')) return scanner.error();
  while (scanner.Peek() != '}') {
    JsonString name;
    std::string_view value;
    if (!scanner.ReadString(name) || !scanner.Take(':') ||
        !scanner.ReadValueUnchecked(max_depth, value)) {
      return scanner.error();
    }
    members.emplace_back(Unescaped(name), value);
    if (!scanner.TakeIf(',')) break;
  }
  std::sort(members.begin(), members.end());
  const auto twice =
      std::adjacent_find(members.begin(), members.end(),
                         [](const Member& a, const Member& b) { return a.first == b.first; });
  if (twice != members.end()) {
    return InvalidArgument("the member ", Quoted(twice->first), " comes twice");
  }
  return JsonObject(std::move(members));
}

std::optional<std::string_view> JsonObject::Find(std::string_view name) const {
  const auto found =
      std::lower_bound(members_.begin(), members_.end(), name,
                       [](const Member& member, std::string_view n) { return member.first < n; });
  if (found == members_.end() || found->first != name) return std::nullopt;
  return found->second;
}

absl::StatusOr<std::string> JsonObject::String(std::string_view name) const {
  const std::optional<std::string_view> value = Find(name);
  if (!value.has_value()) return InvalidArgument("the member \"", name, "\" is missing");
  std::optional<std::string> string = JsonStringIn(*value);
  if (!string.has_value()) {
    return InvalidArgument("the member \"", name, "\" is ", Quoted(*value), ", not a string");
  }
  return *std::move(string);
}

absl::StatusOr<std::vector<std::string_view>> JsonObject::Array(std::string_view name,
                                                                std::size_t max_elements) const {
  const std::optional<std::string_view> value = Find(name);
  if (!value.has_value()) return InvalidArgument("the member \"", name, "\" is missing");
  JsonScanner scanner(*value);
  if (!scanner.TakeIf('[')) {
    return InvalidArgument("the member \"", name, "\" is ", Quoted(*value), ", not an array");
  }
  std::vector<std::string_view> elements;
  while (scanner.Peek() != ']') {
    if (elements.size() == max_elements) {
      return InvalidArgument("the member \"", name, "\" has more than ", max_elements, " elements");
    }
    std::string_view element;
    if (!scanner.ReadValueUnchecked(/*max_depth=*/value->size(), element)) return scanner.error();
    elements.push_back(element);
    if (!scanner.TakeIf(',')) break;
  }
  return elements;
}

std::optional<std::string> JsonStringIn(std::string_view text) {
  JsonScanner scanner(text);
  JsonString string;
  if (scanner.Peek() != '"' || !scanner.ReadString(string)) return std::nullopt;
  return Unescaped(string);
}

}  // namespace cloudevents::internal
