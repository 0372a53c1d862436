// What a typed publish costs beside the bare loop, Boost.Signals2 and a mutex-guarded copy.
//
// Every row counts what its handlers saw and fails if a call is missing.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "bench/goals.h"
#include "bench/many_types.h"
#include "bench/parked_thread.h"
#include "bench/publish_rows.h"
#include "bench/tick.h"
#include "benchmark/benchmark.h"
#include "boost/signals2.hpp"
#include "eventbus/event_bus.h"

namespace {

using bench::CheckCalls;
using bench::Counter;
using bench::CountInto;
using bench::Tick;
using eventbus::EventBus;
using eventbus::Publisher;
using eventbus::Subscription;

// A publish while a second thread publishes the same type: its handlers' counters are its own, so
// that what is measured is the bus and not the handlers' cache lines.
void BM_PublishBesideAnother(benchmark::State& state) {
  EventBus bus = *EventBus::Create({.source = "/bench"});
  thread_local Counter counter;
  std::vector<Subscription> subscriptions;
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    subscriptions.push_back(
        *bus.Subscribe<Tick>("handler" + std::to_string(i), [](const Tick& tick) {
          counter.sum += tick.number;
          ++counter.calls;
        }));
  }
  const Publisher<Tick> ticks = bus.PublisherOf<Tick>({.name = "clock"});
  const bool with_another = state.range(1) == 2;
  // Apart from what the measuring thread writes: else it would share a cache line with the other.
  struct alignas(128) Flag {
    std::atomic<bool> is_set = false;
  };
  Flag done;
  Flag running;
  std::thread another([&] {
    if (!with_another) return;
    std::uint64_t number = 0;
    ticks.Publish(Tick{++number});
    running.is_set = true;
    while (!done.is_set.load(std::memory_order_relaxed)) ticks.Publish(Tick{++number});
  });
  while (with_another && !running.is_set.load()) std::this_thread::yield();
  counter = {};
  std::uint64_t number = 0;
  for (auto _ : state) {
    ticks.Publish(Tick{++number});
    benchmark::ClobberMemory();
  }
  done.is_set = true;
  another.join();
  if (counter.calls != number * static_cast<std::uint64_t>(state.range(0))) {
    state.SkipWithError("a delivery is missing");
  }
}
BENCHMARK(BM_PublishBesideAnother)->Args({8, 1})->Args({8, 2});

void BM_Signals2(benchmark::State& state) {
  std::vector<Counter> counters(static_cast<std::size_t>(state.range(0)));
  boost::signals2::signal<void(const Tick&)> signal;
  for (Counter& counter : counters) signal.connect(CountInto(counter));
  std::uint64_t number = 0;
  for (auto _ : state) {
    signal(Tick{++number});
    benchmark::ClobberMemory();
  }
  CheckCalls(state, counters, number);
}
BENCHMARK(BM_Signals2)->Arg(1)->Arg(8)->Arg(64);

// What one writes by hand: the list is copied under a lock.
void BM_MutexAndCopy(benchmark::State& state) {
  using Handlers = std::vector<std::function<void(const Tick&)>>;
  std::vector<Counter> counters(static_cast<std::size_t>(state.range(0)));
  auto handlers = std::make_shared<Handlers>();
  for (Counter& counter : counters) handlers->emplace_back(CountInto(counter));
  std::mutex mutex;
  std::uint64_t number = 0;
  for (auto _ : state) {
    const Tick tick{++number};
    std::shared_ptr<Handlers> snapshot;
    {
      const std::lock_guard<std::mutex> lock(mutex);
      snapshot = handlers;
    }
    for (const auto& handler : *snapshot) handler(tick);
    benchmark::ClobberMemory();
  }
  CheckCalls(state, counters, number);
}
BENCHMARK(BM_MutexAndCopy)->Arg(1)->Arg(8)->Arg(64);

// One publish after the other, each of another type than the one before, of the first `count`
// types in turn.
void PublishInTurn(benchmark::State& state, const bench::TypesUnderTest& types, std::size_t count) {
  const std::uint64_t calls_before = types.calls();
  std::uint64_t number = 0;
  std::size_t next = 0;
  for (auto _ : state) {
    const bench::TypeUnderTest& type = types.all()[next];
    type.publish(type.state, ++number);
    if (++next == count) next = 0;
  }
  if (types.calls() - calls_before != number) state.SkipWithError("a delivery is missing");
}

void BM_PublishAmong1000Types(benchmark::State& state) {
  EventBus bus = *EventBus::Create({.source = "/bench"});
  PublishInTurn(state, bench::TypesUnderTest::OnBus(bus), static_cast<std::size_t>(state.range(0)));
}
BENCHMARK(BM_PublishAmong1000Types)->Arg(8)->Arg(1000);

void BM_RawLoopAmong1000Types(benchmark::State& state) {
  PublishInTurn(state, bench::TypesUnderTest::AsLists(), static_cast<std::size_t>(state.range(0)));
}
BENCHMARK(BM_RawLoopAmong1000Types)->Arg(8)->Arg(1000);

}  // namespace

int main(int argc, char** argv) {
  const bench::ParkedThread parked;
  bench::RegisterPublishRows();
  return bench::RunAndJudge(
      argc, argv,
      {bench::RatioGoal("publish_to_1_over_raw_loop", "BM_Publish/1", "BM_RawLoop/1", 1.5),
       bench::RatioGoal("publish_to_8_over_raw_loop", "BM_Publish/8", "BM_RawLoop/8", 1.15),
       bench::RatioGoal("publish_to_64_over_raw_loop", "BM_Publish/64", "BM_RawLoop/64", 1.1),
       bench::RatioGoal("two_publishers_over_one", "BM_PublishBesideAnother/8/2",
                        "BM_PublishBesideAnother/8/1", 1.2),
       bench::RatioGoal("publish_to_8_over_signals2", "BM_Publish/8", "BM_Signals2/8", 0.125),
       bench::RatioGoal("publish_to_64_over_signals2", "BM_Publish/64", "BM_Signals2/64", 0.125),
       bench::DifferenceGoal("publish_among_1000_types_less_raw_loop_ns",
                             "BM_PublishAmong1000Types/1000", "BM_RawLoopAmong1000Types/1000", 3)});
}
