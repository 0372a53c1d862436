#include "eventbus/thread_pool_executor.h"

#include <ctime>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/cleanup/cleanup.h"
#include "absl/time/time.h"
#include "eventbus/clock.h"
#include "eventbus/executor.h"
#include "eventbus/internal/mutex.h"
#include "gtest/gtest.h"

namespace eventbus {
namespace {

// Waits until it was counted down `count` times.
class Latch {
 public:
  explicit Latch(int count) : left_(count) {}

  void CountDown() {
    internal::MutexLock lock(mutex_);
    --left_;
    changed_.NotifyAll();
  }

  void Wait() {
    internal::MutexLock lock(mutex_);
    while (left_ > 0) changed_.Wait(mutex_);
  }

 private:
  internal::Mutex mutex_;
  internal::CondVar changed_;
  int left_ ABSL_GUARDED_BY(mutex_);
};

TEST(ThreadPoolExecutorTest, RunsTasksInOrderOnOneThread) {
  const SystemClock clock;
  ThreadPoolExecutor pool({.threads = 1}, &clock);
  std::vector<int> order;
  Latch done(1);
  for (int i = 0; i < 1000; ++i) pool.Run([&order, i] { order.push_back(i); });
  pool.Run([&] { done.CountDown(); });
  done.Wait();
  ASSERT_EQ(order.size(), 1000);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(order[i], i);
}

TEST(ThreadPoolExecutorTest, RunsOutsideOfTheCallersStack) {
  const SystemClock clock;
  ThreadPoolExecutor pool({.threads = 1}, &clock);
  std::thread::id ran_on;
  Latch done(1);
  pool.Run([&] {
    ran_on = std::this_thread::get_id();
    done.CountDown();
  });
  done.Wait();
  EXPECT_NE(ran_on, std::this_thread::get_id());
  EXPECT_EQ(pool.RunPending(), Progress::kElsewhere);
}

TEST(ThreadPoolExecutorTest, FewerThreadsThanOneAreOne) {
  const SystemClock clock;
  ThreadPoolExecutor pool({.threads = 0}, &clock);
  Latch done(1);
  pool.Run([&] { done.CountDown(); });
  done.Wait();
}

// Each task waits for all the others: a lost wake-up would leave one thread asleep for ever.
TEST(ThreadPoolExecutorTest, UsesAllItsThreadsAtOnce) {
  constexpr int kThreads = 4;
  const SystemClock clock;
  ThreadPoolExecutor pool({.threads = kThreads}, &clock);
  // One thread watches this timer; it has to come as well.
  pool.RunAt(clock.Monotonic() + absl::Hours(24), [] {});
  for (int round = 0; round < 200; ++round) {
    Latch all_here(kThreads);
    Latch all_gone(kThreads);
    for (int i = 0; i < kThreads; ++i) {
      pool.Run([&] {
        all_here.CountDown();
        all_here.Wait();
        all_gone.CountDown();
      });
    }
    all_gone.Wait();
  }
}

TEST(ThreadPoolExecutorTest, TimersThatAreDueTogetherUseAllThreads) {
  constexpr int kThreads = 4;
  const SystemClock clock;
  ThreadPoolExecutor pool({.threads = kThreads}, &clock);
  for (int round = 0; round < 50; ++round) {
    Latch all_here(kThreads);
    Latch all_gone(kThreads);
    const absl::Duration due = clock.Monotonic() + absl::Microseconds(100);
    for (int i = 0; i < kThreads; ++i) {
      pool.RunAt(due, [&] {
        all_here.CountDown();
        all_here.Wait();
        all_gone.CountDown();
      });
    }
    all_gone.Wait();
  }
}

TEST(ThreadPoolExecutorTest, TimersRunByTimeAndTiesAsHandedIn) {
  const SystemClock clock;
  ThreadPoolExecutor pool({.threads = 1}, &clock);
  const absl::Duration now = clock.Monotonic();
  std::vector<int> order;
  Latch handed_in(1);
  Latch done(4);
  pool.Run([&] { handed_in.Wait(); });  // until all timers are there
  const auto add = [&](absl::Duration at, int number) {
    pool.RunAt(at, [&order, &done, number] {
      order.push_back(number);
      done.CountDown();
    });
  };
  add(now + absl::Milliseconds(2), 4);
  add(now + absl::Milliseconds(1), 2);
  add(now + absl::Milliseconds(1), 3);
  add(now - absl::Seconds(1), 1);
  handed_in.CountDown();
  done.Wait();
  EXPECT_EQ(order, (std::vector<int>{1, 2, 3, 4}));
}

TEST(ThreadPoolExecutorTest, ATimerRunsAtOrAfterItsTime) {
  const SystemClock clock;
  ThreadPoolExecutor pool({.threads = 2}, &clock);
  const absl::Duration due = clock.Monotonic() + absl::Milliseconds(5);
  absl::Duration ran_at;
  Latch done(1);
  pool.RunAt(absl::InfiniteDuration(), [] {});
  pool.RunAt(due, [&] {
    ran_at = clock.Monotonic();
    done.CountDown();
  });
  done.Wait();
  EXPECT_GE(ran_at, due);
}

TEST(ThreadPoolExecutorTest, AnEarlierTimerIsNotKeptWaitingByALaterOne) {
  const SystemClock clock;
  ThreadPoolExecutor pool({.threads = 1}, &clock);
  Latch asleep(1);
  Latch done(1);
  pool.RunAt(clock.Monotonic() + absl::Hours(24), [] {});
  pool.Run([&] { asleep.CountDown(); });
  asleep.Wait();
  pool.RunAt(clock.Monotonic() + absl::Milliseconds(1), [&] { done.CountDown(); });
  done.Wait();
}

TEST(ThreadPoolExecutorTest, TakesTasksFromManyThreadsAndFromTasks) {
  constexpr int kProducers = 4;
  constexpr int kTasksEach = 500;
  const SystemClock clock;
  ThreadPoolExecutor pool({.threads = 2}, &clock);
  Latch done(2 * kProducers * kTasksEach);
  std::vector<std::thread> producers;
  producers.reserve(kProducers);
  for (int p = 0; p < kProducers; ++p) {
    producers.emplace_back([&] {
      for (int i = 0; i < kTasksEach; ++i) {
        pool.Run([&] {
          pool.RunAt(clock.Monotonic(), [&] { done.CountDown(); });
          done.CountDown();
        });
      }
    });
  }
  for (std::thread& producer : producers) producer.join();
  done.Wait();
}

TEST(ThreadPoolExecutorTest, DestructionDestroysTasksThatHaveNotStarted) {
  const SystemClock clock;
  int ran = 0;
  int destroyed = 0;
  {
    ThreadPoolExecutor pool({.threads = 1}, &clock);
    Latch started(1);
    Latch go_on(1);
    pool.Run([&] {
      started.CountDown();
      go_on.Wait();
      ++ran;  // a task that runs as the pool is destroyed finishes
    });
    started.Wait();
    pool.RunAt(absl::InfiniteDuration(),
               [&ran, gone = absl::MakeCleanup([&] { ++destroyed; })] { ++ran; });
    go_on.CountDown();
  }
  EXPECT_EQ(ran, 1);
  EXPECT_EQ(destroyed, 1);
}

// What a task owns may go back to the executor as it is destroyed.
TEST(ThreadPoolExecutorTest, TasksMayHandInTasksWhileTheyAreDestroyed) {
  const SystemClock clock;
  int destroyed = 0;
  int ran = 0;
  {
    ThreadPoolExecutor pool({.threads = 1}, &clock);
    pool.RunAt(absl::InfiniteDuration(),
               [&ran, gone = absl::MakeCleanup([&] {
                        pool.Run([&ran, gone = absl::MakeCleanup([&] { ++destroyed; })] { ++ran; });
                        ++destroyed;
                      })] { ++ran; });
  }
  EXPECT_EQ(destroyed, 2);
  EXPECT_EQ(ran, 0);
}

// While a timer is awaited, the process burns next to no processor time. A busy machine can only
// make it burn less.
TEST(ThreadPoolExecutorTest, IdleThreadsDoNotSpin) {
  const SystemClock clock;
  ThreadPoolExecutor pool({.threads = 4}, &clock);
  Latch done(1);
  const absl::Duration wait = absl::Milliseconds(100);
  const std::clock_t before = std::clock();
  pool.RunAt(clock.Monotonic() + wait, [&] { done.CountDown(); });
  done.Wait();
  const absl::Duration burnt =
      absl::Seconds(static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC);
  EXPECT_LT(burnt, wait / 2);
}

}  // namespace
}  // namespace eventbus
