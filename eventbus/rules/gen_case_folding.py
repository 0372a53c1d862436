#!/usr/bin/env python3
"""Writes case_folding_table.h, Unicode's simple case folding, to standard output.

  eventbus/rules/gen_case_folding.py > eventbus/rules/case_folding_table.h
  clang-format-19 -i eventbus/rules/case_folding_table.h

Python has full case folding. Where that maps a character to one character, simple folding is the
same (status C). Where it maps to several (status F), simple folding (status S) is the character's
one-character lower case, if it has one.
"""

import sys
import unicodedata


def simple_fold(character):
    full = character.casefold()
    if len(full) == 1:
        return full
    lower = character.lower()
    return lower if len(lower) == 1 else character


def runs():
    """Runs of characters at a stride of 1 or 2 whose folding is the same distance away."""
    result = []  # [first, last, stride or None, delta]
    for point in range(sys.maxunicode + 1):
        if 0xD800 <= point <= 0xDFFF:
            continue
        delta = ord(simple_fold(chr(point))) - point
        if delta == 0:
            continue
        if result:
            run = result[-1]
            step = point - run[1]
            if run[3] == delta and step <= 2 and run[2] in (None, step):
                run[1], run[2] = point, step
                continue
        result.append([point, point, None, delta])
    return result


print(f"""// Unicode {unicodedata.unidata_version} simple case folding (statuses C and S of CaseFolding.txt).
// Written by gen_case_folding.py; do not edit.
#ifndef EVENTBUS_RULES_CASE_FOLDING_TABLE_H_
#define EVENTBUS_RULES_CASE_FOLDING_TABLE_H_

#include <cstdint>

namespace eventbus::rules {{

// Each stride-th character from `first` to `last` folds to the one `delta` further.
struct FoldingRun {{
  char32_t first;
  char32_t last;
  std::uint32_t stride;
  std::int32_t delta;
}};

// Sorted; runs do not overlap.
inline constexpr FoldingRun kFoldingRuns[] = {{""")
for first, last, stride, delta in runs():
    print(f"    {{0x{first:04X}, 0x{last:04X}, {stride or 1}, {delta}}},")
print("""};

}  // namespace eventbus::rules

#endif  // EVENTBUS_RULES_CASE_FOLDING_TABLE_H_""")
