#include "eventbus/rules/case_folding.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>

#include "eventbus/rules/case_folding_table.h"
#include "eventbus/rules/utf8.h"

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
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = DecodeUtf8(text, i);
    if (point.size == 0) {
      folded.push_back(text[i++]);
      continue;
    }
    AppendUtf8(FoldCase(point.value), folded);
    i += point.size;
  }
  return folded;
}

}  // namespace eventbus::rules
