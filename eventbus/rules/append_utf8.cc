#include "eventbus/rules/append_utf8.h"

namespace eventbus::rules {

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
