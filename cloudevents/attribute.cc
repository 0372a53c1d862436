#include "cloudevents/attribute.h"

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cloudevents/internal/base64.h"
#include "cloudevents/internal/timestamp.h"

namespace cloudevents {

std::string_view AttributeTypeName(AttributeType type) {
  switch (type) {
    case AttributeType::kBoolean:
      return "Boolean";
    case AttributeType::kInteger:
      return "Integer";
    case AttributeType::kString:
      return "String";
    case AttributeType::kBinary:
      return "Binary";
    case AttributeType::kUri:
      return "URI";
    case AttributeType::kUriReference:
      return "URI-reference";
    case AttributeType::kTimestamp:
      return "Timestamp";
  }
  return "unknown";
}

std::optional<bool> AttributeView::boolean() const {
  if (type_ != AttributeType::kBoolean) return std::nullopt;
  return text_ == "true";
}

std::optional<std::int32_t> AttributeView::integer() const {
  if (type_ != AttributeType::kInteger) return std::nullopt;
  std::int32_t value = 0;
  const char* end = text_.data() + text_.size();
  const auto [stop, error] = std::from_chars(text_.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

std::optional<std::string> AttributeView::binary() const {
  if (type_ != AttributeType::kBinary) return std::nullopt;
  std::string bytes(text_.size(), '\0');
  const std::optional<std::size_t> length = internal::DecodeBase64(text_, bytes.data());
  if (!length.has_value()) return std::nullopt;
  bytes.resize(*length);
  return bytes;
}

std::optional<absl::Time> AttributeView::timestamp() const {
  if (type_ != AttributeType::kTimestamp) return std::nullopt;
  absl::StatusOr<absl::Time> instant = ParseTimestamp(text_);
  if (!instant.ok()) return std::nullopt;
  return *instant;
}

std::ostream& operator<<(std::ostream& out, const AttributeView& value) {
  return out << AttributeTypeName(value.type()) << " \"" << value.text() << '"';
}

AttributeValue::AttributeValue(absl::Time value)
    : type_(AttributeType::kTimestamp), text_(internal::FormatTimestamp(value)) {}

AttributeValue AttributeValue::Binary(std::string_view bytes) {
  std::string text;
  text.reserve(internal::Base64Length(bytes.size()));
  internal::AppendBase64(bytes, text);
  return AttributeValue(AttributeType::kBinary, std::move(text));
}

absl::StatusOr<AttributeValue> AttributeValue::Uri(std::string_view text) {
  return Parse(AttributeType::kUri, text);
}

absl::StatusOr<AttributeValue> AttributeValue::UriReference(std::string_view text) {
  return Parse(AttributeType::kUriReference, text);
}

absl::StatusOr<AttributeValue> AttributeValue::Timestamp(std::string_view text) {
  return Parse(AttributeType::kTimestamp, text);
}

absl::StatusOr<AttributeValue> AttributeValue::Parse(AttributeType type, std::string_view text) {
  if (absl::Status status = ValidateAttribute(type, text); !status.ok()) return status;
  return AttributeValue(type, std::string(text));
}

}  // namespace cloudevents
