#include "cloudevents/bindings/nats_binding.h"

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

constexpr char kEventText[] = R"({"specversion":"1.0","id":"1","source":"/s","type":"t"})";

NatsMessage Message(std::vector<NatsHeader> more, std::string payload = "") {
  NatsMessage message{
      .headers = {{"ce-specversion", "1.0"}, {"CE-Id", "1"}, {"ce-source", "/s"}, {"ce-type", "t"}},
      .payload = std::move(payload)};
  for (NatsHeader& header : more) message.headers.push_back(std::move(header));
  return message;
}

Event Decode(NatsMessage message) {
  absl::StatusOr<Event> event = DecodeNats(std::move(message));
  EXPECT_TRUE(event.ok()) << event.status();
  return *std::move(event);
}

std::string ErrorOf(NatsMessage message) {
  const absl::StatusOr<Event> event = DecodeNats(std::move(message));
  EXPECT_EQ(event.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(internal::Message(event.status()));
}

TEST(NatsBindingTest, WritesBinaryMode) {
  const absl::StatusOr<Event> event = EventBuilder()
                                          .Id("Euro \u20AC")
                                          .Source("/s")
                                          .Type("t")
                                          .DataContentType("text/plain; charset=utf-8")
                                          .TextData("x")
                                          .Build();
  const absl::StatusOr<NatsMessage> message = EncodeNats(*event, ContentMode::kBinary);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_THAT(
      message->headers,
      ElementsAre(NatsHeader{"ce-specversion", "1.0"}, NatsHeader{"ce-id", "Euro%20%E2%82%AC"},
                  NatsHeader{"ce-source", "/s"}, NatsHeader{"ce-type", "t"},
                  NatsHeader{"ce-datacontenttype", "text/plain;%20charset=utf-8"}));
  EXPECT_EQ(message->payload, "x");
}

TEST(NatsBindingTest, ReadsBinaryMode) {
  const Event event = Decode(Message(
      {{"CE-DataContentType", "application/json"}, {"ce-subject", "a%20b"}, {"Nats-Msg-Id", "7"}},
      "{}"));
  EXPECT_EQ(event.datacontenttype(), "application/json");
  EXPECT_EQ(event.data_kind(), DataKind::kJson);
  EXPECT_EQ(event.subject(), "a b");
  // The Content-Type header says the mode, and nothing about the data.
  EXPECT_EQ(Decode(Message({{"Content-Type", "text/plain"}}, "x")).datacontenttype(), std::nullopt);
}

TEST(NatsBindingTest, ReadsStructuredMode) {
  EXPECT_EQ(Decode({{{"content-type", "application/cloudevents+json"}}, kEventText}).id(), "1");
  // Before NATS 2.2 there were no headers, and every message was structured.
  EXPECT_EQ(Decode({{}, kEventText}).id(), "1");
  EXPECT_TRUE(absl::IsUnimplemented(
      DecodeNats({{{"content-type", "application/cloudevents+avro"}}, "x"}).status()));
}

TEST(NatsBindingTest, RefusesWhatIsNoEvent) {
  EXPECT_THAT(ErrorOf({{}, "hello"}), HasSubstr("an event is no JSON object"));
  EXPECT_EQ(ErrorOf({{{"x", "y"}}, "hello"}),
            "attribute \"specversion\": it is required, and missing");
  EXPECT_EQ(ErrorOf(Message({{"ce-ID", "2"}})), "attribute \"id\": it comes twice");
  EXPECT_THAT(ErrorOf(Message({{"ce-subject", "%C0%A0"}})), HasSubstr("header \"ce-subject\""));
  EXPECT_EQ(ErrorOf(Message({{"Content-Type", "a/b"}, {"content-type", "a/b"}})),
            "header \"content-type\": it comes twice");
}

}  // namespace
}  // namespace cloudevents
