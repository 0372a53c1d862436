#include <google/protobuf/any.pb.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/message_lite.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/wire_format_lite.h>

#include <climits>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cloudevents/attribute.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/cloudevents.pb.h"
#include "cloudevents/formats/internal/protobuf_type.h"
#include "cloudevents/formats/protobuf_data.h"
#include "cloudevents/formats/protobuf_format.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/event_assembler.h"
#include "cloudevents/internal/input_size.h"
#include "cloudevents/internal/quoted.h"

namespace cloudevents {
namespace {

using internal::Cat;
using internal::EventAssembler;
using internal::InvalidArgument;
using internal::Quoted;
using ::io::cloudevents::v1::CloudEvent;
using ::io::cloudevents::v1::CloudEventBatch;
using Value = CloudEvent::CloudEventAttributeValue;

constexpr std::string_view kDatacontenttype = "datacontenttype";
constexpr std::string_view kDataschema = "dataschema";

// Timestamp messages are valid from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z.
absl::StatusOr<AttributeValue> ToTimestamp(const google::protobuf::Timestamp& timestamp) {
  constexpr std::int64_t kFirstSecond = -62'135'596'800;
  constexpr std::int64_t kLastSecond = 253'402'300'799;
  constexpr std::int32_t kMaxNanos = 999'999'999;
  if (timestamp.seconds() < kFirstSecond || timestamp.seconds() > kLastSecond ||
      timestamp.nanos() < 0 || timestamp.nanos() > kMaxNanos) {
    return InvalidArgument("a timestamp of ", timestamp.seconds(), " seconds and ",
                           timestamp.nanos(), " nanoseconds is outside the years 1 to 9999");
  }
  return AttributeValue(absl::FromUnixSeconds(timestamp.seconds()) +
                        absl::Nanoseconds(timestamp.nanos()));
}

// Reads one message. The strings of `message` are taken out where they are large.
class EventReader {
 public:
  EventReader(CloudEvent& message, const DecodeOptions& options)
      : message_(message), assembler_(options) {}

  absl::StatusOr<Event> Read() && {
    if (absl::Status status = ReadRequired(); !status.ok()) return status;
    if (message_.has_proto_data()) {
      if (absl::Status status = DescribeMessage(); !status.ok()) return status;
    }
    for (const auto& [name, value] : message_.attributes()) {
      if (absl::Status status = ReadAttribute(name, value); !status.ok()) return status;
    }
    TakeData();
    return std::move(assembler_).Finish();
  }

 private:
  absl::Status ReadRequired() {
    const std::pair<std::string_view, const std::string&> required[] = {
        {"specversion", message_.spec_version()},
        {"id", message_.id()},
        {"source", message_.source()},
        {"type", message_.type()}};
    for (const auto& [name, text] : required) {
      // A field that is not there reads as the empty string.
      if (text.empty()) continue;
      if (absl::Status status = assembler_.Add(name, AttributeType::kString, text); !status.ok()) {
        return status;
      }
    }
    return absl::OkStatus();
  }

  absl::Status ReadAttribute(std::string_view name, const Value& value) {
    switch (value.attr_case()) {
      case Value::kCeBoolean:
        return Add(name, AttributeValue(value.ce_boolean()));
      case Value::kCeInteger:
        return Add(name, AttributeValue(std::int32_t{value.ce_integer()}));
      case Value::kCeString:
        return assembler_.Add(name, AttributeType::kString, value.ce_string());
      case Value::kCeBytes:
        return Add(name, AttributeValue::Binary(value.ce_bytes()));
      case Value::kCeUri:
        return assembler_.Add(name, AttributeType::kUri, value.ce_uri());
      case Value::kCeUriRef:
        return assembler_.Add(name, AttributeType::kUriReference, value.ce_uri_ref());
      case Value::kCeTimestamp: {
        const absl::StatusOr<AttributeValue> timestamp = ToTimestamp(value.ce_timestamp());
        if (timestamp.ok()) return Add(name, *timestamp);
        return internal::Annotate(Cat("attribute ", Quoted(name)), timestamp.status());
      }
      case Value::ATTR_NOT_SET:
        break;
    }
    return assembler_.AddUnset(name);
  }

  absl::Status Add(std::string_view name, const AttributeValue& value) {
    return assembler_.Add(name, value.type(), value.text());
  }

  // The text of an attribute, whichever of the string types it has; empty if it has none of them.
  std::string TextOf(std::string_view name) const {
    const auto found = message_.attributes().find(std::string(name));
    if (found == message_.attributes().end()) return "";
    const Value& value = found->second;
    if (value.has_ce_uri()) return value.ce_uri();
    if (value.has_ce_uri_ref()) return value.ce_uri_ref();
    return value.ce_string();
  }

  // Sets an attribute's text, unless a value stands there that is to be refused.
  void SetText(std::string_view name, std::string text) {
    Value& value = (*message_.mutable_attributes())[std::string(name)];
    const bool unset = value.attr_case() == Value::ATTR_NOT_SET;
    if (unset || !TextOf(name).empty()) value.set_ce_string(std::move(text));
  }

  // Data that is a protobuf message: its attributes come to say so, and which one.
  absl::Status DescribeMessage() {
    const std::string& type_url = message_.proto_data().type_url();
    const std::string_view name = internal::MessageNameOf(type_url);
    if (name.empty()) {
      return InvalidArgument("proto_data: its type URL ", Quoted(type_url),
                             " does not end in a message's name");
    }
    std::string media_type = TextOf(kDatacontenttype);
    if (media_type.empty()) media_type = kProtobufDataMediaType;
    std::string schema = TextOf(kDataschema);
    if (schema == type_url) schema = internal::WithScheme(type_url);
    const auto says_all = [&] {
      return internal::TypeUrlOf(media_type, schema) == internal::WithoutScheme(type_url);
    };
    if (schema.empty() && !says_all()) schema = internal::WithScheme(type_url);
    const std::optional<std::string> said = internal::NamedMessage(media_type, schema);
    if (said.has_value() && *said != name) {
      return InvalidArgument("proto_data: it is a message of the type ", Quoted(name),
                             ", but the event's attributes say ", Quoted(*said));
    }
    // Data that is said to be something else is left at that.
    if (internal::IsProtobufMediaType(media_type) && !says_all()) {
      media_type = internal::WithMessageName(media_type, name);
    }
    SetText(kDatacontenttype, std::move(media_type));
    if (!schema.empty()) SetText(kDataschema, std::move(schema));
    return absl::OkStatus();
  }

  void TakeData() {
    switch (message_.data_case()) {
      case CloudEvent::kBinaryData:
        return assembler_.SetData(internal::DataForm::kBytes,
                                  std::move(*message_.mutable_binary_data()));
      case CloudEvent::kTextData:
        return assembler_.SetData(internal::DataForm::kText,
                                  std::move(*message_.mutable_text_data()));
      case CloudEvent::kProtoData:
        return assembler_.SetData(internal::DataForm::kOpaque,
                                  std::move(*message_.mutable_proto_data()->mutable_value()));
      case CloudEvent::DATA_NOT_SET:
        return;
    }
  }

  CloudEvent& message_;
  EventAssembler assembler_;
};

absl::Status Malformed(std::string_view bytes, const google::protobuf::MessageLite& message) {
  return InvalidArgument("malformed protobuf: the ", bytes.size(), " bytes are no ",
                         message.GetTypeName(), ", or a string in it is not UTF-8");
}

absl::StatusOr<Event> DecodeMessage(std::string_view bytes, const DecodeOptions& options) {
  CloudEvent message;
  // More than INT_MAX bytes are no protobuf message.
  if (bytes.size() > INT_MAX ||
      !message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Malformed(bytes, message);
  }
  return EventReader(message, options).Read();
}

// Goes through a CloudEventBatch on the wire. To parse it as a whole would take a hundred times its
// size in memory before the first event could be refused.
class BatchReader {
 public:
  explicit BatchReader(std::string_view bytes)  // at most INT_MAX
      : bytes_(bytes), stream_(bytes.data(), static_cast<int>(bytes.size())), input_(&stream_) {}

  // Finds the next event; nullopt: there is none. What is no event is passed over, as protobuf does
  // with unknown fields.
  absl::StatusOr<std::optional<std::string_view>> Next() {
    constexpr std::uint32_t kEventTag = WireFormatLite::MakeTag(
        CloudEventBatch::kEventsFieldNumber, WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
    for (;;) {
      const std::uint32_t tag = input_.ReadTag();
      if (tag == kEventTag) return Take();
      if (tag == 0 && input_.ConsumedEntireMessage()) return std::nullopt;
      if (tag == 0 || !WireFormatLite::SkipField(&input_, tag)) return Error();
    }
  }

 private:
  using WireFormatLite = google::protobuf::internal::WireFormatLite;

  absl::StatusOr<std::optional<std::string_view>> Take() {
    int length = 0;
    if (!input_.ReadVarintSizeAsInt(&length)) return Error();
    const auto start = static_cast<std::size_t>(input_.CurrentPosition());
    if (!input_.Skip(length)) return Error();
    return bytes_.substr(start, static_cast<std::size_t>(length));
  }

  absl::Status Error() const { return Malformed(bytes_, CloudEventBatch()); }

  std::string_view bytes_;
  google::protobuf::io::ArrayInputStream stream_;
  google::protobuf::io::CodedInputStream input_;
};

}  // namespace

absl::StatusOr<Event> DecodeProtobuf(std::string bytes, const DecodeOptions& options) {
  if (absl::Status size = internal::CheckInputSize(bytes, options.limits); !size.ok()) return size;
  return DecodeMessage(bytes, options);
}

absl::StatusOr<std::vector<Event>> DecodeProtobufBatch(std::string bytes,
                                                       const DecodeOptions& options) {
  if (absl::Status size = internal::CheckInputSize(bytes, options.limits); !size.ok()) return size;
  if (bytes.size() > INT_MAX) return Malformed(bytes, CloudEventBatch());
  BatchReader batch(bytes);
  std::vector<Event> events;
  for (;;) {
    const absl::StatusOr<std::optional<std::string_view>> message = batch.Next();
    if (!message.ok()) return message.status();
    if (!message->has_value()) return events;
    if (events.size() == options.limits.max_batch_events) {
      return InvalidArgument("the batch has more events than max_batch_events (",
                             options.limits.max_batch_events, ")");
    }
    absl::StatusOr<Event> event = DecodeMessage(**message, options);
    if (!event.ok()) return internal::Annotate(Cat("event ", events.size()), event.status());
    events.push_back(*std::move(event));
  }
}

}  // namespace cloudevents
