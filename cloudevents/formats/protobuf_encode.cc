#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/timestamp.pb.h>

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/cloudevents.pb.h"
#include "cloudevents/formats/internal/protobuf_type.h"
#include "cloudevents/formats/protobuf_format.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents {
namespace {

using ::io::cloudevents::v1::CloudEvent;
using ::io::cloudevents::v1::CloudEventBatch;
using Value = CloudEvent::CloudEventAttributeValue;

// An instant outside the years that google.protobuf.Timestamp has stays text.
void SetTimestamp(const AttributeView& view, Value& value) {
  const std::optional<absl::Time> instant = view.timestamp();
  const absl::Time first = absl::FromUnixSeconds(-62'135'596'800);  // 0001-01-01T00:00:00Z
  const absl::Time end = absl::FromUnixSeconds(253'402'300'800);    // 10000-01-01T00:00:00Z
  if (!instant.has_value() || *instant < first || *instant >= end) {
    value.set_ce_string(std::string(view.text()));
    return;
  }
  // Seconds are rounded down, also before 1970: nanos count forward.
  const std::int64_t seconds = absl::ToUnixSeconds(*instant);
  value.mutable_ce_timestamp()->set_seconds(seconds);
  value.mutable_ce_timestamp()->set_nanos(static_cast<std::int32_t>(
      absl::ToInt64Nanoseconds(*instant - absl::FromUnixSeconds(seconds))));
}

void SetValue(const AttributeView& view, Value& value) {
  switch (view.type()) {
    case AttributeType::kBoolean:
      return value.set_ce_boolean(view.boolean().value_or(false));
    case AttributeType::kInteger:
      return value.set_ce_integer(view.integer().value_or(0));
    case AttributeType::kString:
      return value.set_ce_string(std::string(view.text()));
    case AttributeType::kBinary:
      return value.set_ce_bytes(view.binary().value_or(""));
    case AttributeType::kUri:
      return value.set_ce_uri(std::string(view.text()));
    case AttributeType::kUriReference:
      return value.set_ce_uri_ref(std::string(view.text()));
    case AttributeType::kTimestamp:
      return SetTimestamp(view, value);
  }
}

void SetData(const Event& event, CloudEvent& message) {
  switch (event.data_kind()) {
    case DataKind::kAbsent:
      return;
    case DataKind::kJson:
    case DataKind::kText:
      return message.set_text_data(std::string(event.data()));
    case DataKind::kBinary:
      break;
  }
  const std::string type_url =
      internal::TypeUrlOf(event.datacontenttype().value_or(""), event.dataschema().value_or(""));
  if (type_url.empty()) return message.set_binary_data(std::string(event.data()));
  message.mutable_proto_data()->set_type_url(type_url);
  message.mutable_proto_data()->set_value(std::string(event.data()));
}

void Fill(const Event& event, CloudEvent& message) {
  message.set_spec_version(std::string(event.specversion()));
  message.set_id(std::string(event.id()));
  message.set_source(std::string(event.source()));
  message.set_type(std::string(event.type()));
  auto& attributes = *message.mutable_attributes();
  // What JSON's own format leaves unsaid is written out in others (JSON format, section 3.1.2).
  if (const std::optional<std::string_view> media_type = event.data_media_type()) {
    attributes["datacontenttype"].set_ce_string(std::string(*media_type));
  }
  for (std::string_view name : {"dataschema", "subject", "time"}) {
    const std::optional<AttributeView> view = event.attribute(name);
    if (view.has_value()) SetValue(*view, attributes[std::string(name)]);
  }
  for (const ExtensionView& extension : event.extensions()) {
    SetValue(extension.value, attributes[std::string(extension.name)]);
  }
  SetData(event, message);
}

// The same bytes for the same message, whatever the order of the map in memory.
absl::StatusOr<std::string> Serialize(const google::protobuf::MessageLite& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  if (!message.SerializeToCodedStream(&coded)) {
    return internal::InvalidArgument(
        "the event is larger than the 2 GiB that a protobuf message may have");
  }
  coded.Trim();
  return bytes;
}

}  // namespace

absl::StatusOr<std::string> EncodeProtobuf(const Event& event) {
  CloudEvent message;
  Fill(event, message);
  return Serialize(message);
}

absl::StatusOr<std::string> EncodeProtobufBatch(absl::Span<const Event> events) {
  CloudEventBatch batch;
  for (const Event& event : events) Fill(event, *batch.add_events());
  return Serialize(batch);
}

}  // namespace cloudevents
