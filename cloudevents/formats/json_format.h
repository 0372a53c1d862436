// The JSON event format and the JSON batch format, both ways.
//
//   absl::StatusOr<cloudevents::Event> event = cloudevents::DecodeJson(std::move(bytes));
//   if (!event.ok()) return event.status();  // says which attribute, which rule, which value
//   std::string again = cloudevents::EncodeJson(*event);
//
// JSON Event Format for CloudEvents 1.0.2. Data is kept byte for byte as it came: no digit of a
// number and no duplicate member is lost. Decoded attributes have the types of the JSON values:
// true and false are Boolean, numbers are Integer, strings are String (for `time`, `source`,
// `dataschema` the types of the specification); null is an unset attribute. Events of version 0.3
// are read too, and become events of 1.0.
#ifndef CLOUDEVENTS_FORMATS_JSON_FORMAT_H_
#define CLOUDEVENTS_FORMATS_JSON_FORMAT_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"

namespace cloudevents {

inline constexpr std::string_view kJsonMediaType = "application/cloudevents+json";
inline constexpr std::string_view kJsonBatchMediaType = "application/cloudevents-batch+json";

// One event from one JSON object. The bytes are taken over, not copied. InvalidArgument names the
// attribute, the rule and the offending value, or the position where the JSON text is malformed.
absl::StatusOr<Event> DecodeJson(std::string bytes, const DecodeOptions& options = {});

// The events of a JSON array, in order; an empty array is an empty batch. One bad element fails the
// batch, and the error names its index.
absl::StatusOr<std::vector<Event>> DecodeJsonBatch(std::string bytes,
                                                   const DecodeOptions& options = {});

// The event as one JSON object, without spaces or line ends of its own (JSON data keeps its own).
// Attributes come in a fixed order: specversion, id, source, type, datacontenttype, dataschema,
// subject, time, extensions by name, data. Binary data becomes data_base64.
std::string EncodeJson(const Event& event);

// Appends what EncodeJson returns.
void AppendJson(const Event& event, std::string& out);

// The events as one JSON array.
std::string EncodeJsonBatch(absl::Span<const Event> events);

// The format as a value, for bindings. Every event can be written in it.
inline constexpr EventFormat kJsonFormat = {
    .name = "json",
    .media_type = kJsonMediaType,
    .batch_media_type = kJsonBatchMediaType,
    .decode = &DecodeJson,
    .encode = [](const Event& event) -> absl::StatusOr<std::string> { return EncodeJson(event); },
    .decode_batch = &DecodeJsonBatch,
    .encode_batch = [](absl::Span<const Event> events) -> absl::StatusOr<std::string> {
      return EncodeJsonBatch(events);
    },
};

// What bindings understand where nothing else is said.
inline constexpr EventFormat kOnlyJson[] = {kJsonFormat};

}  // namespace cloudevents

#endif  // CLOUDEVENTS_FORMATS_JSON_FORMAT_H_
