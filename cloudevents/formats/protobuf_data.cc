#include "cloudevents/formats/protobuf_data.h"

#include <google/protobuf/message_lite.h>

#include <climits>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/internal/protobuf_type.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/quoted.h"

namespace cloudevents {
namespace {

using internal::Cat;
using internal::Quoted;

absl::Status Mismatch(std::string_view what) {
  return absl::FailedPreconditionError(std::string(what));
}

}  // namespace

absl::Status SetProtobufData(const google::protobuf::MessageLite& message, EventBuilder& builder) {
  const std::string name = message.GetTypeName();
  if (!message.IsInitialized()) {
    return internal::InvalidArgument("the message of type ", name, " lacks required fields: ",
                                     message.InitializationErrorString());
  }
  if (message.ByteSizeLong() > INT_MAX) {
    return internal::InvalidArgument("the message of type ", name, " is larger than 2 GiB");
  }
  builder.BinaryData(message.SerializeAsString())
      .DataContentType(kProtobufDataMediaType)
      .DataSchema(internal::WithScheme(internal::UsualTypeUrl(name)));
  return absl::OkStatus();
}

absl::Status ReadProtobufData(const Event& event, google::protobuf::MessageLite& message) {
  const std::string name = message.GetTypeName();
  if (event.data_kind() == DataKind::kAbsent) return Mismatch("the event has no data");
  const std::string_view media_type = event.data_media_type().value_or("");
  if (!media_type.empty() && !internal::IsProtobufMediaType(media_type)) {
    return Mismatch(Cat("the event's data is no protobuf message, but ", Quoted(media_type)));
  }
  const std::string type_url = internal::TypeUrlOf(media_type, event.dataschema().value_or(""));
  if (!type_url.empty() && internal::MessageNameOf(type_url) != name) {
    return Mismatch(Cat("the event's data is of the type ", Quoted(type_url), ", not ", name));
  }
  const std::string_view data = event.data();
  if (data.size() <= INT_MAX &&
      message.ParseFromArray(data.data(), static_cast<int>(data.size()))) {
    return absl::OkStatus();
  }
  return internal::InvalidArgument("the event's data is no valid message of the type ", name);
}

}  // namespace cloudevents
