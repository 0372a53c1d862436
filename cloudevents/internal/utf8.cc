#include "cloudevents/internal/utf8.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "cloudevents/internal/swar.h"

namespace cloudevents::internal {

DecodedCodePoint DecodeUtf8(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto continues = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  if (lead < 0xC2) return {};  // a continuation byte, or an overlong form of ASCII
  if (lead < 0xE0) {
    if (!continues(1)) return {};
    return {static_cast<char32_t>((lead & 0x1F) << 6 | (byte(1) & 0x3F)), 2};
  }
  if (lead < 0xF0) {
    if (!continues(1) || !continues(2)) return {};
    const auto value =
        static_cast<char32_t>((lead & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F));
    if (value < 0x800 || (value >= 0xD800 && value <= 0xDFFF)) return {};
    return {value, 3};
  }
  if (lead < 0xF5) {
    if (!continues(1) || !continues(2) || !continues(3)) return {};
    const auto value = static_cast<char32_t>((lead & 0x07) << 18 | (byte(1) & 0x3F) << 12 |
                                             (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F));
    if (value < 0x10000 || value > 0x10FFFF) return {};
    return {value, 4};
  }
  return {};
}

bool IsUtf8(std::string_view text) {
  for (;;) {
    text.remove_prefix(PrintableAsciiPrefix(text));
    if (text.empty()) return true;
    const DecodedCodePoint point = DecodeUtf8(text);
    if (point.length == 0) return false;
    text.remove_prefix(point.length);
  }
}

std::size_t PrintableAsciiPrefix(std::string_view text) {
  const auto others = [](std::uint64_t word) {
    return swar::Below(word, 0x20) | swar::Equal(word, 0x7F) | swar::NonAscii(word);
  };
  const std::size_t size = text.size();
  std::size_t i = 0;
  for (; i + 8 <= size; i += 8) {
    const std::uint64_t marks = others(swar::Load(text.data() + i));
    if (marks != 0) return i + swar::First(marks);
  }
  // The rest, together with bytes before it that have been looked at.
  if (size >= 8) {
    const std::uint64_t marks = others(swar::Load(text.data() + size - 8));
    return marks == 0 ? size : size - 8 + swar::First(marks);
  }
  while (i < size && text[i] >= 0x20 && text[i] < 0x7F) ++i;
  return i;
}

}  // namespace cloudevents::internal
