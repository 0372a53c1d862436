// The Avro event format, both ways. It has no batches.
//
//   std::string bytes = cloudevents::EncodeAvro(event);
//   absl::StatusOr<cloudevents::Event> again = cloudevents::DecodeAvro(std::move(bytes));
//
// Avro Event Format for CloudEvents 1.0.3-wip: the bare binary encoding of the record CloudEvent,
// without the header of an Avro file or of a message with a schema's fingerprint. Boolean, Integer,
// String and Binary attributes keep their types; a URI, a URI-reference and a Timestamp become
// strings, and an extension of these types is read as a String.
//
// The schema has no place for every JSON value (an array holds objects alone, a number is a
// double), so JSON data is written as its text, in `bytes`, and datacontenttype says that it is
// JSON. All that the schema can hold is read, but for numbers that are not finite.
#ifndef CLOUDEVENTS_FORMATS_AVRO_FORMAT_H_
#define CLOUDEVENTS_FORMATS_AVRO_FORMAT_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"

namespace cloudevents {

inline constexpr std::string_view kAvroMediaType = "application/cloudevents+avro";

// One event from one record, which must be all of `bytes`. The record's data becomes:
//   bytes                        JSON or binary data, as datacontenttype says
//   string                       text; a JSON string where datacontenttype is JSON or unset; what
//                                its base64 stands for where an event of 0.3 says that it is base64
//   boolean, double, map, array  JSON data; a CloudEventData is the JSON object of its `value`
//   null                         no data
// InvalidArgument: the record is malformed (the message has the byte where), a map has a key twice,
// a number is not finite, an attribute breaks a rule, or a limit is exceeded.
absl::StatusOr<Event> DecodeAvro(std::string bytes, const DecodeOptions& options = {});

// The event as one record. Attributes come in a fixed order: the specification's own, then
// extensions by name. Text is a `string` where it has a media type; other data is `bytes`.
std::string EncodeAvro(const Event& event);

// The format as a value, for bindings. Every event can be written in it.
inline constexpr EventFormat kAvroFormat = {
    .name = "avro",
    .media_type = kAvroMediaType,
    .batch_media_type = {},
    .decode = &DecodeAvro,
    .encode = [](const Event& event) -> absl::StatusOr<std::string> { return EncodeAvro(event); },
    .decode_batch = nullptr,
    .encode_batch = nullptr,
};

}  // namespace cloudevents

#endif  // CLOUDEVENTS_FORMATS_AVRO_FORMAT_H_
