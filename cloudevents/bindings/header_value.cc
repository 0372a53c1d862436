#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/bindings/header_value.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/quoted.h"
#include "cloudevents/internal/utf8.h"

namespace cloudevents {
namespace {

using internal::InvalidArgument;
using internal::Quoted;

bool MustEncode(char c) { return c <= ' ' || c == '"' || c == '%' || c > '~'; }

bool IsSpace(char c) { return c == ' ' || c == '\t'; }

// The value of a hexadecimal digit, or -1.
int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The content of a value that is one quoted string (RFC 9110, section 5.6.4); others are taken as
// they are.
absl::StatusOr<std::string> Unquote(std::string_view value) {
  if (!value.starts_with('"')) return std::string(value);
  std::string content;
  std::size_t i = 1;
  for (; i < value.size() && value[i] != '"'; ++i) {
    if (value[i] == '\\' && ++i == value.size()) break;
    content += value[i];
  }
  if (i >= value.size()) return InvalidArgument(Quoted(value), ": the quoted string is not closed");
  if (i + 1 != value.size()) {
    return InvalidArgument(Quoted(value), ": something follows the quoted string");
  }
  return content;
}

}  // namespace

std::string PercentEncodeHeaderValue(std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string value;
  value.reserve(text.size());
  for (char c : text) {
    if (!MustEncode(c)) {
      value += c;
      continue;
    }
    value += '%';
    value += kDigits[static_cast<unsigned char>(c) >> 4];
    value += kDigits[static_cast<unsigned char>(c) & 0xF];
  }
  return value;
}

absl::StatusOr<std::string> PercentDecodeHeaderValue(std::string_view value) {
  // Space around a field value is no part of it (RFC 9110, section 5.5).
  while (!value.empty() && IsSpace(value.front())) value.remove_prefix(1);
  while (!value.empty() && IsSpace(value.back())) value.remove_suffix(1);
  absl::StatusOr<std::string> text = Unquote(value);
  if (!text.ok()) return text;
  std::string& bytes = *text;
  std::size_t length = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    char c = bytes[i];
    if (c == '%') {
      const int high = i + 2 < bytes.size() ? HexDigit(bytes[i + 1]) : -1;
      const int low = i + 2 < bytes.size() ? HexDigit(bytes[i + 2]) : -1;
      if (high < 0 || low < 0) {
        return InvalidArgument(Quoted(value),
                               ": % is not followed by two hexadecimal digits at byte ", i);
      }
      c = static_cast<char>(high << 4 | low);
      i += 2;
    }
    bytes[length++] = c;
  }
  bytes.resize(length);
  if (!internal::IsUtf8(bytes)) {
    return InvalidArgument(Quoted(value), ": the decoded bytes are not UTF-8");
  }
  return text;
}

}  // namespace cloudevents
