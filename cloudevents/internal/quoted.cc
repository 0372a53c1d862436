#include "cloudevents/internal/quoted.h"

#include <cstddef>
#include <string>
#include <string_view>

#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/utf8.h"

namespace cloudevents::internal {
namespace {

void AppendHex(unsigned char byte, std::string& out) {
  constexpr char kDigits[] = "0123456789abcdef";
  out += "\\x";
  out += kDigits[byte >> 4];
  out += kDigits[byte & 0xF];
}

}  // namespace

std::string Quoted(std::string_view text, std::size_t max_bytes) {
  std::string out = "\"";
  std::string_view rest = text;
  while (!rest.empty() && text.size() - rest.size() < max_bytes) {
    const DecodedCodePoint point = DecodeUtf8(rest);
    const unsigned char first = static_cast<unsigned char>(rest.front());
    if (point.length == 0) {
      AppendHex(first, out);
      rest.remove_prefix(1);
      continue;
    }
    if (first == '"' || first == '\\') {
      out += '\\';
      out += rest.front();
    } else if (first == '\n') {
      out += "\\n";
    } else if (first == '\t') {
      out += "\\t";
    } else if (IsControl(point.value)) {
      for (char byte : rest.substr(0, point.length)) {
        AppendHex(static_cast<unsigned char>(byte), out);
      }
    } else {
      out += rest.substr(0, point.length);
    }
    rest.remove_prefix(point.length);
  }
  out += '"';
  if (!rest.empty()) out += Cat("... (", text.size(), " bytes)");
  return out;
}

}  // namespace cloudevents::internal
