#include "cloudevents/bindings/internal/carrier_reader.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "cloudevents/attribute.h"
#include "cloudevents/bindings/header_value.h"
#include "cloudevents/bindings/internal/attribute_carrier.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/event_assembler.h"
#include "cloudevents/internal/quoted.h"

namespace cloudevents::internal {
namespace {

constexpr std::string_view kMediaTypeName = "datacontenttype";
constexpr std::string_view kContentTypeName = "content-type";

std::string Label(const AttributeCarrier& carrier, std::string_view item_name) {
  return Cat(carrier.item, " ", Quoted(item_name));
}

bool HasPrefix(const AttributeCarrier& carrier, std::string_view name, std::string_view prefix) {
  return carrier.ignore_case ? absl::StartsWithIgnoreCase(ToAbsl(name), ToAbsl(prefix))
                             : name.starts_with(prefix);
}

}  // namespace

absl::StatusOr<std::optional<std::string_view>> CarrierReader::AttributeName(
    std::string_view item_name) {
  if (carrier_.prefix.empty()) {
    // Nothing marks an attribute but that its name could be one.
    if (!ValidateAttributeName(item_name).ok()) return std::nullopt;
    return item_name;
  }
  std::string_view prefix = carrier_.prefix;
  if (!HasPrefix(carrier_, item_name, prefix)) {
    prefix = carrier_.other_prefix;
    if (prefix.empty() || !HasPrefix(carrier_, item_name, prefix)) return std::nullopt;
  }
  if (!prefix_seen_.empty() && prefix_seen_ != prefix) {
    return InvalidArgument(Label(carrier_, item_name), ": the prefixes ", Quoted(prefix_seen_),
                           " and ", Quoted(prefix), " are mixed in one message");
  }
  prefix_seen_ = prefix;
  return item_name.substr(prefix.size());
}

absl::Status CarrierReader::Read(std::string_view name, std::string_view value) {
  const absl::StatusOr<std::optional<std::string_view>> attribute = AttributeName(name);
  if (!attribute.ok()) return attribute.status();
  if (!attribute->has_value()) return absl::OkStatus();
  if (carrier_.text == CarrierText::kUtf8) {
    return Add(name, **attribute, AttributeType::kString, value);
  }
  const absl::StatusOr<std::string> text = PercentDecodeHeaderValue(value);
  if (!text.ok()) return Annotate(Label(carrier_, name), text.status());
  return Add(name, **attribute, AttributeType::kString, *text);
}

absl::Status CarrierReader::ReadTyped(std::string_view name, AttributeType type,
                                      std::string_view text) {
  const absl::StatusOr<std::optional<std::string_view>> attribute = AttributeName(name);
  if (!attribute.ok()) return attribute.status();
  return attribute->has_value() ? Add(name, **attribute, type, text) : absl::OkStatus();
}

absl::Status CarrierReader::ReadUnset(std::string_view name) {
  const absl::StatusOr<std::optional<std::string_view>> attribute = AttributeName(name);
  if (!attribute.ok()) return attribute.status();
  if (!attribute->has_value()) return absl::OkStatus();
  if (**attribute == kMediaTypeName && carrier_.media_type != CarriedMediaType::kItsPlace) {
    return absl::OkStatus();  // the message's own place for it may have one all the same
  }
  return assembler_.AddUnset(**attribute);
}

absl::Status CarrierReader::Add(std::string_view item_name, std::string_view attribute_name,
                                AttributeType type, std::string_view text) {
  std::string lower;
  if (carrier_.ignore_case) {
    lower = absl::AsciiStrToLower(ToAbsl(attribute_name));
    attribute_name = lower;
  }
  if (attribute_name == kMediaTypeName && carrier_.media_type != CarriedMediaType::kItsPlace) {
    if (carrier_.media_type == CarriedMediaType::kRefused) {
      return InvalidArgument(Label(carrier_, item_name),
                             ": the media type of data is the Content-Type header's");
    }
    if (media_type_.has_value()) {
      return InvalidArgument(Label(carrier_, item_name), ": it comes twice");
    }
    media_type_ = std::string(text);
    return absl::OkStatus();
  }
  absl::Status status = assembler_.Add(attribute_name, type, text);
  // The assembler's message names the attribute; what could be no attribute has the item's name.
  if (status.ok() || ValidateAttributeName(attribute_name).ok()) return status;
  return Annotate(Label(carrier_, item_name), status);
}

absl::StatusOr<Event> CarrierReader::Finish(std::string_view content_type,
                                            std::optional<std::string> body) && {
  if (content_type.empty() && media_type_.has_value()) content_type = *media_type_;
  if (!content_type.empty()) {
    if (absl::Status status = assembler_.Add(kMediaTypeName, AttributeType::kString, content_type);
        !status.ok()) {
      return status;
    }
  }
  if (body.has_value()) {
    if (body->size() > options_.limits.max_bytes) {
      return InvalidArgument("the data has ", body->size(), " bytes, more than max_bytes (",
                             options_.limits.max_bytes, ")");
    }
    assembler_.SetData(DataForm::kBody, *std::move(body));
  }
  return std::move(assembler_).Finish();
}

bool IsContentType(const AttributeCarrier& carrier, std::string_view name) {
  return carrier.ignore_case ? absl::EqualsIgnoreCase(ToAbsl(name), ToAbsl(kContentTypeName))
                             : name == kContentTypeName;
}

absl::Status ContentTypeTwice(const AttributeCarrier& carrier) {
  return InvalidArgument(Label(carrier, kContentTypeName), ": it comes twice");
}

}  // namespace cloudevents::internal
