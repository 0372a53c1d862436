// The Protobuf event format and its batch format, both ways.
//
//   absl::StatusOr<std::string> bytes = cloudevents::EncodeProtobuf(event);
//   absl::StatusOr<cloudevents::Event> again = cloudevents::DecodeProtobuf(*std::move(bytes));
//
// Protobuf Event Format for CloudEvents 1.0.2. Attributes keep their types. Timestamps become
// google.protobuf.Timestamp: the instant, to the nanosecond, in UTC (the offset is lost; an instant
// outside the years 1 to 9999 in UTC travels as a String). JSON and text are text_data, other bytes
// are binary_data, and a protobuf message (protobuf_data.h) is proto_data: the event holds its
// bytes, its datacontenttype is application/protobuf, and its type stands in dataschema, as the URL
// that the Any had, or in the media type's parameter `proto`.
#ifndef CLOUDEVENTS_FORMATS_PROTOBUF_FORMAT_H_
#define CLOUDEVENTS_FORMATS_PROTOBUF_FORMAT_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"

namespace cloudevents {

inline constexpr std::string_view kProtobufMediaType = "application/cloudevents+protobuf";
inline constexpr std::string_view kProtobufBatchMediaType =
    "application/cloudevents-batch+protobuf";

// One event from a serialised io.cloudevents.v1.CloudEvent. InvalidArgument: the bytes are no such
// message, an attribute breaks a rule, or data that is a message is said to be another one.
absl::StatusOr<Event> DecodeProtobuf(std::string bytes, const DecodeOptions& options = {});

// The events of a serialised io.cloudevents.v1.CloudEventBatch, in order. One bad event fails the
// batch, and the error names its index.
absl::StatusOr<std::vector<Event>> DecodeProtobufBatch(std::string bytes,
                                                       const DecodeOptions& options = {});

// The event, or the events, serialised; attributes come sorted by name. InvalidArgument if that
// takes more than the 2 GiB that a protobuf message may have.
absl::StatusOr<std::string> EncodeProtobuf(const Event& event);
absl::StatusOr<std::string> EncodeProtobufBatch(absl::Span<const Event> events);

// The format as a value, for bindings.
inline constexpr EventFormat kProtobufFormat = {
    .name = "protobuf",
    .media_type = kProtobufMediaType,
    .batch_media_type = kProtobufBatchMediaType,
    .decode = &DecodeProtobuf,
    .encode = &EncodeProtobuf,
    .decode_batch = &DecodeProtobufBatch,
    .encode_batch = &EncodeProtobufBatch,
};

}  // namespace cloudevents

#endif  // CLOUDEVENTS_FORMATS_PROTOBUF_FORMAT_H_
