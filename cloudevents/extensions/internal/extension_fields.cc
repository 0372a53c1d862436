#include "cloudevents/extensions/internal/extension_fields.h"

#include <optional>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/quoted.h"

namespace cloudevents::internal {
namespace {

bool IsUriType(AttributeType type) {
  return type == AttributeType::kUri || type == AttributeType::kUriReference;
}

// Whether a value of type `from` may be one of type `to`, if its text is.
bool MayBecome(AttributeType from, AttributeType to) {
  return from == to || from == AttributeType::kString || (IsUriType(from) && IsUriType(to));
}

absl::Status CheckEmptiness(const AttributeRule& rule, std::string_view text) {
  if (!text.empty() || rule.may_be_empty) return absl::OkStatus();
  return BrokenRule(rule.name, "it is empty, which it must not be");
}

}  // namespace

absl::StatusOr<std::optional<std::string_view>> ReadText(const Event& event,
                                                         const AttributeRule& rule) {
  const std::optional<AttributeView> value = event.extension(rule.name);
  if (!value.has_value()) return std::optional<std::string_view>();
  if (!MayBecome(value->type(), rule.type)) {
    return BrokenRule(rule.name, "its type must be ", AttributeTypeName(rule.type), "; it is ",
                      AttributeTypeName(value->type()), ", ", Quoted(value->text()));
  }
  if (value->type() != rule.type) {
    if (absl::Status status = ValidateAttribute(rule.type, value->text()); !status.ok()) {
      return BrokenRule(rule.name, Message(status));
    }
  }
  if (absl::Status status = CheckEmptiness(rule, value->text()); !status.ok()) return status;
  return std::optional<std::string_view>(value->text());
}

absl::Status AttributeChanges::Set(const AttributeRule& rule, std::string_view text) {
  if (absl::Status status = CheckEmptiness(rule, text); !status.ok()) return status;
  absl::StatusOr<AttributeValue> value = AttributeValue::Parse(rule.type, text);
  if (!value.ok()) return BrokenRule(rule.name, Message(value.status()));
  changes_.push_back({rule.name, *std::move(value)});
  return absl::OkStatus();
}

void AttributeChanges::ApplyTo(EventBuilder& builder) const {
  for (const Change& change : changes_) {
    if (change.value.has_value()) {
      builder.Extension(change.name, *change.value);
    } else {
      builder.RemoveExtension(change.name);
    }
  }
}

absl::Status MissingField(const FieldsMet& met) {
  return BrokenRule(met.missing, "it is not set, and is required beside \"", met.set, "\"");
}

}  // namespace cloudevents::internal
