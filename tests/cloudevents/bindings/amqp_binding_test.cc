#include "cloudevents/bindings/amqp_binding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/bindings/content_mode.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/json_format.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Property = AmqpApplicationProperty;

AmqpMessage Message(std::vector<Property> more) {
  AmqpMessage message{.application_properties = {{"cloudEvents:specversion", "1.0"},
                                                 {"cloudEvents:id", "1"},
                                                 {"cloudEvents:source", "/s"},
                                                 {"cloudEvents:type", "t"}}};
  for (Property& property : more) message.application_properties.push_back(std::move(property));
  return message;
}

Event Decode(AmqpMessage message) {
  absl::StatusOr<Event> event = DecodeAmqp(std::move(message));
  EXPECT_TRUE(event.ok()) << event.status();
  return *std::move(event);
}

std::string ErrorOf(AmqpMessage message) {
  const absl::StatusOr<Event> event = DecodeAmqp(std::move(message));
  EXPECT_EQ(event.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(internal::Message(event.status()));
}

TEST(AmqpBindingTest, WritesAmqpsOwnTypes) {
  const absl::StatusOr<Event> event = EventBuilder()
                                          .Id("1")
                                          .Source("/s")
                                          .Type("t")
                                          .Time("2018-04-05T17:31:00.5Z")
                                          .Extension("b", true)
                                          .Extension("bytes", AttributeValue::Binary("Ma"))
                                          .Extension("n", std::numeric_limits<std::int32_t>::min())
                                          .Extension("uri", *AttributeValue::Uri("urn:x:y"))
                                          .JsonData("[1]")
                                          .Build();
  const absl::StatusOr<AmqpMessage> message = EncodeAmqp(*event, ContentMode::kBinary);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->content_type, "application/json");
  EXPECT_THAT(
      message->application_properties,
      ElementsAre(Property{"cloudEvents:specversion", "1.0"}, Property{"cloudEvents:id", "1"},
                  Property{"cloudEvents:source", "/s"}, Property{"cloudEvents:type", "t"},
                  Property{"cloudEvents:time", AmqpTimestamp{1522949460500}},
                  Property{"cloudEvents:b", true}, Property{"cloudEvents:bytes", AmqpBinary{"Ma"}},
                  Property{"cloudEvents:n", std::int64_t{-2147483648}},
                  Property{"cloudEvents:uri", "urn:x:y"}));
  EXPECT_EQ(message->data, "[1]");
}

struct TimeRow {
  std::string text;
  bool native;
};

TEST(AmqpBindingTest, ATimestampStaysTextWhereMillisecondsWouldLoseSomething) {
  const TimeRow rows[] = {
      {"2018-04-05T17:31:00Z", true},      {"2018-04-05T17:31:00.123Z", true},
      {"1969-12-31T23:59:59.999Z", true},  {"2018-04-05T17:31:00.1234Z", false},
      {"2018-04-05T17:31:00.100Z", false}, {"2018-04-05T18:31:00+01:00", false},
      {"2018-04-05T17:31:00z", false},     {"2016-12-31T23:59:60Z", false},
  };
  for (const TimeRow& row : rows) {
    const absl::StatusOr<Event> event =
        EventBuilder().Id("1").Source("/s").Type("t").Time(row.text).Build();
    const AmqpMessage message = *EncodeAmqp(*event, ContentMode::kBinary);
    const AmqpValue& value = message.application_properties.back().value;
    EXPECT_EQ(std::holds_alternative<AmqpTimestamp>(value), row.native) << row.text;
    EXPECT_EQ(Decode(message).time_text(), row.text);
  }
}

TEST(AmqpBindingTest, ReadsTypedValuesAndTheirStrings) {
  const Event event = Decode(Message({{"cloudEvents:time", AmqpTimestamp{1522949460000}},
                                      {"cloudEvents:b", false},
                                      {"cloudEvents:c", "false"},
                                      {"cloudEvents:n", std::int64_t{5}},
                                      {"cloudEvents:m", "5"},
                                      {"cloudEvents:null", std::monostate()},
                                      {"x-opt-other", std::int64_t{1} << 40}}));
  EXPECT_EQ(event.time_text(), "2018-04-05T17:31:00Z");
  EXPECT_EQ(event.extension("b")->boolean(), false);
  EXPECT_EQ(event.extension("c")->type(), AttributeType::kString);
  EXPECT_EQ(event.extension("n")->integer(), 5);
  EXPECT_EQ(event.extension("m")->text(), "5");
  EXPECT_FALSE(event.extension("null").has_value());
}

TEST(AmqpBindingTest, ANullMediaTypeLeavesTheContentTypeAsItIs) {
  AmqpMessage message = Message({{"cloudEvents:datacontenttype", std::monostate()}});
  EXPECT_EQ(Decode(message).datacontenttype(), std::nullopt);
  message.content_type = "text/plain";
  message.data = "x";
  EXPECT_EQ(Decode(message).datacontenttype(), "text/plain");
}

TEST(AmqpBindingTest, TakesEitherPrefixButNotBoth) {
  const Event event = Decode(Message({}));
  const AmqpMessage jms =
      *EncodeAmqp(event, ContentMode::kBinary, kJsonFormat, AmqpPrefix::kUnderscore);
  EXPECT_EQ(jms.application_properties[1].name, "cloudEvents_id");
  EXPECT_EQ(Decode(jms), event);
  EXPECT_THAT(ErrorOf(Message({{"cloudEvents_x", "y"}})),
              HasSubstr("the prefixes \"cloudEvents:\" and \"cloudEvents_\" are mixed"));
}

TEST(AmqpBindingTest, RefusesWhatIsNoEvent) {
  EXPECT_EQ(ErrorOf({}), "attribute \"specversion\": it is required, and missing");
  EXPECT_THAT(ErrorOf(Message({{"cloudEvents:n", std::int64_t{2147483648}}})),
              HasSubstr("attribute \"n\": \"2147483648\" is no Integer"));
  EXPECT_EQ(ErrorOf(Message({{"cloudEvents:subject", true}})),
            "attribute \"subject\": it is a Boolean, and must be a String");
  EXPECT_EQ(ErrorOf(Message({{"cloudEvents:x", std::monostate()}, {"cloudEvents:x", "y"}})),
            "attribute \"x\": it comes twice");
  EXPECT_THAT(ErrorOf(Message(
                  {{"cloudEvents:time", AmqpTimestamp{std::numeric_limits<std::int64_t>::max()}}})),
              HasSubstr("is no RFC 3339 timestamp"));
}

TEST(AmqpBindingTest, ReadsStructuredMode) {
  AmqpMessage message{.content_type = "application/cloudevents+json; charset=utf-8",
                      .data = R"({"specversion":"1.0","id":"1","source":"/s","type":"t"})"};
  EXPECT_EQ(Decode(message).id(), "1");
  message.content_type = "application/cloudevents+avro";
  EXPECT_TRUE(absl::IsUnimplemented(DecodeAmqp(message).status()));
}

}  // namespace
}  // namespace cloudevents
