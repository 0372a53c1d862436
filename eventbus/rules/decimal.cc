#include "eventbus/rules/decimal.h"

#include <algorithm>
#include <cstddef>

namespace eventbus::rules {
namespace {

// Takes the digits that `text` starts with.
std::string_view TakeDigits(std::string_view& text) {
  const std::size_t size = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::string_view digits = text.substr(0, size);
  text.remove_prefix(size);
  return digits;
}

bool TakeOneOf(std::string_view& text, std::string_view characters) {
  if (text.empty() || characters.find(text[0]) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// The value of the digits, at most Decimal::kMaxExponent.
std::int64_t BoundedValue(std::string_view digits) {
  std::int64_t value = 0;
  for (const char digit : digits) {
    value = std::min(value * 10 + (digit - '0'), Decimal::kMaxExponent);
  }
  return value;
}

}  // namespace

std::optional<Decimal> Decimal::Parse(std::string_view json_number) {
  std::string_view rest = json_number;
  const bool negative = TakeOneOf(rest, "-");
  const std::string_view whole = TakeDigits(rest);
  if (whole.empty() || (whole.size() > 1 && whole[0] == '0')) return std::nullopt;
  std::string_view fraction;
  if (TakeOneOf(rest, ".")) {
    fraction = TakeDigits(rest);
    if (fraction.empty()) return std::nullopt;
  }
  std::int64_t exponent = 0;
  if (TakeOneOf(rest, "eE")) {
    const bool down = !rest.empty() && rest[0] == '-';
    TakeOneOf(rest, "+-");
    const std::string_view digits = TakeDigits(rest);
    if (digits.empty()) return std::nullopt;
    exponent = down ? -BoundedValue(digits) : BoundedValue(digits);
  }
  if (!rest.empty()) return std::nullopt;

  Decimal number;
  number.text_ = json_number;
  number.digits_.reserve(whole.size() + fraction.size());
  number.digits_.append(whole).append(fraction);
  const std::size_t leading = number.digits_.find_first_not_of('0');
  if (leading == std::string::npos) {
    number.digits_.clear();
    return number;
  }
  number.digits_.erase(number.digits_.find_last_not_of('0') + 1);
  number.digits_.erase(0, leading);
  number.sign_ = negative ? -1 : 1;
  number.exponent_ =
      exponent + static_cast<std::int64_t>(whole.size()) - static_cast<std::int64_t>(leading);
  return number;
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  if (a.sign_ != b.sign_ || a.sign_ == 0) return a.sign_ <=> b.sign_;
  const Decimal& low = a.sign_ > 0 ? a : b;  // of two negative numbers the larger one is lower
  const Decimal& high = a.sign_ > 0 ? b : a;
  if (low.exponent_ != high.exponent_) return low.exponent_ <=> high.exponent_;
  return low.digits_.compare(high.digits_) <=> 0;  // fractions: a prefix is the lower one
}

}  // namespace eventbus::rules
