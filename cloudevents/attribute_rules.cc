// The rules of CloudEvents 1.0.2, sections "Naming Conventions" and "Type System", that need no
// grammar of their own. Timestamps are in timestamp.cc, URIs in uri.cc.
#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "cloudevents/attribute.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/base64.h"
#include "cloudevents/internal/quoted.h"
#include "cloudevents/internal/utf8.h"

namespace cloudevents {
namespace {

using internal::InvalidArgument;
using internal::Quoted;

absl::Status ValidateInteger(std::string_view text) {
  std::int32_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc::result_out_of_range && stop == end) {
    return InvalidArgument(Quoted(text), " is no Integer: it is outside -2147483648 to 2147483647");
  }
  // The canonical form alone: from_chars also takes leading zeros and "-0".
  const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
  const bool canonical = digits == "0" ? text == "0" : !digits.starts_with('0');
  if (error != std::errc() || stop != end || !canonical) {
    return InvalidArgument(Quoted(text),
                           " is no Integer: not a whole number in decimal digits without leading "
                           "zeros");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ValidateAttributeName(std::string_view name) {
  if (name.empty()) return InvalidArgument("an attribute name is empty");
  if (name == "data") return InvalidArgument("\"data\" is no attribute name: it is reserved");
  const bool allowed = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  });
  if (allowed) return absl::OkStatus();
  return InvalidArgument(Quoted(name),
                         " is no attribute name: only lower-case a to z and 0 to 9 are allowed");
}

absl::Status ValidateString(std::string_view text) {
  std::string_view rest = text;
  for (;;) {
    rest.remove_prefix(internal::PrintableAsciiPrefix(rest));
    if (rest.empty()) return absl::OkStatus();
    const internal::DecodedCodePoint point = internal::DecodeUtf8(rest);
    const std::size_t position = text.size() - rest.size();
    if (point.length == 0) {
      return InvalidArgument(Quoted(text), " is not UTF-8: byte ", position, " is malformed");
    }
    if (internal::IsControl(point.value) || internal::IsNoncharacter(point.value)) {
      return InvalidArgument(
          Quoted(text), " has ",
          internal::IsControl(point.value) ? "the control character" : "the noncharacter",
          absl::StrFormat(" U+%04X", static_cast<std::uint32_t>(point.value)), " at byte ",
          position, ", which a String may not have");
    }
    rest.remove_prefix(point.length);
  }
}

absl::Status ValidateAttribute(AttributeType type, std::string_view text) {
  switch (type) {
    case AttributeType::kBoolean:
      if (text == "true" || text == "false") return absl::OkStatus();
      return InvalidArgument(Quoted(text), " is no Boolean: neither true nor false");
    case AttributeType::kInteger:
      return ValidateInteger(text);
    case AttributeType::kString:
      return ValidateString(text);
    case AttributeType::kBinary:
      if (internal::IsBase64(text)) return absl::OkStatus();
      return InvalidArgument(Quoted(text), " is no Binary: not base64 (RFC 4648, section 4)");
    case AttributeType::kUri:
      return ValidateUri(text);
    case AttributeType::kUriReference:
      return ValidateUriReference(text);
    case AttributeType::kTimestamp:
      return ValidateTimestamp(text);
  }
  return InvalidArgument("unknown attribute type");
}

}  // namespace cloudevents
