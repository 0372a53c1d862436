#include "cloudevents/bindings/kafka_binding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/bindings/content_mode.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

KafkaRecord Record(std::vector<KafkaHeader> more, std::optional<std::string> value = {}) {
  KafkaRecord record{
      .key = "k",
      .headers = {{"ce_specversion", "1.0"}, {"ce_id", "1"}, {"ce_source", "/s"}, {"ce_type", "t"}},
      .value = std::move(value)};
  for (KafkaHeader& header : more) record.headers.push_back(std::move(header));
  return record;
}

Event Decode(KafkaRecord record) {
  absl::StatusOr<Event> event = DecodeKafka(std::move(record));
  EXPECT_TRUE(event.ok()) << event.status();
  return *std::move(event);
}

std::string ErrorOf(KafkaRecord record) {
  const absl::StatusOr<Event> event = DecodeKafka(std::move(record));
  EXPECT_EQ(event.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(internal::Message(event.status()));
}

TEST(KafkaBindingTest, WritesBinaryMode) {
  const absl::StatusOr<Event> event = EventBuilder()
                                          .Id("Euro \u20AC 100%")
                                          .Source("/s")
                                          .Type("t")
                                          .DataContentType("text/plain")
                                          .Extension("n", 5)
                                          .TextData("x")
                                          .Build();
  const absl::StatusOr<KafkaRecord> record = EncodeKafka(*event, ContentMode::kBinary);
  ASSERT_TRUE(record.ok()) << record.status();
  EXPECT_THAT(
      record->headers,
      ElementsAre(KafkaHeader{"content-type", "text/plain"}, KafkaHeader{"ce_specversion", "1.0"},
                  KafkaHeader{"ce_id", "Euro \u20AC 100%"}, KafkaHeader{"ce_source", "/s"},
                  KafkaHeader{"ce_type", "t"}, KafkaHeader{"ce_n", "5"}));
  EXPECT_EQ(record->value, "x");
  EXPECT_EQ(record->key, std::nullopt);
}

TEST(KafkaBindingTest, NoDataIsTheNullValue) {
  const Event none = Decode(Record({}));
  EXPECT_EQ(none.data_kind(), DataKind::kAbsent);
  EXPECT_EQ(EncodeKafka(none, ContentMode::kBinary)->value, std::nullopt);
  EXPECT_TRUE(EncodeKafka(none, ContentMode::kStructured)->value.has_value());

  const Event empty = Decode(Record({{"content-type", "text/plain"}}, ""));
  EXPECT_EQ(empty.data_kind(), DataKind::kText);
  EXPECT_EQ(EncodeKafka(empty, ContentMode::kBinary)->value, "");
}

TEST(KafkaBindingTest, HeadersAreTakenAsTheyAre) {
  const Event event =
      Decode(Record({{"ce_subject", "%20 \"a\""}, {"trace", "other"}, {"CE_x", "y"}}));
  EXPECT_EQ(event.subject(), "%20 \"a\"");
  EXPECT_TRUE(event.extensions().empty());
}

TEST(KafkaBindingTest, TheContentTypeHeaderCountsBeforeAnAttribute) {
  EXPECT_EQ(Decode(Record({{"ce_datacontenttype", "text/plain"}}, "x")).datacontenttype(),
            "text/plain");
  EXPECT_EQ(
      Decode(Record({{"ce_datacontenttype", "text/plain"}, {"content-type", "text/csv"}}, "x"))
          .datacontenttype(),
      "text/csv");
}

TEST(KafkaBindingTest, StructuredModeReadsTheValueAlone) {
  KafkaRecord record{.headers = {{"content-type", "Application/CloudEvents+json; charset=UTF-8"},
                                 {"ce_id", "other"}},
                     .value = R"({"specversion":"1.0","id":"1","source":"/s","type":"t"})"};
  EXPECT_EQ(Decode(record).id(), "1");
  record.value = std::nullopt;
  EXPECT_THAT(ErrorOf(record), HasSubstr("an event is no JSON object"));
  record.headers[0].value = "application/cloudevents+avro";
  EXPECT_TRUE(absl::IsUnimplemented(DecodeKafka(record).status()));
  record.headers[0].value = "application/cloudevents-batch+json";
  EXPECT_TRUE(absl::IsUnimplemented(DecodeKafka(record).status()));
}

TEST(KafkaBindingTest, RefusesWhatIsNoEvent) {
  EXPECT_EQ(ErrorOf({}), "attribute \"specversion\": it is required, and missing");
  EXPECT_EQ(ErrorOf(Record({{"ce_id", "2"}})), "attribute \"id\": it comes twice");
  EXPECT_EQ(ErrorOf(Record({{"content-type", "a/b"}, {"content-type", "a/b"}})),
            "header \"content-type\": it comes twice");
  EXPECT_THAT(ErrorOf(Record({{"ce_x", "\xFF"}})), HasSubstr("is not UTF-8"));
  EXPECT_THAT(ErrorOf(Record({{"ce_My", "x"}})),
              HasSubstr("header \"ce_My\": \"My\" is no attribute name"));
  EXPECT_THAT(ErrorOf(Record({{"content-type", "application/json"}}, "")),
              HasSubstr("data: malformed JSON"));
}

TEST(KafkaBindingTest, ThePartitionKeyIsTheExtension) {
  const Event event = Decode(Record({{"ce_partitionkey", "user-1"}}));
  EXPECT_EQ(PartitionKeyOf(event), "user-1");
  EXPECT_EQ(PartitionKeyOf(Decode(Record({}))), std::nullopt);
}

}  // namespace
}  // namespace cloudevents
