#include "cloudevents/bindings/internal/structured.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/quoted.h"

namespace cloudevents::internal {
namespace {

absl::Status UnknownFormat(std::string_view content_type, EventFormats formats) {
  std::string known;
  for (const EventFormat& format : formats) {
    known += Cat(known.empty() ? "" : ", ", format.media_type);
    if (!format.batch_media_type.empty()) known += Cat(", ", format.batch_media_type);
  }
  return absl::UnimplementedError(
      Cat("content type ", Quoted(content_type),
          " is no event format known here; known are: ", known.empty() ? "none" : known));
}

}  // namespace

absl::StatusOr<Event> DecodeStructured(std::string_view content_type, std::string body,
                                       const DecodeOptions& options, EventFormats formats) {
  const std::optional<FoundFormat> found = FindFormat(formats, content_type);
  if (!found.has_value()) return UnknownFormat(content_type, formats);
  if (found->batch) {
    return absl::UnimplementedError(
        Cat("content type ", Quoted(content_type), " is that of a batch; one event was expected"));
  }
  return found->format->decode(std::move(body), options);
}

absl::StatusOr<std::vector<Event>> DecodeBatched(std::string_view content_type, std::string body,
                                                 const DecodeOptions& options,
                                                 EventFormats formats) {
  const std::optional<FoundFormat> found = FindFormat(formats, content_type);
  if (!found.has_value() || !found->batch) return UnknownFormat(content_type, formats);
  return found->format->decode_batch(std::move(body), options);
}

absl::Status NoBatches(std::string_view protocol) {
  return InvalidArgument("the ", protocol, " binding has no batched mode: send events one by one");
}

}  // namespace cloudevents::internal
