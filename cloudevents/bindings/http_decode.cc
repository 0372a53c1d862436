#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/bindings/content_mode.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/bindings/internal/attribute_carrier.h"
#include "cloudevents/bindings/internal/carrier_reader.h"
#include "cloudevents/bindings/internal/structured.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"
#include "cloudevents/internal/optional_space.h"

namespace cloudevents {
namespace {

absl::StatusOr<Event> DecodeBinary(HttpMessage& message, std::string_view content_type,
                                   const DecodeOptions& options) {
  internal::CarrierReader reader(internal::kHttpHeaders, options);
  if (absl::Status status = reader.ReadAll(message.headers); !status.ok()) return status;
  std::optional<std::string> body;
  if (!message.body.empty()) body = std::move(message.body);
  return std::move(reader).Finish(content_type, std::move(body));
}

}  // namespace

absl::StatusOr<std::vector<Event>> DecodeHttp(HttpMessage message, const DecodeOptions& options,
                                              EventFormats formats) {
  const absl::StatusOr<std::string_view> header =
      internal::ContentTypeOf(internal::kHttpHeaders, message.headers);
  if (!header.ok()) return header.status();
  const std::string_view content_type = internal::TrimOptionalSpace(*header);
  const ContentMode mode = DetectContentMode(content_type);
  if (mode == ContentMode::kBatched) {
    return internal::DecodeBatched(content_type, std::move(message.body), options, formats);
  }
  absl::StatusOr<Event> event =
      mode == ContentMode::kStructured
          ? internal::DecodeStructured(content_type, std::move(message.body), options, formats)
          : DecodeBinary(message, content_type, options);
  if (!event.ok()) return event.status();
  std::vector<Event> events;
  events.push_back(*std::move(event));
  return events;
}

}  // namespace cloudevents
