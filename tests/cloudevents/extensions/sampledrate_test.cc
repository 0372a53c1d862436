#include "cloudevents/extensions/sampledrate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "tests/cloudevents/extensions/journeys.h"

namespace cloudevents {
namespace {

using ::testing::HasSubstr;

constexpr std::int32_t kMax = std::numeric_limits<std::int32_t>::max();
constexpr std::int32_t kMin = std::numeric_limits<std::int32_t>::min();

TEST(SampledRateTest, SurvivesJsonAndHttp) {
  for (const std::int32_t rate : {1, 30, kMax}) {
    EventBuilder builder = PlainEvent();
    ASSERT_TRUE(SetSampledRate(rate, builder).ok());
    for (const Event& event : Journeys(builder)) EXPECT_EQ(*GetSampledRate(event), rate);
  }
}

TEST(SampledRateTest, MayBeAbsent) {
  EXPECT_EQ(*GetSampledRate(BuildEvent(PlainEvent())), std::nullopt);
}

TEST(SampledRateTest, NamesWhatBreaksARule) {
  for (const std::int32_t rate : {0, -1, kMin}) {
    EXPECT_THAT(RefusalOf(GetSampledRate(EventWith("sampledrate", rate))),
                HasSubstr("is not greater than zero"));
    EventBuilder builder = PlainEvent();
    EXPECT_THAT(RefusalOf(SetSampledRate(rate, builder)), HasSubstr("is not greater than zero"));
    EXPECT_EQ(BuildEvent(builder), BuildEvent(PlainEvent()));
  }
  EXPECT_EQ(RefusalOf(GetSampledRate(EventWith("sampledrate", std::int32_t{0}))),
            "attribute \"sampledrate\": 0 is not greater than zero");
  EXPECT_EQ(RefusalOf(GetSampledRate(EventWith("sampledrate", true))),
            "attribute \"sampledrate\": its type must be Integer; it is Boolean, \"true\"");
}

TEST(SampledRateTest, ReadsOnlyTheCanonicalFormOfAnInteger) {
  EXPECT_EQ(*GetSampledRate(EventWith("sampledrate", "30")), 30);
  for (const std::string_view text :
       {"", " 30", "30 ", "+30", "030", "3e1", "30.0", "0x1E", "2147483648", "thirty"}) {
    EXPECT_THAT(RefusalOf(GetSampledRate(EventWith("sampledrate", text))),
                HasSubstr("is no Integer"))
        << text;
  }
}

}  // namespace
}  // namespace cloudevents
