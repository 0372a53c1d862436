#include "eventbus/rules/case_folding.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "cloudevents/internal/utf8.h"
#include "eventbus/rules/append_utf8.h"
#include "eventbus/rules/case_folding_table.h"

namespace eventbus::rules {

char32_t FoldCase(char32_t character) {
  const auto* run = std::upper_bound(
      std::begin(kFoldingRuns), std::end(kFoldingRuns), character,
      [](char32_t value, const FoldingRun& candidate) { return value < candidate.first; });
  if (run == std::begin(kFoldingRuns)) return character;
  --run;
  if (character > run->last || (character - run->first) % run->stride != 0) return character;
  return static_cast<char32_t>(static_cast<std::int32_t>(character) + run->delta);
}

std::string FoldCase(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  while (!text.empty()) {
    const cloudevents::internal::DecodedCodePoint point = cloudevents::internal::DecodeUtf8(text);
    if (point.length == 0) {
      folded.push_back(text[0]);
      text.remove_prefix(1);
      continue;
    }
    AppendUtf8(FoldCase(point.value), folded);
    text.remove_prefix(point.length);
  }
  return folded;
}

}  // namespace eventbus::rules
