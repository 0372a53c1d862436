#include "cloudevents/bindings/pubsub_binding.h"

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
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/quoted.h"

namespace cloudevents {
namespace {

constexpr std::string_view kContentType = "content-type";

void AddAttribute(std::string_view name, std::string_view text, PubSubMessage& message) {
  message.attributes.emplace(internal::CarriedName(internal::kPubSubAttributes, name),
                             internal::CarriedText(internal::kPubSubAttributes, text));
}

absl::Status CheckLimits(const PubSubMessage& message) {
  constexpr std::string_view kFix = "; send the event in structured mode";
  if (message.attributes.size() > kPubSubMaxAttributes) {
    return internal::InvalidArgument("the event takes ", message.attributes.size(),
                                     " attributes, and Pub/Sub takes ", kPubSubMaxAttributes, kFix);
  }
  for (const auto& [name, text] : message.attributes) {
    if (name.size() > kPubSubMaxAttributeKeyBytes || text.size() > kPubSubMaxAttributeValueBytes) {
      return internal::InvalidArgument("attribute ", internal::Quoted(name), ": ",
                                       internal::Quoted(text), " is longer than Pub/Sub takes (",
                                       kPubSubMaxAttributeKeyBytes, " bytes of name, ",
                                       kPubSubMaxAttributeValueBytes, " of value)", kFix);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<PubSubMessage> EncodeBinary(const Event& event) {
  PubSubMessage message;
  internal::ForEachCarriedAttribute(event, [&](std::string_view name, const AttributeView& value) {
    AddAttribute(name, value.text(), message);
  });
  if (const std::optional<std::string_view> media_type = event.data_media_type()) {
    AddAttribute("datacontenttype", *media_type, message);
    message.attributes.emplace(kContentType, *media_type);
  }
  message.data = event.data();
  if (absl::Status status = CheckLimits(message); !status.ok()) return status;
  return message;
}

}  // namespace

absl::StatusOr<Event> DecodePubSub(PubSubMessage message, const DecodeOptions& options,
                                   EventFormats formats) {
  const auto found = message.attributes.find(std::string(kContentType));
  const std::string content_type = found == message.attributes.end() ? "" : found->second;
  if (DetectContentMode(content_type) != ContentMode::kBinary) {
    return internal::DecodeStructured(content_type, std::move(message.data), options, formats);
  }
  internal::CarrierReader reader(internal::kPubSubAttributes, options);
  for (const auto& [name, text] : message.attributes) {
    if (absl::Status status = reader.Read(name, text); !status.ok()) return status;
  }
  std::optional<std::string> body;
  if (!message.data.empty()) body = std::move(message.data);
  return std::move(reader).Finish(content_type, std::move(body));
}

absl::StatusOr<PubSubMessage> EncodePubSub(const Event& event, ContentMode mode,
                                           const EventFormat& format) {
  if (mode == ContentMode::kBatched) return internal::NoBatches("Pub/Sub");
  if (mode == ContentMode::kBinary) return EncodeBinary(event);
  absl::StatusOr<std::string> data = format.encode(event);
  if (!data.ok()) return data.status();
  PubSubMessage message;
  message.attributes.emplace(kContentType, format.media_type);
  message.data = *std::move(data);
  return message;
}

}  // namespace cloudevents
