#include "cloudevents/formats/protobuf_format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "cloudevents/attribute.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/cloudevents.pb.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents {
namespace {

using ::io::cloudevents::v1::CloudEvent;
using ::io::cloudevents::v1::CloudEventBatch;
using ::testing::AllOf;
using ::testing::HasSubstr;

CloudEvent Minimal() {
  CloudEvent message;
  message.set_spec_version("1.0");
  message.set_id("1");
  message.set_source("/s");
  message.set_type("t");
  return message;
}

Event Decode(const CloudEvent& message) {
  absl::StatusOr<Event> event = DecodeProtobuf(message.SerializeAsString());
  EXPECT_TRUE(event.ok()) << event.status();
  return *std::move(event);
}

std::string ErrorOf(const CloudEvent& message, const DecodeOptions& options = {}) {
  const absl::StatusOr<Event> event = DecodeProtobuf(message.SerializeAsString(), options);
  EXPECT_EQ(event.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(internal::Message(event.status()));
}

CloudEvent Encode(const EventBuilder& builder) {
  CloudEvent message;
  EXPECT_TRUE(message.ParseFromString(*EncodeProtobuf(*builder.Build())));
  return message;
}

EventBuilder MinimalBuilder() { return EventBuilder().Id("1").Source("/s").Type("t"); }

TEST(ProtobufFormatTest, WritesTheFieldsOfTheSpecification) {
  // Numbers and wire types by hand: what is on the wire is what other languages read.
  EXPECT_EQ(*EncodeProtobuf(*MinimalBuilder().Build()),
            "\x0A\x01"
            "1\x12\x02/s\x1A\x03"
            "1.0\x22\x01t");
  EXPECT_EQ(*EncodeProtobuf(*MinimalBuilder().Subject("x").BinaryData("b").Build()),
            "\x0A\x01"
            "1\x12\x02/s\x1A\x03"
            "1.0\x22\x01t"
            "\x2A\x0E\x0A\x07subject\x12\x03\x1A\x01x"
            "\x32\x01"
            "b");
}

TEST(ProtobufFormatTest, AttributesHaveTheirTypes) {
  const CloudEvent message = Encode(MinimalBuilder()
                                        .DataSchema("https://example.com/s")
                                        .Subject("x")
                                        .Time("1969-12-31T23:59:58.5-00:00")
                                        .Extension("b", true)
                                        .Extension("n", std::int32_t{-5})
                                        .Extension("s", "text")
                                        .Extension("bytes", AttributeValue::Binary("Ma"))
                                        .Extension("uri", *AttributeValue::Uri("urn:x:y"))
                                        .Extension("ref", *AttributeValue::UriReference("/a")));
  const auto& attributes = message.attributes();
  EXPECT_EQ(attributes.at("dataschema").ce_uri(), "https://example.com/s");
  EXPECT_EQ(attributes.at("subject").ce_string(), "x");
  EXPECT_EQ(attributes.at("time").ce_timestamp().seconds(), -2);
  EXPECT_EQ(attributes.at("time").ce_timestamp().nanos(), 500'000'000);
  EXPECT_TRUE(attributes.at("b").ce_boolean());
  EXPECT_EQ(attributes.at("n").ce_integer(), -5);
  EXPECT_EQ(attributes.at("s").ce_string(), "text");
  EXPECT_EQ(attributes.at("bytes").ce_bytes(), "Ma");
  EXPECT_EQ(attributes.at("uri").ce_uri(), "urn:x:y");
  EXPECT_EQ(attributes.at("ref").ce_uri_ref(), "/a");
}

struct DataRow {
  std::string_view what;
  EventBuilder event;
  CloudEvent::DataCase data_case;
  DataKind again;
};

TEST(ProtobufFormatTest, DataIsTextOrBytesAsItsKindSays) {
  const std::string json = "application/json";
  const DataRow rows[] = {
      {"absent", MinimalBuilder(), CloudEvent::DATA_NOT_SET, DataKind::kAbsent},
      {"json", MinimalBuilder().DataContentType(json).JsonData("{}"), CloudEvent::kTextData,
       DataKind::kJson},
      {"json, untyped", MinimalBuilder().JsonData("null"), CloudEvent::kTextData, DataKind::kJson},
      {"text", MinimalBuilder().DataContentType("text/plain").TextData(""), CloudEvent::kTextData,
       DataKind::kText},
      {"text, untyped", MinimalBuilder().TextData("x"), CloudEvent::kTextData, DataKind::kText},
      {"bytes", MinimalBuilder().DataContentType("text/plain").BinaryData("x"),
       CloudEvent::kBinaryData, DataKind::kBinary},
      {"bytes that are JSON", MinimalBuilder().DataContentType(json).BinaryData("{}"),
       CloudEvent::kBinaryData, DataKind::kJson},
      {"bytes that should be JSON", MinimalBuilder().DataContentType(json).BinaryData("{"),
       CloudEvent::kBinaryData, DataKind::kBinary},
  };
  for (const DataRow& row : rows) {
    const CloudEvent message = Encode(row.event);
    EXPECT_EQ(message.data_case(), row.data_case) << row.what;
    EXPECT_EQ(Decode(message).data_kind(), row.again) << row.what;
  }
  // JSON's default media type is written out.
  EXPECT_EQ(Encode(MinimalBuilder().JsonData("1")).attributes().at("datacontenttype").ce_string(),
            "application/json");
}

struct MessageRow {
  std::string_view type_url;
  std::string_view media_type;  // empty: none
  std::string_view schema;      // empty: none
  std::string_view decoded_media_type;
  std::string_view decoded_schema;
};

TEST(ProtobufFormatTest, AMessageKeepsItsType) {
  const MessageRow rows[] = {
      {"type.googleapis.com/a.B", "", "", "application/protobuf",
       "https://type.googleapis.com/a.B"},
      {"type.googleapis.com/a.B", "application/protobuf", "type.googleapis.com/a.B",
       "application/protobuf", "https://type.googleapis.com/a.B"},
      {"type.googleapis.com/a.B", "application/x-protobuf", "https://type.googleapis.com/a.B",
       "application/x-protobuf", "https://type.googleapis.com/a.B"},
      {"https://type.googleapis.com/a.B", "", "", "application/protobuf",
       "https://type.googleapis.com/a.B"},
      {"type.googleapis.com/a.B", "", "https://example.com/schemas/b",
       "application/protobuf; proto=a.B", "https://example.com/schemas/b"},
      {"types.example.com/x/a.B", "", "", "application/protobuf; proto=a.B",
       "https://types.example.com/x/a.B"},
      {"/B", "application/protobuf; proto=B", "https://example.com/B",
       "application/protobuf; proto=B", "https://example.com/B"},
      {"types.example.com/a.B", "application/protobuf; proto=\"a.B\"", "https://example.com/s",
       "application/protobuf; proto=\"a.B\"", "https://example.com/s"},
      {"types.example.com/a.B", "application/protobuf", "https://type.googleapis.com/a.B",
       "application/protobuf; proto=a.B", "https://type.googleapis.com/a.B"},
      {"type.googleapis.com/a.B", "image/png", "", "image/png", "https://type.googleapis.com/a.B"},
  };
  for (const MessageRow& row : rows) {
    CloudEvent message = Minimal();
    message.mutable_proto_data()->set_type_url(std::string(row.type_url));
    message.mutable_proto_data()->set_value("\x08\x01");
    auto& attributes = *message.mutable_attributes();
    if (!row.media_type.empty()) {
      attributes["datacontenttype"].set_ce_string(std::string(row.media_type));
    }
    if (!row.schema.empty()) attributes["dataschema"].set_ce_uri(std::string(row.schema));
    const Event event = Decode(message);
    EXPECT_EQ(event.datacontenttype(), row.decoded_media_type) << row.type_url;
    EXPECT_EQ(event.dataschema(), row.decoded_schema) << row.type_url;
    EXPECT_EQ(event.data_kind(), DataKind::kBinary);
    EXPECT_EQ(event.data(), "\x08\x01");
    EXPECT_EQ(*DecodeProtobuf(*EncodeProtobuf(event)), event) << row.type_url;
  }
}

TEST(ProtobufFormatTest, AMessageThatIsSaidToBeAnotherIsRefused) {
  struct Row {
    std::string_view media_type, schema, said;
  };
  constexpr Row kRows[] = {
      {"application/protobuf; proto=a.B", "https://example.com/s", R"("a.B")"},
      {"application/protobuf; proto=a.B", "", R"("a.B")"},
      {"application/protobuf; proto=a.B; proto=c.D", "", R"("a.B")"},
      {"application/protobuf; proto=a.B", "https://type.googleapis.com/c.D", R"("a.B")"},
      {"application/x-protobuf; proto=\"1\"", "https://example.com/s", R"("1")"},
      {"application/protobuf", "https://type.googleapis.com/a.B", R"("a.B")"},
      {"", "type.googleapis.com/a.B", R"("a.B")"},
  };
  for (const Row& row : kRows) {
    CloudEvent message = Minimal();
    message.mutable_proto_data()->set_type_url("type.googleapis.com/c.D");
    auto& attributes = *message.mutable_attributes();
    attributes["datacontenttype"].set_ce_string(std::string(row.media_type));
    attributes["dataschema"].set_ce_uri(std::string(row.schema));
    EXPECT_THAT(ErrorOf(message), AllOf(HasSubstr(row.said), HasSubstr(R"("c.D")")));
  }
}

TEST(ProtobufFormatTest, RefusesWhatIsNoEvent) {
  EXPECT_THAT(internal::Message(DecodeProtobuf("hello").status()), HasSubstr("malformed protobuf"));
  EXPECT_THAT(internal::Message(DecodeProtobuf("\x0A\x01\xFF").status()), HasSubstr("not UTF-8"));
  EXPECT_EQ(ErrorOf(CloudEvent()), "attribute \"specversion\": it is required, and missing");

  CloudEvent message = Minimal();
  (*message.mutable_attributes())["id"].set_ce_string("2");
  EXPECT_EQ(ErrorOf(message), "attribute \"id\": it comes twice");
  message = Minimal();
  (*message.mutable_attributes())["time"].mutable_ce_timestamp()->set_nanos(-1);
  EXPECT_THAT(ErrorOf(message), HasSubstr("attribute \"time\": a timestamp of 0 seconds and -1"));
  message = Minimal();
  (*message.mutable_attributes())["t"].mutable_ce_timestamp()->set_seconds(std::int64_t{1} << 40);
  EXPECT_THAT(ErrorOf(message), HasSubstr("attribute \"t\": a timestamp"));
  message = Minimal();
  message.mutable_proto_data()->set_type_url("type.googleapis.com/");
  EXPECT_THAT(ErrorOf(message), HasSubstr("proto_data: its type URL"));
  message = Minimal();
  message.mutable_proto_data()->set_type_url("type.googleapis.com/a.B");
  (*message.mutable_attributes())["dataschema"].set_ce_integer(5);
  EXPECT_THAT(ErrorOf(message), HasSubstr("attribute \"dataschema\": it is a Integer"));
  message = Minimal();
  (*message.mutable_attributes())["datacontenttype"].set_ce_string("application/json");
  message.set_text_data("{");
  EXPECT_THAT(ErrorOf(message), HasSubstr("data: malformed JSON"));
}

TEST(ProtobufFormatTest, AnAttributeWithoutAValueIsUnset) {
  CloudEvent message = Minimal();
  (*message.mutable_attributes())["x"];
  EXPECT_TRUE(Decode(message).extensions().empty());
}

TEST(ProtobufFormatTest, KeepsTheLimits) {
  CloudEvent message = Minimal();
  (*message.mutable_attributes())["x"].set_ce_string("123456789012");
  EXPECT_THAT(ErrorOf(message, {.limits = {.max_bytes = 10}}), HasSubstr("max_bytes (10)"));
  EXPECT_THAT(ErrorOf(message, {.limits = {.max_attributes = 4}}), HasSubstr("max_attributes (4)"));
  EXPECT_THAT(ErrorOf(message, {.limits = {.max_attribute_bytes = 11}}),
              HasSubstr("attribute \"x\""));
}

TEST(ProtobufFormatTest, OneBadEventFailsTheBatch) {
  CloudEventBatch batch;
  *batch.add_events() = Minimal();
  *batch.add_events() = CloudEvent();
  const absl::StatusOr<std::vector<Event>> events = DecodeProtobufBatch(batch.SerializeAsString());
  EXPECT_EQ(internal::Message(events.status()),
            "event 1: attribute \"specversion\": it is required, and missing");
  EXPECT_THAT(internal::Message(DecodeProtobufBatch(batch.SerializeAsString(),
                                                    {.limits = {.max_batch_events = 1}})
                                    .status()),
              HasSubstr("max_batch_events (1)"));
}

// A field of a batch: its tag in one byte, and bytes with their length.
std::string Field(char tag, std::string_view bytes) {
  return internal::Cat(std::string(1, tag), std::string(1, static_cast<char>(bytes.size())), bytes);
}

TEST(ProtobufFormatTest, ABatchIsReadEventByEvent) {
  const std::string event = Field('\x0A', Minimal().SerializeAsString());
  const std::string malformed = Field('\x0A', "\xFF");
  // What comes behind the limit is not looked at.
  const std::string batch = event + malformed;
  EXPECT_EQ(
      internal::Message(DecodeProtobufBatch(batch, {.limits = {.max_batch_events = 1}}).status()),
      "the batch has more events than max_batch_events (1)");
  EXPECT_THAT(internal::Message(DecodeProtobufBatch(batch).status()),
              HasSubstr("event 1: malformed protobuf: the 1 bytes are no "
                        "io.cloudevents.v1.CloudEvent,"));
  EXPECT_THAT(internal::Message(
                  DecodeProtobufBatch(batch, {.limits = {.max_bytes = batch.size() - 1}}).status()),
              HasSubstr("more than max_bytes"));
}

TEST(ProtobufFormatTest, ABatchIsReadAsProtobufReadsIt) {
  const std::string event = Field('\x0A', Minimal().SerializeAsString());
  const std::string rows[] = {
      "",
      event,
      event + event,
      // Unknown fields: a varint, eight bytes, a string, a group, four bytes.
      "\x10\x05" + event + "\x19" + "12345678" + "\x22\x01x" + event + "\x2B\x08\x01\x2C" + event +
          "\x35" + "1234",
      "\x08\x05" + event,                                  // the field of events, as a varint
      Field('\x0A', Minimal().SerializeAsString() + "x"),  // malformed within
      event + "\x0A",
      event + "\x0A\x05xxx",
      event + "\x0A\xFF\xFF\xFF\xFF\x07",
      event + "\x0A\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
      event + "\x22\x05xxx",
      event + "\x22\xFF\xFF\xFF\xFF\x0F",
      event + "\x0C",      // a group's end without its start
      event + "\x2B\x34",  // a group that another's end follows
      event + std::string(500, '\x2B'),
      event + '\0',
      event + std::string("\x02\x00", 2),  // field number 0
      event + "\x16",                      // a wire type that there is not
      event + "\xFF",
  };
  for (const std::string& bytes : rows) {
    CloudEventBatch batch;
    const bool parsed = batch.ParseFromString(bytes);
    const absl::StatusOr<std::vector<Event>> events = DecodeProtobufBatch(bytes);
    EXPECT_EQ(events.ok(), parsed) << absl::CHexEscape(bytes) << events.status();
    if (!events.ok()) continue;
    EXPECT_EQ(events->size(), static_cast<std::size_t>(batch.events_size()));
    for (const Event& each : *events) EXPECT_EQ(each, Decode(Minimal()));
  }
}

}  // namespace
}  // namespace cloudevents
