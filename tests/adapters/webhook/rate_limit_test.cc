#include "adapters/webhook/internal/rate_limit.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace adapters::webhook_internal {
namespace {

TEST(RateLimitTest, LetsTheRateThroughAtOnceAndTheNextAMinuteAfterTheFirst) {
  RateLimit limit(2);
  EXPECT_EQ(limit.Take(absl::Seconds(10)), absl::ZeroDuration());
  EXPECT_EQ(limit.Take(absl::Seconds(25)), absl::ZeroDuration());
  EXPECT_EQ(limit.Take(absl::Seconds(30)), absl::Seconds(40));
  EXPECT_EQ(limit.Take(absl::Seconds(70) - absl::Nanoseconds(1)), absl::Nanoseconds(1));
  EXPECT_EQ(limit.Take(absl::Seconds(70)), absl::ZeroDuration());
  EXPECT_EQ(limit.Take(absl::Seconds(70)), absl::Seconds(15));
}

TEST(RateLimitTest, WhatIsRefusedDoesNotCount) {
  RateLimit limit(1);
  EXPECT_EQ(limit.Take(absl::ZeroDuration()), absl::ZeroDuration());
  for (int second = 1; second < 60; ++second) {
    EXPECT_EQ(limit.Take(absl::Seconds(second)), absl::Seconds(60 - second));
  }
  EXPECT_EQ(limit.Take(absl::Seconds(60)), absl::ZeroDuration());
}

TEST(RateLimitTest, IsIdleAMinuteAfterTheLast) {
  RateLimit limit(3);
  EXPECT_TRUE(limit.Idle(absl::ZeroDuration()));
  limit.Take(absl::Seconds(5));
  EXPECT_FALSE(limit.Idle(absl::Seconds(64)));
  EXPECT_TRUE(limit.Idle(absl::Seconds(65)));
}

TEST(RateLimitTest, HasAnyWindowAndAnotherRate) {
  RateLimit limit(1, absl::Seconds(61));
  EXPECT_EQ(limit.Take(absl::ZeroDuration()), absl::ZeroDuration());
  EXPECT_EQ(limit.Take(absl::Seconds(60)), absl::Seconds(1));
  limit.SetRequests(2);
  EXPECT_EQ(limit.Take(absl::Seconds(60)), absl::ZeroDuration());
  limit.SetRequests(1);
  EXPECT_EQ(limit.Take(absl::Seconds(61)), absl::Seconds(60)) << "the second still counts";
}

TEST(RateLimitTest, WhoComesLateWithAnEarlierTimeLetsNobodyThroughEarlier) {
  RateLimit limit(2);
  EXPECT_EQ(limit.Take(absl::Seconds(10)), absl::ZeroDuration());
  EXPECT_EQ(limit.Take(absl::Seconds(5)), absl::ZeroDuration());
  EXPECT_EQ(limit.Take(absl::Seconds(65)), absl::Seconds(5));
}

// The naive limit keeps the time of each request.
TEST(RateLimitTest, NeverMoreThanTheRateInAnyMinuteAndHardlyEverLess) {
  for (std::uint32_t seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const std::int64_t rate = 1 + static_cast<std::int64_t>(random() % 200);
    const std::uint32_t longest_step = 1 + random() % 1'000;
    RateLimit limit(rate);
    std::vector<absl::Duration> taken;
    absl::Duration now;
    std::size_t refused = 0;
    for (int i = 0; i < 1'500; ++i) {
      now += absl::Milliseconds(random() % longest_step);
      const auto within = [&](absl::Duration window) {
        return std::count_if(taken.begin(), taken.end(),
                             [&](absl::Duration time) { return now - time < window; });
      };
      const absl::Duration wait = limit.Take(now);
      if (wait <= absl::ZeroDuration()) {
        ASSERT_LT(within(absl::Minutes(1)), rate);
        taken.push_back(now);
      } else {
        ++refused;
        ASSERT_GE(within(absl::Minutes(1) + absl::Milliseconds(10)), rate);
        ASSERT_LE(wait, absl::Minutes(1));
      }
    }
    EXPECT_GT(taken.size(), 0U);
    if (longest_step < 300) {
      EXPECT_GT(refused, 0U);
    }
  }
}

}  // namespace
}  // namespace adapters::webhook_internal
