#include "cloudevents/bindings/pubsub_binding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/bindings/content_mode.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

PubSubMessage Message() {
  return {.attributes = {{"ce-specversion", "1.0"},
                         {"ce-id", "1"},
                         {"ce-source", "/s"},
                         {"ce-type", "t"},
                         {"googclient_schemaencoding", "JSON"}},
          .data = ""};
}

EventBuilder Minimal() { return EventBuilder().Id("1").Source("/s").Type("t"); }

Event Decode(PubSubMessage message) {
  absl::StatusOr<Event> event = DecodePubSub(std::move(message));
  EXPECT_TRUE(event.ok()) << event.status();
  return *std::move(event);
}

TEST(PubSubBindingTest, WritesBinaryMode) {
  const absl::StatusOr<Event> event = Minimal().Subject("Euro \u20AC").JsonData("[1]").Build();
  const absl::StatusOr<PubSubMessage> message = EncodePubSub(*event, ContentMode::kBinary);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_THAT(message->attributes,
              ElementsAre(Pair("ce-datacontenttype", "application/json"), Pair("ce-id", "1"),
                          Pair("ce-source", "/s"), Pair("ce-specversion", "1.0"),
                          Pair("ce-subject", "Euro \u20AC"), Pair("ce-type", "t"),
                          Pair("content-type", "application/json")));
  EXPECT_EQ(message->data, "[1]");
}

TEST(PubSubBindingTest, TheContentTypeAttributeCountsBeforeAPrefixedOne) {
  PubSubMessage message = Message();
  message.data = "x";
  message.attributes["ce-datacontenttype"] = "text/csv";
  EXPECT_EQ(Decode(message).datacontenttype(), "text/csv");
  message.attributes["content-type"] = "text/plain";
  EXPECT_EQ(Decode(message).datacontenttype(), "text/plain");
}

TEST(PubSubBindingTest, ReadsStructuredMode) {
  PubSubMessage message{
      .attributes = {{"content-type", "application/cloudevents+json; charset=utf-8"}},
      .data = R"({"specversion":"1.0","id":"1","source":"/s","type":"t"})"};
  EXPECT_EQ(Decode(message).id(), "1");
  message.attributes["content-type"] = "application/cloudevents+xml";
  EXPECT_TRUE(absl::IsUnimplemented(DecodePubSub(message).status()));
}

TEST(PubSubBindingTest, RefusesWhatIsNoEvent) {
  PubSubMessage message = Message();
  message.attributes["ce-my_name"] = "x";
  EXPECT_THAT(internal::Message(DecodePubSub(message).status()),
              HasSubstr("attribute \"ce-my_name\": \"my_name\" is no attribute name"));
  message = Message();
  message.attributes.erase("ce-id");
  EXPECT_EQ(internal::Message(DecodePubSub(message).status()),
            "attribute \"id\": it is required, and missing");
}

TEST(PubSubBindingTest, BinaryModeKeepsPubSubsLimits) {
  const Event longest = *Minimal().Subject(std::string(1024, 's')).Build();
  EXPECT_TRUE(EncodePubSub(longest, ContentMode::kBinary).ok());
  const Event too_long = *Minimal().Subject(std::string(1025, 's')).Build();
  EXPECT_THAT(internal::Message(EncodePubSub(too_long, ContentMode::kBinary).status()),
              HasSubstr("\"ce-subject\""));
  EXPECT_TRUE(EncodePubSub(too_long, ContentMode::kStructured).ok());

  const Event long_name = *Minimal().Extension(std::string(254, 'n'), "x").Build();
  EXPECT_FALSE(EncodePubSub(long_name, ContentMode::kBinary).ok());

  EventBuilder many = Minimal();
  for (int i = 0; i < 96; ++i) many.Extension("x" + std::to_string(i), "y");
  EXPECT_TRUE(EncodePubSub(*many.Build(), ContentMode::kBinary).ok());
  many.Extension("onemore", "y");
  EXPECT_THAT(internal::Message(EncodePubSub(*many.Build(), ContentMode::kBinary).status()),
              HasSubstr("101 attributes"));
}

}  // namespace
}  // namespace cloudevents
