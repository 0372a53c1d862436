#include "cloudevents/bindings/nats_binding.h"

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
#include "cloudevents/formats/json_format.h"

namespace cloudevents {
namespace {

constexpr std::string_view kContentType = "Content-Type";

void AddHeader(std::string_view name, std::string_view text, NatsMessage& message) {
  message.headers.push_back({internal::CarriedName(internal::kNatsHeaders, name),
                             internal::CarriedText(internal::kNatsHeaders, text)});
}

NatsMessage EncodeBinary(const Event& event) {
  NatsMessage message;
  message.headers.reserve(1 + internal::kCarriedCoreAttributes + event.extensions().size());
  internal::ForEachCarriedAttribute(event, [&](std::string_view name, const AttributeView& value) {
    AddHeader(name, value.text(), message);
  });
  if (const std::optional<std::string_view> media_type = event.data_media_type()) {
    AddHeader("datacontenttype", *media_type, message);
  }
  message.payload = event.data();
  return message;
}

}  // namespace

absl::StatusOr<Event> DecodeNats(NatsMessage message, const DecodeOptions& options,
                                 EventFormats formats) {
  if (message.headers.empty()) {
    return internal::DecodeStructured(kJsonMediaType, std::move(message.payload), options, formats);
  }
  const absl::StatusOr<std::string_view> content_type =
      internal::ContentTypeOf(internal::kNatsHeaders, message.headers);
  if (!content_type.ok()) return content_type.status();
  if (DetectContentMode(*content_type) != ContentMode::kBinary) {
    return internal::DecodeStructured(*content_type, std::move(message.payload), options, formats);
  }
  internal::CarrierReader reader(internal::kNatsHeaders, options);
  if (absl::Status status = reader.ReadAll(message.headers); !status.ok()) return status;
  std::optional<std::string> body;
  if (!message.payload.empty()) body = std::move(message.payload);
  return std::move(reader).Finish(/*content_type=*/"", std::move(body));
}

absl::StatusOr<NatsMessage> EncodeNats(const Event& event, ContentMode mode,
                                       const EventFormat& format) {
  if (mode == ContentMode::kBatched) return internal::NoBatches("NATS");
  if (mode == ContentMode::kBinary) return EncodeBinary(event);
  absl::StatusOr<std::string> payload = format.encode(event);
  if (!payload.ok()) return payload.status();
  NatsMessage message;
  message.headers.push_back({std::string(kContentType), std::string(format.media_type)});
  message.payload = *std::move(payload);
  return message;
}

}  // namespace cloudevents
