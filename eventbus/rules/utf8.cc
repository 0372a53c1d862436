#include "eventbus/rules/utf8.h"

namespace eventbus::rules {

CodePoint DecodeUtf8(std::string_view text, std::size_t position) {
  const auto lead = static_cast<unsigned char>(text[position]);
  if (lead < 0x80) return {lead, 1};
  std::size_t size = 0;
  char32_t value = 0;
  char32_t smallest = 0;  // what needs this many bytes
  if ((lead & 0xE0) == 0xC0) {
    size = 2, value = lead & 0x1F, smallest = 0x80;
  } else if ((lead & 0xF0) == 0xE0) {
    size = 3, value = lead & 0x0F, smallest = 0x800;
  } else if ((lead & 0xF8) == 0xF0) {
    size = 4, value = lead & 0x07, smallest = 0x10000;
  } else {
    return {};
  }
  if (text.size() - position < size) return {};
  for (std::size_t i = 1; i < size; ++i) {
    const auto next = static_cast<unsigned char>(text[position + i]);
    if ((next & 0xC0) != 0x80) return {};
    value = (value << 6) | (next & 0x3F);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < smallest || value > 0x10FFFF || surrogate) return {};
  return {value, size};
}

void AppendUtf8(char32_t value, std::string& out) {
  const auto byte = [&out](char32_t bits) { out.push_back(static_cast<char>(bits)); };
  const auto tail = [](char32_t bits) { return 0x80 | (bits & 0x3F); };
  if (value < 0x80) {
    byte(value);
  } else if (value < 0x800) {
    byte(0xC0 | (value >> 6));
    byte(tail(value));
  } else if (value < 0x10000) {
    byte(0xE0 | (value >> 12));
    byte(tail(value >> 6));
    byte(tail(value));
  } else {
    byte(0xF0 | (value >> 18));
    byte(tail(value >> 12));
    byte(tail(value >> 6));
    byte(tail(value));
  }
}

}  // namespace eventbus::rules
