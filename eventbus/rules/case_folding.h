// Unicode simple case folding.
//
//   FoldCase("É") == FoldCase("é")
//
// Simple folding maps each character to one character (statuses C and S of Unicode's
// CaseFolding.txt), so that lengths agree and equality is symmetric: K (Kelvin) is k, ς is σ, ſ is
// s, µ (micro) is μ, ẞ is ß; but ß is not "ss", and ı and İ, which fold in Turkish only, are only
// themselves. The table in case_folding_table.h names its Unicode version.
#ifndef EVENTBUS_RULES_CASE_FOLDING_H_
#define EVENTBUS_RULES_CASE_FOLDING_H_

#include <string>
#include <string_view>

namespace eventbus::rules {

// The folded form of one character.
char32_t FoldCase(char32_t character);

// The folded form of UTF-8 text; bytes that are no UTF-8 stay as they are. Folded texts are equal,
// or one is the other's prefix or suffix, exactly if this holds character by character.
std::string FoldCase(std::string_view text);

}  // namespace eventbus::rules

#endif  // EVENTBUS_RULES_CASE_FOLDING_H_
