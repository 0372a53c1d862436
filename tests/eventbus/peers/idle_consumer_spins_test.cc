// eventpp's second consumer of a queue spins while the first is busy: 3.1 million wake-ups in 300
// milliseconds. Here an idle consumer has no task at all, and an idle thread sleeps in the kernel.
#include <sys/syscall.h>
#include <unistd.h>

#include <fstream>
#include <future>
#include <string>
#include <thread>

#include "eventbus/testing/recording_handler.h"
#include "eventbus/thread_pool_executor.h"
#include "gmock/gmock.h"
#include "tests/eventbus/shop.h"

namespace {

using eventbus::Queued;
using eventbus::testing::ManualExecutor;
using eventbus::testing::RecordingHandler;
using shop::OrderPlaced;
using shop::OrderShipped;

using IdleConsumerSpinsTest = shop::BusTest;

TEST_F(IdleConsumerSpinsTest, AConsumerWithoutDeliveriesHasNoTasks) {
  ManualExecutor idle_executor(&clock_);
  RecordingHandler<OrderPlaced> busy;
  RecordingHandler<OrderShipped> idle;
  auto first = bus_->Subscribe<OrderPlaced>("busy", busy, {.delivery = Queued{}});
  auto second = bus_->Subscribe<OrderShipped>("idle", idle,
                                              {.delivery = Queued{}, .executor = &idle_executor});
  ASSERT_TRUE(bus_->Start().ok());
  for (int i = 0; i < 1000; ++i) bus_->Publish(OrderPlaced{"o-1", "JP", i});
  executor_.RunUntilIdle();
  EXPECT_EQ(busy.count(), 1000u);
  EXPECT_EQ(idle_executor.RunUntilIdle(), 0u);
  EXPECT_EQ(idle_executor.timers(), 0u);
}

// A line of /proc for one thread of this process, such as "State".
std::string ThreadStatus(long thread, const std::string& field) {
  std::ifstream status("/proc/self/task/" + std::to_string(thread) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(field + ":")) return line.substr(field.size() + 1);
  }
  return "";
}

TEST(IdleThreadTest, SleepsUntilThereIsATask) {
  eventbus::SystemClock clock;
  eventbus::ThreadPoolExecutor pool({.threads = 1}, &clock);
  const auto run = [&pool] {
    std::promise<long> thread;
    pool.Run([&thread] { thread.set_value(syscall(SYS_gettid)); });
    return thread.get_future().get();
  };
  const auto await_sleep = [](long thread) {
    while (ThreadStatus(thread, "State").find('S') == std::string::npos) std::this_thread::yield();
  };
  const long thread = run();
  await_sleep(thread);
  const std::string switches = ThreadStatus(thread, "voluntary_ctxt_switches");
  ASSERT_FALSE(switches.empty());
  // Meanwhile this thread is busy enough for a spinning one to be seen.
  for (int i = 0; i < 1000; ++i) {
    EXPECT_NE(ThreadStatus(thread, "State").find('S'), std::string::npos);
  }
  EXPECT_EQ(ThreadStatus(thread, "voluntary_ctxt_switches"), switches);
  EXPECT_EQ(run(), thread) << "and it wakes up for a task";
}

}  // namespace
