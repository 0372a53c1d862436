// Context attributes: their seven types, and values of those types.
//
//   cloudevents::AttributeValue priority(std::int32_t{3});
//   cloudevents::AttributeValue region("eu-west-1");
//   absl::StatusOr<cloudevents::AttributeValue> link =
//       cloudevents::AttributeValue::Uri("https://example.com/orders/1");
//
// CloudEvents 1.0.2, section "Type System". A value is held in its canonical string form, which is
// what every protocol binding writes and what Event::Equivalent compares.
#ifndef CLOUDEVENTS_ATTRIBUTE_H_
#define CLOUDEVENTS_ATTRIBUTE_H_

#include <concepts>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace cloudevents {

// The types of the specification's type system.
enum class AttributeType : std::uint8_t {
  kBoolean,
  kInteger,  // a signed 32-bit number
  kString,
  kBinary,
  kUri,           // an absolute URI
  kUriReference,  // a URI or a relative reference
  kTimestamp,     // RFC 3339; offset and fraction are kept as written
};

// The type's name in the specification, such as "URI-reference".
std::string_view AttributeTypeName(AttributeType type);

// A value of one of the seven types, read in place: it views text that an Event or an
// AttributeValue owns and is valid as long as that is. Copying is cheap. Thread-safe.
class AttributeView {
 public:
  AttributeView(AttributeType type, std::string_view text) : type_(type), text_(text) {}

  AttributeType type() const { return type_; }

  // The canonical string form: "true" or "false", decimal digits, the string itself, base64, the
  // URI as written, or the RFC 3339 timestamp as written.
  std::string_view text() const { return text_; }

  // The value in its own type; nullopt if the type is another.
  std::optional<bool> boolean() const;
  std::optional<std::int32_t> integer() const;
  std::optional<std::string> binary() const;    // the decoded bytes
  std::optional<absl::Time> timestamp() const;  // the instant, to the nanosecond

  // Exact: the same type and the same text. "2020-01-01T00:00:00Z" and
  // "2020-01-01T01:00:00+01:00" differ.
  friend bool operator==(const AttributeView&, const AttributeView&) = default;

 private:
  AttributeType type_;
  std::string_view text_;
};

std::ostream& operator<<(std::ostream& out, const AttributeView& value);

// A value of one of the seven types that owns its text. Constructors take only what cannot lose
// anything: an int64 does not become an Integer, a pointer does not become a Boolean. What has to
// be checked has a factory.
class AttributeValue {
 public:
  // A Boolean. Exactly bool: nothing converts into it.
  template <std::same_as<bool> T>
  explicit(false) AttributeValue(T value)
      : type_(AttributeType::kBoolean), text_(value ? "true" : "false") {}

  // An Integer. Exactly std::int32_t: wider and unsigned types do not compile.
  template <std::same_as<std::int32_t> T>
  explicit(false) AttributeValue(T value)
      : type_(AttributeType::kInteger), text_(std::to_string(value)) {}

  // A String. It is checked when an event is built from it (see ValidateString).
  explicit(false) AttributeValue(std::string_view value)
      : type_(AttributeType::kString), text_(value) {}
  explicit(false) AttributeValue(std::string value)
      : type_(AttributeType::kString), text_(std::move(value)) {}
  explicit(false) AttributeValue(const char* value) : type_(AttributeType::kString), text_(value) {}

  // A Timestamp in UTC, with as many fractional digits as the instant needs, at most nine.
  // An instant outside the years 0 to 9999 is refused when an event is built from it.
  explicit(false) AttributeValue(absl::Time value);

  // A Binary value of these raw bytes.
  static AttributeValue Binary(std::string_view bytes);

  // Values that are checked; InvalidArgument says what is wrong and where.
  static absl::StatusOr<AttributeValue> Uri(std::string_view text);
  static absl::StatusOr<AttributeValue> UriReference(std::string_view text);
  static absl::StatusOr<AttributeValue> Timestamp(std::string_view text);

  // A value of `type` from its canonical string form. InvalidArgument if `text` is no value of it.
  static absl::StatusOr<AttributeValue> Parse(AttributeType type, std::string_view text);

  AttributeType type() const { return type_; }
  std::string_view text() const { return text_; }
  AttributeView view() const { return AttributeView(type_, text_); }

  friend bool operator==(const AttributeValue&, const AttributeValue&) = default;

 private:
  AttributeValue(AttributeType type, std::string text) : type_(type), text_(std::move(text)) {}

  AttributeType type_;
  std::string text_;
};

// Checks of the specification's rules; OK, or InvalidArgument that names the rule and the offending
// part. CloudEvents 1.0.2, sections "Naming Conventions" and "Type System".
absl::Status ValidateAttributeName(std::string_view name);  // [a-z0-9]+, not "data"
absl::Status ValidateString(std::string_view text);        // UTF-8 without the forbidden characters
absl::Status ValidateUri(std::string_view text);           // RFC 3986, absolute
absl::Status ValidateUriReference(std::string_view text);  // RFC 3986
absl::Status ValidateTimestamp(std::string_view text);     // RFC 3339
absl::Status ValidateAttribute(AttributeType type, std::string_view text);  // by the type

// The instant of an RFC 3339 timestamp, to the nanosecond. A leap second (":60") is the instant
// after ":59". InvalidArgument as ValidateTimestamp.
absl::StatusOr<absl::Time> ParseTimestamp(std::string_view text);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_ATTRIBUTE_H_
