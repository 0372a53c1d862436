// What the typed accessors of extensions share. An extension is a struct, and a table that says
// which attribute each of its members is; reading, writing and their errors follow from the table.
//
//   constexpr auto kFields = std::tuple(
//       internal::Field("correlationid", &Correlation::correlation_id),
//       internal::Field("causationid", &Correlation::causation_id));
//   ...
//   return internal::ReadExtension(event, kFields);
//
// A member that is a std::optional is an optional attribute; any other is required as soon as one
// of the extension's attributes is set. Types of an extension's own get an AttributeCodec.
#ifndef CLOUDEVENTS_EXTENSIONS_INTERNAL_EXTENSION_FIELDS_H_
#define CLOUDEVENTS_EXTENSIONS_INTERNAL_EXTENSION_FIELDS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents::internal {

// InvalidArgument that says which rule of an extension's attribute is broken.
template <typename... Parts>
absl::Status BrokenRule(std::string_view name, const Parts&... parts) {
  return InvalidArgument("attribute \"", name, "\": ", parts...);
}

// An attribute of an extension, and the rules that its type and the specification put on its text.
struct AttributeRule {
  std::string_view name;
  AttributeType type = AttributeType::kString;
  bool may_be_empty = false;  // most extensions say "MUST be a non-empty string"
};

// The attribute's text in the canonical form of its type; nullopt if the event has none. Formats
// and bindings without types deliver a String, which does where its text is a value of the type; a
// URI does for a URI-reference, and the other way round if it is absolute. InvalidArgument names
// the attribute, the rule and the value.
absl::StatusOr<std::optional<std::string_view>> ReadText(const Event& event,
                                                         const AttributeRule& rule);

// How a member's type is read from an attribute's canonical text, and written as such.
template <typename T>
struct AttributeCodec;

template <>
struct AttributeCodec<std::string_view> {
  static constexpr AttributeType kType = AttributeType::kString;
  static absl::StatusOr<std::string_view> Read(std::string_view text) { return text; }
  static std::string Write(std::string_view value) { return std::string(value); }
};

template <>
struct AttributeCodec<bool> {
  static constexpr AttributeType kType = AttributeType::kBoolean;
  static absl::StatusOr<bool> Read(std::string_view text) { return text == "true"; }
  static std::string Write(bool value) { return value ? "true" : "false"; }
};

template <>
struct AttributeCodec<std::int32_t> {
  static constexpr AttributeType kType = AttributeType::kInteger;
  static absl::StatusOr<std::int32_t> Read(std::string_view text) {
    return AttributeView(kType, text).integer().value_or(0);  // ReadText has checked the digits.
  }
  static std::string Write(std::int32_t value) { return std::to_string(value); }
};

template <>
struct AttributeCodec<absl::Time> {
  static constexpr AttributeType kType = AttributeType::kTimestamp;
  static absl::StatusOr<absl::Time> Read(std::string_view text) { return ParseTimestamp(text); }
  static std::string Write(absl::Time value) { return std::string(AttributeValue(value).text()); }
};

// An optional attribute is as its value.
template <typename T>
struct AttributeCodec<std::optional<T>> {
  static constexpr AttributeType kType = AttributeCodec<T>::kType;
  static absl::StatusOr<std::optional<T>> Read(std::string_view text) {
    absl::StatusOr<T> value = AttributeCodec<T>::Read(text);
    if (!value.ok()) return value.status();
    return std::optional<T>(*std::move(value));
  }
  static std::string Write(const std::optional<T>& value) {
    return AttributeCodec<T>::Write(*value);
  }
};

// Whether a member's attribute must be set, and whether it is.
template <typename T>
struct Presence {
  static constexpr bool kRequired = true;
  static bool IsSet(const T& /*value*/) { return true; }
};

template <typename T>
struct Presence<std::optional<T>> {
  static constexpr bool kRequired = false;
  static bool IsSet(const std::optional<T>& value) { return value.has_value(); }
};

// For lists of which the empty one is an unset attribute.
template <typename T>
struct UnsetWhenEmpty {
  static constexpr bool kRequired = false;
  static bool IsSet(const T& value) { return !value.empty(); }
};

// Attributes to be set and to be unset, checked before the first of them reaches a builder.
class AttributeChanges {
 public:
  // InvalidArgument names the attribute, the rule and the value.
  absl::Status Set(const AttributeRule& rule, std::string_view text);
  void Unset(std::string_view name) { changes_.push_back({name, std::nullopt}); }

  void ApplyTo(EventBuilder& builder) const;

 private:
  struct Change {
    std::string_view name;
    std::optional<AttributeValue> value;
  };
  std::vector<Change> changes_;
};

// One attribute as a T; nullopt if the event has none.
template <typename T>
absl::StatusOr<std::optional<T>> ReadAttribute(const Event& event, const AttributeRule& rule) {
  const absl::StatusOr<std::optional<std::string_view>> text = ReadText(event, rule);
  if (!text.ok()) return text.status();
  if (!text->has_value()) return std::optional<T>();
  absl::StatusOr<T> value = AttributeCodec<T>::Read(**text);
  if (!value.ok()) return BrokenRule(rule.name, Message(value.status()));
  return std::optional<T>(*std::move(value));
}

// Adds `value` to the changes. What is written must be what is read: both keep the same rules.
template <typename T>
absl::Status ChangeAttribute(const T& value, const AttributeRule& rule, AttributeChanges& changes) {
  const std::string text = AttributeCodec<T>::Write(value);
  if (absl::Status status = changes.Set(rule, text); !status.ok()) return status;
  if (const auto read = AttributeCodec<T>::Read(text); !read.ok()) {
    return BrokenRule(rule.name, Message(read.status()));
  }
  return absl::OkStatus();
}

// Sets the builder's attribute. InvalidArgument, with the builder as it was, if `value` breaks the
// rule.
template <typename T>
absl::Status WriteAttribute(const T& value, const AttributeRule& rule, EventBuilder& builder) {
  AttributeChanges changes;
  if (absl::Status status = ChangeAttribute(value, rule, changes); !status.ok()) return status;
  changes.ApplyTo(builder);
  return absl::OkStatus();
}

// A row of an extension's table.
template <typename T, typename Member>
struct Field {
  constexpr Field(std::string_view name, Member T::* where) : Field({.name = name}, where) {
    rule.type = AttributeCodec<Member>::kType;
  }
  constexpr Field(AttributeRule its_rule, Member T::* where) : rule(its_rule), member(where) {}

  AttributeRule rule;
  Member T::* member;
};

// What reading has met: an attribute that is set, and a required one that is not.
struct FieldsMet {
  std::string_view set;
  std::string_view missing;
};

absl::Status MissingField(const FieldsMet& met);

template <typename T, typename Member>
absl::Status ReadField(const Event& event, const Field<T, Member>& field, T& extension,
                       FieldsMet& met) {
  absl::StatusOr<std::optional<Member>> value = ReadAttribute<Member>(event, field.rule);
  if (!value.ok()) return value.status();
  if (value->has_value()) {
    met.set = field.rule.name;
    extension.*field.member = **std::move(value);
  } else if (Presence<Member>::kRequired && met.missing.empty()) {
    met.missing = field.rule.name;
  }
  return absl::OkStatus();
}

template <typename T, typename Member>
absl::Status WriteField(const T& extension, const Field<T, Member>& field,
                        AttributeChanges& changes) {
  const Member& value = extension.*field.member;
  if (Presence<Member>::IsSet(value)) return ChangeAttribute(value, field.rule, changes);
  changes.Unset(field.rule.name);
  return absl::OkStatus();
}

// What an extension asks of its values beyond their types; OK for any.
template <typename T>
absl::Status AnyValue(const T& /*extension*/) {
  return absl::OkStatus();
}

// The event's extension; nullopt if none of its attributes is set. InvalidArgument names the
// attribute, the rule and the value.
template <typename T, typename... Members>
absl::StatusOr<std::optional<T>> ReadExtension(const Event& event,
                                               const std::tuple<Field<T, Members>...>& fields,
                                               absl::Status (*check)(const T&) = &AnyValue<T>) {
  T extension{};
  FieldsMet met;
  absl::Status status;
  const auto read = [&](const auto& field) {
    status = ReadField(event, field, extension, met);
    return status.ok();
  };
  std::apply([&](const auto&... field) { (void)(read(field) && ...); }, fields);
  if (!status.ok()) return status;
  if (met.set.empty()) return std::optional<T>();
  if (!met.missing.empty()) return MissingField(met);
  if (status = check(extension); !status.ok()) return status;
  return std::optional<T>(std::move(extension));
}

// Gives the builder the extension's attributes and takes from it those that are unset.
// InvalidArgument as reading, with the builder as it was.
template <typename T, typename... Members>
absl::Status WriteExtension(const T& extension, const std::tuple<Field<T, Members>...>& fields,
                            EventBuilder& builder, absl::Status (*check)(const T&) = &AnyValue<T>) {
  if (absl::Status status = check(extension); !status.ok()) return status;
  AttributeChanges changes;
  absl::Status status;
  const auto write = [&](const auto& field) {
    status = WriteField(extension, field, changes);
    return status.ok();
  };
  std::apply([&](const auto&... field) { (void)(write(field) && ...); }, fields);
  if (status.ok()) changes.ApplyTo(builder);
  return status;
}

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_EXTENSIONS_INTERNAL_EXTENSION_FIELDS_H_
