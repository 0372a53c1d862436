#include "cloudevents/extensions/expirytime.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cloudevents/event.h"
#include "tests/cloudevents/extensions/journeys.h"

namespace cloudevents {
namespace {

using ::testing::HasSubstr;

const absl::Time kExpiry = absl::FromUnixSeconds(1711662964);
constexpr absl::Duration kTick = absl::Nanoseconds(1);

TEST(ExpiryTimeTest, SurvivesJsonAndHttp) {
  EventBuilder builder = PlainEvent();
  ASSERT_TRUE(SetExpiryTime(kExpiry + kTick, builder).ok());
  for (const Event& event : Journeys(builder)) {
    EXPECT_EQ(*GetExpiryTime(event), kExpiry + kTick);
    EXPECT_FALSE(*IsExpired(event, kExpiry));
    EXPECT_TRUE(*IsExpired(event, kExpiry + kTick));
  }
}

TEST(ExpiryTimeTest, IsExpiredAtOrAfterTheTime) {
  const Event event = EventWith("expirytime", kExpiry);
  EXPECT_FALSE(*IsExpired(event, absl::InfinitePast()));
  EXPECT_FALSE(*IsExpired(event, kExpiry - kTick));
  EXPECT_TRUE(*IsExpired(event, kExpiry));
  EXPECT_TRUE(*IsExpired(event, kExpiry + kTick));
  EXPECT_TRUE(*IsExpired(event, absl::InfiniteFuture()));
}

TEST(ExpiryTimeTest, NeverExpiresWithoutOne) {
  const Event event = BuildEvent(PlainEvent());
  EXPECT_EQ(*GetExpiryTime(event), std::nullopt);
  EXPECT_FALSE(*IsExpired(event, absl::InfiniteFuture()));
}

TEST(ExpiryTimeTest, MayBeBeforeTheTimeOfTheOccurrence) {
  const Event event =
      BuildEvent(PlainEvent().Time(kExpiry + kTick).Extension("expirytime", kExpiry));
  EXPECT_EQ(*GetExpiryTime(event), kExpiry);
}

TEST(ExpiryTimeTest, NamesWhatBreaksARule) {
  const Event event = EventWith("expirytime", "tomorrow");
  EXPECT_THAT(RefusalOf(GetExpiryTime(event)),
              HasSubstr("attribute \"expirytime\": \"tomorrow\" is no RFC 3339 timestamp"));
  EXPECT_THAT(RefusalOf(IsExpired(event, kExpiry)), HasSubstr("attribute \"expirytime\""));
  EventBuilder builder = PlainEvent();
  EXPECT_THAT(RefusalOf(SetExpiryTime(absl::InfinitePast(), builder)),
              HasSubstr("attribute \"expirytime\""));
  EXPECT_EQ(BuildEvent(builder), BuildEvent(PlainEvent()));
}

}  // namespace
}  // namespace cloudevents
