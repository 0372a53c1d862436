#include "cloudevents/extensions/recordedtime.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cloudevents/event.h"
#include "tests/cloudevents/extensions/journeys.h"

namespace cloudevents {
namespace {

using ::testing::HasSubstr;

const absl::Time kInstant = absl::FromUnixSeconds(1711662964);  // 2024-03-28T21:56:04Z

TEST(RecordedTimeTest, SurvivesJsonAndHttp) {
  for (const absl::Time instant : {kInstant, kInstant + absl::Nanoseconds(1)}) {
    EventBuilder builder = PlainEvent();
    ASSERT_TRUE(SetRecordedTime(instant, builder).ok());
    for (const Event& event : Journeys(builder)) EXPECT_EQ(*GetRecordedTime(event), instant);
  }
}

TEST(RecordedTimeTest, MayBeAbsent) {
  EXPECT_EQ(*GetRecordedTime(BuildEvent(PlainEvent())), std::nullopt);
}

TEST(RecordedTimeTest, ReadsAnyOffset) {
  EXPECT_EQ(*GetRecordedTime(EventWith("recordedtime", "2024-03-28T23:56:04+02:00")), kInstant);
}

TEST(RecordedTimeTest, NamesWhatBreaksARule) {
  EXPECT_THAT(RefusalOf(GetRecordedTime(EventWith("recordedtime", "yesterday"))),
              HasSubstr("attribute \"recordedtime\": \"yesterday\" is no RFC 3339 timestamp"));
  EXPECT_EQ(RefusalOf(GetRecordedTime(EventWith("recordedtime", std::int32_t{1}))),
            "attribute \"recordedtime\": its type must be Timestamp; it is Integer, \"1\"");
  EventBuilder builder = PlainEvent();
  EXPECT_THAT(RefusalOf(SetRecordedTime(absl::InfiniteFuture(), builder)),
              HasSubstr("attribute \"recordedtime\""));
  EXPECT_EQ(BuildEvent(builder), BuildEvent(PlainEvent()));
}

}  // namespace
}  // namespace cloudevents
