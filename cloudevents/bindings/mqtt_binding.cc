#include "cloudevents/bindings/mqtt_binding.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/bindings/content_mode.h"
#include "cloudevents/bindings/internal/attribute_carrier.h"
#include "cloudevents/bindings/internal/carrier_reader.h"
#include "cloudevents/bindings/internal/carrier_writer.h"
#include "cloudevents/bindings/internal/structured.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"

namespace cloudevents {
namespace {

MqttMessage EncodeBinary(const Event& event) {
  MqttMessage message;
  message.content_type = event.data_media_type().value_or("");
  message.user_properties.reserve(internal::kCarriedCoreAttributes + event.extensions().size());
  internal::ForEachCarriedAttribute(event, [&](std::string_view name, const AttributeView& value) {
    message.user_properties.push_back(
        {internal::CarriedName(internal::kMqttUserProperties, name),
         internal::CarriedText(internal::kMqttUserProperties, value.text())});
  });
  message.payload = event.data();
  return message;
}

}  // namespace

absl::StatusOr<Event> DecodeMqtt(MqttMessage message, const DecodeOptions& options,
                                 EventFormats formats) {
  if (DetectContentMode(message.content_type) != ContentMode::kBinary) {
    return internal::DecodeStructured(message.content_type, std::move(message.payload), options,
                                      formats);
  }
  internal::CarrierReader reader(internal::kMqttUserProperties, options);
  if (absl::Status status = reader.ReadAll(message.user_properties); !status.ok()) return status;
  std::optional<std::string> body;
  if (!message.payload.empty()) body = std::move(message.payload);
  return std::move(reader).Finish(message.content_type, std::move(body));
}

absl::StatusOr<MqttMessage> EncodeMqtt(const Event& event, ContentMode mode,
                                       const EventFormat& format) {
  if (mode == ContentMode::kBatched) return internal::NoBatches("MQTT");
  if (mode == ContentMode::kBinary) return EncodeBinary(event);
  absl::StatusOr<std::string> payload = format.encode(event);
  if (!payload.ok()) return payload.status();
  MqttMessage message;
  message.content_type = format.media_type;
  message.payload = *std::move(payload);
  return message;
}

}  // namespace cloudevents
