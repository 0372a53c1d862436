#include "cloudevents/extensions/partitioning.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "tests/cloudevents/extensions/journeys.h"

namespace cloudevents {
namespace {

using ::testing::HasSubstr;

TEST(PartitioningTest, SurvivesJsonAndHttp) {
  for (const std::string_view key : {"customer-7", "7", " ", "\u65E5\u672C"}) {
    EventBuilder builder = PlainEvent();
    ASSERT_TRUE(SetPartitionKey(key, builder).ok());
    for (const Event& event : Journeys(builder)) EXPECT_EQ(*GetPartitionKey(event), key);
  }
}

TEST(PartitioningTest, MayBeAbsent) {
  EXPECT_EQ(*GetPartitionKey(BuildEvent(PlainEvent())), std::nullopt);
}

TEST(PartitioningTest, IsAViewOfTheEvent) {
  const Event event = EventWith("partitionkey", "customer-7");
  EXPECT_EQ((*GetPartitionKey(event))->data(), event.extension("partitionkey")->text().data());
}

TEST(PartitioningTest, NamesWhatBreaksARule) {
  EXPECT_EQ(RefusalOf(GetPartitionKey(EventWith("partitionkey", ""))),
            "attribute \"partitionkey\": it is empty, which it must not be");
  EXPECT_EQ(RefusalOf(GetPartitionKey(EventWith("partitionkey", std::int32_t{7}))),
            "attribute \"partitionkey\": its type must be String; it is Integer, \"7\"");
  EventBuilder builder = PlainEvent();
  EXPECT_THAT(RefusalOf(SetPartitionKey("", builder)), HasSubstr("empty"));
  EXPECT_THAT(RefusalOf(SetPartitionKey("\xFF", builder)), HasSubstr("not UTF-8"));
  EXPECT_EQ(BuildEvent(builder), BuildEvent(PlainEvent()));
}

}  // namespace
}  // namespace cloudevents
