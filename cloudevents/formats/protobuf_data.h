// A protobuf message as an event's data, both ways.
//
//   cloudevents::EventBuilder builder = ...;
//   cloudevents::SetProtobufData(order, builder);  // order: a generated message
//   ...
//   absl::StatusOr<shop::Order> order = cloudevents::ProtobufDataOf<shop::Order>(event);
//
// The data is the serialised message, its media type application/protobuf, and dataschema the
// message's type URL (Protobuf Event Format for CloudEvents 1.0.2, section 3), so it travels
// through every format and binding, and as a google.protobuf.Any through the Protobuf format.
#ifndef CLOUDEVENTS_FORMATS_PROTOBUF_DATA_H_
#define CLOUDEVENTS_FORMATS_PROTOBUF_DATA_H_

#include <google/protobuf/message_lite.h>

#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"

namespace cloudevents {

inline constexpr std::string_view kProtobufDataMediaType = "application/protobuf";

// Sets the builder's data, datacontenttype and dataschema. InvalidArgument, with the builder left
// as it was, if the message lacks a required field or is larger than 2 GiB.
absl::Status SetProtobufData(const google::protobuf::MessageLite& message, EventBuilder& builder);

// Reads the event's data into `message`. FailedPrecondition: the event has no data, or says that it
// is no protobuf message, or one of another type. InvalidArgument: the bytes are none of
// `message`'s type. An event that says nothing about the type is taken at the caller's word.
absl::Status ReadProtobufData(const Event& event, google::protobuf::MessageLite& message);

// The event's data as a T, a generated message; errors as above.
template <typename T>
absl::StatusOr<T> ProtobufDataOf(const Event& event) {
  T message;
  if (absl::Status status = ReadProtobufData(event, message); !status.ok()) return status;
  return message;
}

}  // namespace cloudevents

#endif  // CLOUDEVENTS_FORMATS_PROTOBUF_DATA_H_
