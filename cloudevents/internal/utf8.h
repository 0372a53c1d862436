// UTF-8, code point by code point (RFC 3629).
//
//   while (!rest.empty()) {
//     DecodedCodePoint point = DecodeUtf8(rest);
//     if (point.length == 0) return error;
//     rest.remove_prefix(point.length);
//   }
#ifndef CLOUDEVENTS_INTERNAL_UTF8_H_
#define CLOUDEVENTS_INTERNAL_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cloudevents::internal {

struct DecodedCodePoint {
  char32_t value = 0;
  std::size_t length = 0;  // in bytes; 0: what comes first is not UTF-8
};

// The first code point of `text`, which is not empty. Overlong forms, surrogates, and values past
// U+10FFFF are not UTF-8.
DecodedCodePoint DecodeUtf8(std::string_view text);

// Whether all of `text` is UTF-8.
bool IsUtf8(std::string_view text);

// U+0000 to U+001F and U+007F to U+009F.
constexpr bool IsControl(char32_t point) {
  return point < 0x20 || (point >= 0x7F && point <= 0x9F);
}

// The code points that Unicode sets aside: U+FDD0 to U+FDEF, and the last two of each plane.
constexpr bool IsNoncharacter(char32_t point) {
  return (point >= 0xFDD0 && point <= 0xFDEF) || (point & 0xFFFE) == 0xFFFE;
}

// How many of the first bytes are printable ASCII (U+0020 to U+007E). Most attributes are that
// throughout, so this is the fast path of their check.
std::size_t PrintableAsciiPrefix(std::string_view text);

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_INTERNAL_UTF8_H_
