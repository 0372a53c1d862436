#include "eventbus/rules/json_quote.h"

namespace eventbus::rules {

std::string QuoteJson(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += {'\\', c};
    } else if (static_cast<unsigned char>(c) < 0x20) {
      quoted += "\\u00";
      quoted += {kHex[c >> 4], kHex[c & 0xF]};
    } else {
      quoted += c;
    }
  }
  return quoted += '"';
}

}  // namespace eventbus::rules
