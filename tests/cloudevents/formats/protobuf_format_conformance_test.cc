// The specification's own cases for the Protobuf format. They are protobuf messages in JSON form.
#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/cloudevents.pb.h"
#include "cloudevents/formats/protobuf_format.h"
#include "tests/cloudevents/samples/golden_events.h"

namespace cloudevents {
namespace {

nlohmann::json Cases(std::string_view file) {
  const char* folder = std::getenv("EVENTBUS_SHARED");
  const std::string path = std::string(folder == nullptr ? "" : folder) +
                           "/conformance/format-tests/protobuf/" + std::string(file);
  std::ifstream in(path);
  EXPECT_TRUE(in.is_open()) << "cannot read " << path
                            << ": set EVENTBUS_SHARED to the folder of shared test data";
  const nlohmann::json document = nlohmann::json::parse(in, nullptr, /*allow_exceptions=*/false);
  EXPECT_TRUE(document.is_object() && !document["tests"].empty()) << file;
  return document.is_object() ? document["tests"] : nlohmann::json::array();
}

// The bytes of a message that a case has in JSON form.
template <typename Message>
std::string BytesOf(const nlohmann::json& json) {
  Message message;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json.dump(), &message).ok()) << json;
  return message.SerializeAsString();
}

std::string EventBytes(const nlohmann::json& json) {
  return BytesOf<io::cloudevents::v1::CloudEvent>(json);
}

std::string BatchBytes(const nlohmann::json& json) {
  return BytesOf<io::cloudevents::v1::CloudEventBatch>(json);
}

TEST(ProtobufFormatConformanceTest, ValidEvents) {
  for (const nlohmann::json& test : Cases("valid-events.json")) {
    SCOPED_TRACE(test["id"]);
    const absl::StatusOr<Event> event = DecodeProtobuf(EventBytes(test["validSingle"]));
    ASSERT_TRUE(event.ok()) << event.status();
    EXPECT_EQ(*event, GoldenEvent(test["sampleId"].get<std::string>()));
    EXPECT_EQ(*DecodeProtobuf(*EncodeProtobuf(*event)), *event);
  }
}

TEST(ProtobufFormatConformanceTest, InvalidEvents) {
  for (const nlohmann::json& test : Cases("invalid-events.json")) {
    EXPECT_FALSE(DecodeProtobuf(EventBytes(test["invalidSingle"])).ok()) << test["id"];
  }
}

TEST(ProtobufFormatConformanceTest, ValidBatches) {
  for (const nlohmann::json& test : Cases("valid-batches.json")) {
    SCOPED_TRACE(test["id"]);
    const absl::StatusOr<std::vector<Event>> events =
        DecodeProtobufBatch(BatchBytes(test["validBatch"]));
    ASSERT_TRUE(events.ok()) << events.status();
    EXPECT_EQ(*events, GoldenBatch(test["sampleId"].get<std::string>()));
    EXPECT_EQ(*DecodeProtobufBatch(*EncodeProtobufBatch(*events)), *events);
  }
}

TEST(ProtobufFormatConformanceTest, InvalidBatches) {
  for (const nlohmann::json& test : Cases("invalid-batches.json")) {
    EXPECT_FALSE(DecodeProtobufBatch(BatchBytes(test["invalidBatch"])).ok()) << test["id"];
  }
}

}  // namespace
}  // namespace cloudevents
