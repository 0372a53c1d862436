#include "cloudevents/bindings/amqp_binding.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cloudevents/attribute.h"
#include "cloudevents/bindings/content_mode.h"
#include "cloudevents/bindings/internal/attribute_carrier.h"
#include "cloudevents/bindings/internal/carrier_reader.h"
#include "cloudevents/bindings/internal/carrier_writer.h"
#include "cloudevents/bindings/internal/structured.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents {
namespace {

using internal::CarrierReader;

// Hands one property's value over to the reader, by its type.
class PropertyReader {
 public:
  PropertyReader(CarrierReader& reader, std::string_view name) : reader_(reader), name_(name) {}

  absl::Status operator()(std::monostate) const { return reader_.ReadUnset(name_); }

  absl::Status operator()(bool value) const { return Read(AttributeValue(value)); }

  // A long outside an Integer's range is refused as such, by the assembler.
  absl::Status operator()(std::int64_t value) const {
    return reader_.ReadTyped(name_, AttributeType::kInteger, std::to_string(value));
  }

  absl::Status operator()(const std::string& value) const { return reader_.Read(name_, value); }

  absl::Status operator()(const AmqpBinary& value) const {
    return Read(AttributeValue::Binary(value.bytes));
  }

  absl::Status operator()(const AmqpTimestamp& value) const {
    return Read(AttributeValue(absl::FromUnixMillis(value.milliseconds)));
  }

 private:
  absl::Status Read(const AttributeValue& value) const {
    return reader_.ReadTyped(name_, value.type(), value.text());
  }

  CarrierReader& reader_;
  std::string_view name_;
};

// A timestamp as AMQP's own type, if that says all that the text does.
AmqpValue TimestampValue(const AttributeView& value) {
  const std::optional<absl::Time> instant = value.timestamp();
  if (instant.has_value()) {
    const std::int64_t milliseconds = absl::ToUnixMillis(*instant);
    const AttributeValue again(absl::FromUnixMillis(milliseconds));
    if (again.text() == value.text()) return AmqpTimestamp{milliseconds};
  }
  return std::string(value.text());
}

AmqpValue ToAmqp(const AttributeView& value) {
  switch (value.type()) {
    case AttributeType::kBoolean:
      return value.boolean().value_or(false);
    case AttributeType::kInteger:
      return std::int64_t{value.integer().value_or(0)};
    case AttributeType::kBinary:
      return AmqpBinary{value.binary().value_or("")};
    case AttributeType::kTimestamp:
      return TimestampValue(value);
    case AttributeType::kString:
    case AttributeType::kUri:
    case AttributeType::kUriReference:
      break;
  }
  return std::string(value.text());
}

AmqpMessage EncodeBinary(const Event& event, AmqpPrefix prefix) {
  AmqpMessage message;
  message.content_type = event.data_media_type().value_or("");
  message.application_properties.reserve(internal::kCarriedCoreAttributes +
                                         event.extensions().size());
  const internal::AttributeCarrier& carrier = internal::kAmqpApplicationProperties;
  const std::string_view text =
      prefix == AmqpPrefix::kColon ? carrier.prefix : carrier.other_prefix;
  internal::ForEachCarriedAttribute(event, [&](std::string_view name, const AttributeView& value) {
    message.application_properties.push_back({internal::Cat(text, name), ToAmqp(value)});
  });
  if (event.data_kind() != DataKind::kAbsent) message.data = std::string(event.data());
  return message;
}

}  // namespace

absl::StatusOr<Event> DecodeAmqp(AmqpMessage message, const DecodeOptions& options,
                                 EventFormats formats) {
  if (DetectContentMode(message.content_type) != ContentMode::kBinary) {
    return internal::DecodeStructured(message.content_type, std::move(message.data).value_or(""),
                                      options, formats);
  }
  CarrierReader reader(internal::kAmqpApplicationProperties, options);
  for (const AmqpApplicationProperty& property : message.application_properties) {
    absl::Status status = std::visit(PropertyReader(reader, property.name), property.value);
    if (!status.ok()) return status;
  }
  return std::move(reader).Finish(message.content_type, std::move(message.data));
}

absl::StatusOr<AmqpMessage> EncodeAmqp(const Event& event, ContentMode mode,
                                       const EventFormat& format, AmqpPrefix prefix) {
  if (mode == ContentMode::kBatched) return internal::NoBatches("AMQP");
  if (mode == ContentMode::kBinary) return EncodeBinary(event, prefix);
  absl::StatusOr<std::string> data = format.encode(event);
  if (!data.ok()) return data.status();
  AmqpMessage message;
  message.content_type = format.media_type;
  message.data = *std::move(data);
  return message;
}

}  // namespace cloudevents
