#include "cloudevents/formats/protobuf_data.h"

#include <gmock/gmock.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/cloudevents.pb.h"
#include "cloudevents/formats/json_format.h"
#include "cloudevents/formats/protobuf_format.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents {
namespace {

using ::google::protobuf::Duration;
using ::google::protobuf::Timestamp;
using ::testing::HasSubstr;

EventBuilder Minimal() { return EventBuilder().Id("1").Source("/s").Type("t"); }

Event DurationEvent() {
  Duration duration;
  duration.set_seconds(5);
  EventBuilder builder = Minimal();
  EXPECT_TRUE(SetProtobufData(duration, builder).ok());
  return *builder.Build();
}

TEST(ProtobufDataTest, AMessageBecomesDataAndComesBack) {
  const Event event = DurationEvent();
  EXPECT_EQ(event.datacontenttype(), "application/protobuf");
  EXPECT_EQ(event.dataschema(), "https://type.googleapis.com/google.protobuf.Duration");
  const absl::StatusOr<Duration> duration = ProtobufDataOf<Duration>(event);
  ASSERT_TRUE(duration.ok()) << duration.status();
  EXPECT_EQ(duration->seconds(), 5);
}

TEST(ProtobufDataTest, ItIsAnAnyInTheProtobufFormat) {
  io::cloudevents::v1::CloudEvent message;
  ASSERT_TRUE(message.ParseFromString(*EncodeProtobuf(DurationEvent())));
  Duration duration;
  ASSERT_TRUE(message.proto_data().UnpackTo(&duration));
  EXPECT_EQ(duration.seconds(), 5);
  EXPECT_EQ(message.proto_data().type_url(), "type.googleapis.com/google.protobuf.Duration");
  EXPECT_EQ(*DecodeProtobuf(*EncodeProtobuf(DurationEvent())), DurationEvent());
}

TEST(ProtobufDataTest, ItTravelsThroughFormatsThatKnowNoMessages) {
  const absl::StatusOr<Event> event = DecodeJson(EncodeJson(DurationEvent()));
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_EQ(ProtobufDataOf<Duration>(*event)->seconds(), 5);
}

struct ReadRow {
  std::string_view what;
  EventBuilder event;
  absl::StatusCode code;
};

TEST(ProtobufDataTest, IsReadAsTheTypeThatTheEventSays) {
  const std::string bytes = "\x08\x05";
  const std::string duration = "https://type.googleapis.com/google.protobuf.Duration";
  const std::string type = "application/protobuf";
  const ReadRow rows[] = {
      {"no data", Minimal(), absl::StatusCode::kFailedPrecondition},
      {"JSON", Minimal().JsonData("{}"), absl::StatusCode::kFailedPrecondition},
      {"text", Minimal().DataContentType("text/plain").TextData("x"),
       absl::StatusCode::kFailedPrecondition},
      {"nothing said", Minimal().BinaryData(bytes), absl::StatusCode::kOk},
      {"no type said", Minimal().DataContentType(type).BinaryData(bytes), absl::StatusCode::kOk},
      {"the old media type", Minimal().DataContentType("Application/X-Protobuf").BinaryData(bytes),
       absl::StatusCode::kOk},
      {"the type", Minimal().DataContentType(type).DataSchema(duration).BinaryData(bytes),
       absl::StatusCode::kOk},
      {"the type as a parameter",
       Minimal().DataContentType(type + ";proto=google.protobuf.Duration").BinaryData(bytes),
       absl::StatusCode::kOk},
      {"a schema that names no message",
       Minimal().DataContentType(type).DataSchema("https://example.com/s").BinaryData(bytes),
       absl::StatusCode::kOk},
      {"another type",
       Minimal()
           .DataContentType(type)
           .DataSchema("https://type.googleapis.com/google.protobuf.Timestamp")
           .BinaryData(bytes),
       absl::StatusCode::kFailedPrecondition},
      {"another type as a parameter",
       Minimal().DataContentType(type + "; proto=a.B").BinaryData(bytes),
       absl::StatusCode::kFailedPrecondition},
      {"no message", Minimal().DataContentType(type).BinaryData("\xFF"),
       absl::StatusCode::kInvalidArgument},
  };
  for (const ReadRow& row : rows) {
    EXPECT_EQ(ProtobufDataOf<Duration>(*row.event.Build()).status().code(), row.code) << row.what;
  }
  EXPECT_THAT(internal::Message(ProtobufDataOf<Timestamp>(DurationEvent()).status()),
              HasSubstr("google.protobuf.Duration\", not google.protobuf.Timestamp"));
}

}  // namespace
}  // namespace cloudevents
