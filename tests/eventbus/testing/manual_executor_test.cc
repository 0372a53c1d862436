#include "eventbus/testing/manual_executor.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/time/time.h"
#include "eventbus/executor.h"
#include "eventbus/testing/fake_clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest-spi.h"
#include "gtest/gtest.h"

namespace eventbus::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

TEST(FakeClockTest, TimePassesOnBothClocks) {
  FakeClock clock;
  EXPECT_EQ(absl::FormatTime(clock.Now(), absl::UTCTimeZone()), "2024-01-01T00:00:00+00:00");
  EXPECT_EQ(clock.Monotonic(), absl::ZeroDuration());
  clock.Advance(absl::Seconds(5));
  EXPECT_EQ(clock.Now(), FakeClock::DefaultStart() + absl::Seconds(5));
  EXPECT_EQ(clock.Monotonic(), absl::Seconds(5));
}

TEST(FakeClockTest, OnlyTheWallTimeGoesBack) {
  FakeClock clock(absl::FromUnixSeconds(100));
  clock.Advance(absl::Seconds(1));
  clock.SetNow(absl::FromUnixSeconds(7));
  clock.Advance(-absl::Seconds(3));
  EXPECT_EQ(clock.Now(), absl::FromUnixSeconds(7));
  EXPECT_EQ(clock.Monotonic(), absl::Seconds(1));
}

class ManualExecutorTest : public ::testing::Test {
 protected:
  // A task that records its number.
  Task Record(int number) {
    return [this, number] { order_.push_back(number); };
  }

  FakeClock clock_;
  std::vector<int> order_;
};

TEST_F(ManualExecutorTest, NothingRunsUntilTheTestSaysSo) {
  ManualExecutor executor(&clock_);
  EXPECT_EQ(executor.RunPending(), Progress::kIdle);
  executor.Run(Record(1));
  executor.Run(Record(2));
  EXPECT_THAT(order_, ElementsAre());
  EXPECT_EQ(executor.due(), 2);
  EXPECT_EQ(executor.RunPending(), Progress::kRanOne);
  EXPECT_THAT(order_, ElementsAre(1));
  EXPECT_EQ(executor.RunUntilIdle(), 1);
  EXPECT_THAT(order_, ElementsAre(1, 2));
  EXPECT_EQ(executor.RunPending(), Progress::kIdle);
}

TEST_F(ManualExecutorTest, RunUntilIdleRunsWhatTasksHandIn) {
  ManualExecutor executor(&clock_);
  executor.Run([&] {
    executor.Run(Record(2));
    executor.RunAt(absl::ZeroDuration(), Record(3));
    executor.RunAt(absl::Seconds(1), Record(4));
  });
  EXPECT_EQ(executor.RunUntilIdle(), 3);
  EXPECT_THAT(order_, ElementsAre(2, 3));
  EXPECT_EQ(executor.timers(), 1);
}

TEST_F(ManualExecutorTest, ATaskMayWaitForOthers) {
  ManualExecutor executor(&clock_);
  executor.Run([&] {
    executor.Run(Record(1));
    EXPECT_EQ(executor.RunPending(), Progress::kRanOne);
    order_.push_back(2);
    EXPECT_EQ(executor.RunPending(), Progress::kIdle);
  });
  executor.RunUntilIdle();
  EXPECT_THAT(order_, ElementsAre(1, 2));
}

TEST_F(ManualExecutorTest, TimersRunByTimeThenAsHandedIn) {
  ManualExecutor executor(&clock_);
  std::vector<absl::Duration> times;
  executor.RunAt(absl::Seconds(2), Record(3));
  executor.RunAt(absl::Seconds(1), Record(1));
  executor.RunAt(absl::Seconds(1), Record(2));
  executor.RunAt(absl::Seconds(2), [&] { times.push_back(clock_.Monotonic()); });
  executor.RunAt(absl::Seconds(4), Record(9));
  EXPECT_EQ(executor.RunUntilIdle(), 0);
  EXPECT_EQ(executor.next_timer(), absl::Seconds(1));

  EXPECT_EQ(executor.AdvanceTo(absl::Seconds(3)), 4);
  EXPECT_THAT(order_, ElementsAre(1, 2, 3));
  EXPECT_THAT(times, ElementsAre(absl::Seconds(2))) << "the clock stops at each timer";
  EXPECT_EQ(clock_.Monotonic(), absl::Seconds(3));
  EXPECT_EQ(executor.next_timer(), absl::Seconds(4));
}

TEST_F(ManualExecutorTest, AdvancingRunsTimersThatTimersSet) {
  ManualExecutor executor(&clock_);
  std::function<void()> tick = [&] {
    order_.push_back(static_cast<int>(absl::ToInt64Seconds(clock_.Monotonic())));
    executor.RunAt(clock_.Monotonic() + absl::Seconds(1), [&] { tick(); });
  };
  executor.Run([&] { tick(); });
  EXPECT_EQ(executor.AdvanceBy(absl::Seconds(3)), 4);
  EXPECT_THAT(order_, ElementsAre(0, 1, 2, 3));
}

TEST_F(ManualExecutorTest, AdvancingNeverGoesBack) {
  ManualExecutor executor(&clock_);
  executor.AdvanceTo(absl::Seconds(3));
  executor.Run(Record(1));
  EXPECT_EQ(executor.AdvanceTo(absl::Seconds(2)), 1);
  EXPECT_EQ(clock_.Monotonic(), absl::Seconds(3));
}

TEST_F(ManualExecutorTest, TheClockMayBeAdvancedDirectly) {
  ManualExecutor executor(&clock_);
  executor.RunAt(absl::Seconds(1), Record(1));
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(executor.timers(), 0);
  EXPECT_EQ(executor.due(), 1);
  EXPECT_EQ(executor.next_timer(), std::nullopt);
  EXPECT_EQ(executor.RunPending(), Progress::kRanOne);
}

std::vector<int> OrderWithSeed(std::uint64_t seed) {
  FakeClock clock;
  ManualExecutor executor({.seed = seed}, &clock);
  std::vector<int> order;
  for (int i = 0; i < 3; ++i) executor.Run([&order, i] { order.push_back(i); });
  executor.RunAt(absl::ZeroDuration(), [&order] { order.push_back(3); });
  executor.RunUntilIdle();
  return order;
}

TEST_F(ManualExecutorTest, TheSeedDecidesTheOrder) {
  EXPECT_THAT(OrderWithSeed(0), ElementsAre(0, 1, 2, 3));
  std::set<std::vector<int>> orders;
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    const std::vector<int> order = OrderWithSeed(seed);
    ASSERT_THAT(order, UnorderedElementsAre(0, 1, 2, 3));
    ASSERT_EQ(order, OrderWithSeed(seed)) << "seed " << seed;
    orders.insert(order);
  }
  EXPECT_EQ(orders.size(), 24) << "every order of four tasks is reached";
  EXPECT_EQ(ManualExecutor({.seed = 42}, &clock_).seed(), 42);
}

TEST_F(ManualExecutorTest, ALivelockFailsTheTestAndNamesTheSeed) {
  ManualExecutor executor({.seed = 7, .max_steps = 10}, &clock_);
  std::function<void()> again = [&] { executor.Run([&] { again(); }); };
  executor.Run([&] { again(); });
  std::size_t steps = 0;
  EXPECT_NONFATAL_FAILURE(steps = executor.RunUntilIdle(),
                          "still not idle after 10 tasks, with seed 7");
  EXPECT_EQ(steps, 10);
  EXPECT_NONFATAL_FAILURE(executor.AdvanceBy(absl::Seconds(1)), "seed 7");
  EXPECT_EQ(clock_.Monotonic(), absl::ZeroDuration());
}

TEST_F(ManualExecutorTest, TheLimitItselfIsNoLivelock) {
  ManualExecutor executor({.max_steps = 2}, &clock_);
  executor.Run(Record(1));
  executor.Run(Record(2));
  EXPECT_EQ(executor.RunUntilIdle(), 2);
}

TEST_F(ManualExecutorTest, ShutdownDestroysTasksUnrun) {
  ManualExecutor executor(&clock_);
  int destroyed = 0;
  const auto unrun = [&] {
    return [this, gone = absl::MakeCleanup([&] {
                    ++destroyed;
                    executor.Run(Record(2));  // it may go back to the executor
                  })] { order_.push_back(1); };
  };
  executor.Run(unrun());
  executor.RunAt(absl::Seconds(1), unrun());
  executor.Shutdown();
  EXPECT_EQ(destroyed, 2);
  executor.Run(unrun());
  executor.RunAt(absl::Seconds(1), unrun());
  EXPECT_EQ(destroyed, 4);
  EXPECT_EQ(executor.AdvanceBy(absl::Seconds(2)), 0);
  EXPECT_THAT(order_, ElementsAre());
}

TEST_F(ManualExecutorTest, AnyThreadMayHandInTasks) {
  ManualExecutor executor(&clock_);
  int ran = 0;
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 100; ++i) {
        executor.Run([&] { ++ran; });
        executor.RunAt(absl::Seconds(1), [&] { ++ran; });
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(executor.AdvanceBy(absl::Seconds(1)), 800);
  EXPECT_EQ(ran, 800);
}

}  // namespace
}  // namespace eventbus::testing
