// Decimal numbers of any length, compared exactly.
//
//   *Decimal::Parse("300") == *Decimal::Parse("3e2")
//   *Decimal::Parse("9007199254740993") > *Decimal::Parse("9007199254740992")  // 2^53 + 1
//
// Rules compare numbers by the value that their text says, not by what a double makes of it: long
// account numbers stay distinct, and 1e309 is a number like any other.
#ifndef EVENTBUS_RULES_DECIMAL_H_
#define EVENTBUS_RULES_DECIMAL_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace eventbus::rules {

// An immutable value.
class Decimal {
 public:
  // Decimal points are counted exactly up to this exponent; numbers beyond it are taken for
  // numbers at it, so that two of them with the same digits are equal.
  static constexpr std::int64_t kMaxExponent = 1'000'000'000'000'000;

  // From the text of a JSON number (RFC 8259, section 6), in time O(n); nullopt if it is none.
  static std::optional<Decimal> Parse(std::string_view json_number);

  // As written.
  std::string_view text() const { return text_; }

  friend bool operator==(const Decimal& a, const Decimal& b) { return (a <=> b) == 0; }
  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);

 private:
  Decimal() = default;

  // The value is sign_ * 0.digits_ * 10^exponent_; digits_ neither starts nor ends with 0, and is
  // empty for zero.
  int sign_ = 0;
  std::int64_t exponent_ = 0;
  std::string digits_;
  std::string text_;
};

}  // namespace eventbus::rules

#endif  // EVENTBUS_RULES_DECIMAL_H_
