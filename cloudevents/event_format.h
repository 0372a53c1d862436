// An event format as a value: what bindings need to know to write and read events in structured and
// batched mode. There is no registry: a caller hands the formats over that it wants understood.
//
//   constexpr cloudevents::EventFormat kFormats[] = {cloudevents::kJsonFormat,
//                                                    cloudevents::kProtobufFormat};
//   absl::StatusOr<std::vector<cloudevents::Event>> events =
//       cloudevents::DecodeHttp(std::move(message), /*options=*/{}, kFormats);
//
// A format of one's own is one more such value.
#ifndef CLOUDEVENTS_EVENT_FORMAT_H_
#define CLOUDEVENTS_EVENT_FORMAT_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"

namespace cloudevents {

struct EventFormat {
  std::string_view name;              // short, for people: "json"
  std::string_view media_type;        // of one event, in lower case, without parameters
  std::string_view batch_media_type;  // of a batch; empty: the format has no batches

  // One event. InvalidArgument says which attribute, which rule, which value.
  absl::StatusOr<Event> (*decode)(std::string bytes, const DecodeOptions& options);
  // InvalidArgument if the format cannot say what the event holds.
  absl::StatusOr<std::string> (*encode)(const Event& event);

  // A batch, in order; both are null where the format has none. An error names the event's index.
  absl::StatusOr<std::vector<Event>> (*decode_batch)(std::string bytes,
                                                     const DecodeOptions& options);
  absl::StatusOr<std::string> (*encode_batch)(absl::Span<const Event> events);
};

// The formats that a receiver understands.
using EventFormats = absl::Span<const EventFormat>;

struct FoundFormat {
  const EventFormat* format = nullptr;  // one of those given
  bool batch = false;                   // whether the media type is that of a batch
};

// The format that a media type stands for, its parameters and case ignored; nullopt if there is
// none among `formats`.
std::optional<FoundFormat> FindFormat(EventFormats formats, std::string_view media_type);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_EVENT_FORMAT_H_
