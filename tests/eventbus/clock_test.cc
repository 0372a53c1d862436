#include "eventbus/clock.h"

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace eventbus {
namespace {

TEST(SystemClockTest, NowIsTheWallTime) {
  const SystemClock clock;
  const absl::Time before = absl::Now();
  const absl::Time now = clock.Now();
  const absl::Time after = absl::Now();
  // Abseil interpolates its own reading of the clock, hence the slack.
  EXPECT_GE(now, before - absl::Seconds(1));
  EXPECT_LE(now, after + absl::Seconds(1));
}

TEST(SystemClockTest, MonotonicNeverGoesBack) {
  const SystemClock clock;
  absl::Duration last = clock.Monotonic();
  for (int i = 0; i < 10'000; ++i) {
    const absl::Duration now = clock.Monotonic();
    ASSERT_GE(now, last);
    last = now;
  }
}

}  // namespace
}  // namespace eventbus
