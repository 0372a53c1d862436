// UTF-8, one code point at a time.
#ifndef EVENTBUS_RULES_UTF8_H_
#define EVENTBUS_RULES_UTF8_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace eventbus::rules {

struct CodePoint {
  char32_t value = 0;
  std::size_t size = 0;  // in bytes; 0 if the bytes at that place are no UTF-8
};

// The code point that starts at `text[position]`, which must exist. Overlong forms, surrogates and
// what lies above U+10FFFF are no UTF-8 (RFC 3629).
CodePoint DecodeUtf8(std::string_view text, std::size_t position);

// Appends the UTF-8 form of a Unicode scalar value.
void AppendUtf8(char32_t value, std::string& out);

}  // namespace eventbus::rules

#endif  // EVENTBUS_RULES_UTF8_H_
