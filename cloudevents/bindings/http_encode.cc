#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cloudevents/attribute.h"
#include "cloudevents/bindings/content_mode.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/bindings/internal/attribute_carrier.h"
#include "cloudevents/bindings/internal/carrier_writer.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"
#include "cloudevents/formats/json_format.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents {
namespace {

// Attributes become headers, data the body, and its media type the Content-Type (section 3.1).
HttpMessage EncodeBinary(const Event& event) {
  HttpMessage message;
  message.headers.reserve(1 + internal::kCarriedCoreAttributes + event.extensions().size());
  if (const std::optional<std::string_view> media_type = event.data_media_type()) {
    message.headers.push_back({"Content-Type", std::string(*media_type)});
  }
  internal::ForEachCarriedAttribute(event, [&](std::string_view name, const AttributeView& value) {
    message.headers.push_back({internal::CarriedName(internal::kHttpHeaders, name),
                               internal::CarriedText(internal::kHttpHeaders, value.text())});
  });
  message.body = event.data();
  return message;
}

HttpMessage WithBody(std::string_view media_type, std::string body) {
  HttpMessage message;
  message.headers.push_back({"Content-Type", std::string(media_type)});
  message.body = std::move(body);
  return message;
}

}  // namespace

HttpMessage EncodeHttp(const Event& event, ContentMode mode) {
  switch (mode) {
    case ContentMode::kBinary:
      return EncodeBinary(event);
    case ContentMode::kStructured:
      return WithBody(kJsonMediaType, EncodeJson(event));
    case ContentMode::kBatched:
      break;
  }
  return EncodeHttpBatch(absl::MakeConstSpan(&event, 1));
}

HttpMessage EncodeHttpBatch(absl::Span<const Event> events) {
  return WithBody(kJsonBatchMediaType, EncodeJsonBatch(events));
}

absl::StatusOr<HttpMessage> EncodeHttp(const Event& event, ContentMode mode,
                                       const EventFormat& format) {
  if (mode == ContentMode::kBinary) return EncodeBinary(event);
  if (mode == ContentMode::kBatched) {
    return EncodeHttpBatch(absl::MakeConstSpan(&event, 1), format);
  }
  absl::StatusOr<std::string> body = format.encode(event);
  if (!body.ok()) return body.status();
  return WithBody(format.media_type, *std::move(body));
}

absl::StatusOr<HttpMessage> EncodeHttpBatch(absl::Span<const Event> events,
                                            const EventFormat& format) {
  if (format.encode_batch == nullptr) {
    return internal::InvalidArgument("the event format ", format.name, " has no batches");
  }
  absl::StatusOr<std::string> body = format.encode_batch(events);
  if (!body.ok()) return body.status();
  return WithBody(format.batch_media_type, *std::move(body));
}

}  // namespace cloudevents
