#include "cloudevents/bindings/mqtt_binding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/bindings/content_mode.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

MqttMessage Message(std::vector<MqttUserProperty> more, std::string payload = "") {
  MqttMessage message{
      .user_properties = {{"specversion", "1.0"}, {"id", "1"}, {"source", "/s"}, {"type", "t"}},
      .payload = std::move(payload)};
  for (MqttUserProperty& property : more) message.user_properties.push_back(std::move(property));
  return message;
}

Event Decode(MqttMessage message) {
  absl::StatusOr<Event> event = DecodeMqtt(std::move(message));
  EXPECT_TRUE(event.ok()) << event.status();
  return *std::move(event);
}

std::string ErrorOf(MqttMessage message) {
  const absl::StatusOr<Event> event = DecodeMqtt(std::move(message));
  EXPECT_EQ(event.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(internal::Message(event.status()));
}

TEST(MqttBindingTest, WritesBinaryModeWithoutAPrefix) {
  const absl::StatusOr<Event> event = EventBuilder()
                                          .Id("Euro \u20AC")
                                          .Source("/s")
                                          .Type("t")
                                          .Extension("n", 5)
                                          .JsonData("[1]")
                                          .Build();
  const absl::StatusOr<MqttMessage> message = EncodeMqtt(*event, ContentMode::kBinary);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->content_type, "application/json");
  EXPECT_THAT(message->user_properties,
              ElementsAre(MqttUserProperty{"specversion", "1.0"},
                          MqttUserProperty{"id", "Euro \u20AC"}, MqttUserProperty{"source", "/s"},
                          MqttUserProperty{"type", "t"}, MqttUserProperty{"n", "5"}));
  EXPECT_EQ(message->payload, "[1]");
}

TEST(MqttBindingTest, PropertiesThatCouldBeNoAttributeArePassedOver) {
  const Event event =
      Decode(Message({{"trace-id", "x"}, {"X", "y"}, {"data", "z"}, {"", "e"}, {"other", "kept"}}));
  ASSERT_EQ(event.extensions().size(), 1u);
  EXPECT_EQ(event.extension("other")->text(), "kept");
}

TEST(MqttBindingTest, TheContentTypePropertyCountsBeforeAUserProperty) {
  // The specification's own example has both.
  MqttMessage message = Message({{"datacontenttype", "application/json; charset=utf-8"}}, "{}");
  EXPECT_EQ(Decode(message).datacontenttype(), "application/json; charset=utf-8");
  message.content_type = "application/json";
  EXPECT_EQ(Decode(message).datacontenttype(), "application/json");
}

TEST(MqttBindingTest, ReadsStructuredMode) {
  MqttMessage message{.content_type = "application/cloudevents+json; charset=utf-8",
                      .user_properties = {{"id", "other"}},
                      .payload = R"({"specversion":"1.0","id":"1","source":"/s","type":"t"})"};
  EXPECT_EQ(Decode(message).id(), "1");
  message.content_type = "application/cloudevents+cbor";
  EXPECT_TRUE(absl::IsUnimplemented(DecodeMqtt(message).status()));
}

TEST(MqttBindingTest, RefusesWhatIsNoEvent) {
  EXPECT_EQ(ErrorOf({}), "attribute \"specversion\": it is required, and missing");
  EXPECT_EQ(ErrorOf(Message({{"id", "2"}})), "attribute \"id\": it comes twice");
  EXPECT_THAT(ErrorOf(Message({{"time", "noon"}})), HasSubstr("is no RFC 3339 timestamp"));
}

}  // namespace
}  // namespace cloudevents
