// What a typed publish costs beside the bare loop, Boost.Signals2 and a mutex-guarded copy.
//
// Every row counts what its handlers saw and fails if a call is missing. A second thread is alive
// throughout: glibc and libstdc++ drop atomics in a process that never had one.
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "bench/goals.h"
#include "benchmark/benchmark.h"
#include "boost/signals2.hpp"
#include "eventbus/event_bus.h"

namespace {

struct Tick {
  std::uint64_t number = 0;
};

}  // namespace

template <>
struct eventbus::EventType<Tick> {
  static constexpr std::string_view kName = "com.example.tick";
};

namespace {

using eventbus::EventBus;
using eventbus::Publisher;
using eventbus::Subscription;

// What every handler does: adds to a counter of its own.
struct alignas(64) Counter {
  std::uint64_t sum = 0;
  std::uint64_t calls = 0;
};

// Fails the row unless every handler was called for every publish.
void Check(benchmark::State& state, const std::vector<Counter>& counters, std::uint64_t publishes) {
  for (const Counter& counter : counters) {
    if (counter.calls != publishes) state.SkipWithError("a delivery is missing");
  }
}

auto CountInto(Counter& counter) {
  return [&counter](const Tick& tick) {
    counter.sum += tick.number;
    ++counter.calls;
  };
}

void BM_RawLoop(benchmark::State& state) {
  std::vector<Counter> counters(static_cast<std::size_t>(state.range(0)));
  std::vector<std::function<void(const Tick&)>> handlers;
  for (Counter& counter : counters) handlers.emplace_back(CountInto(counter));
  std::uint64_t number = 0;
  for (auto _ : state) {
    const Tick tick{++number};
    for (const auto& handler : handlers) handler(tick);
    benchmark::ClobberMemory();
  }
  Check(state, counters, number);
}
BENCHMARK(BM_RawLoop)->Arg(1)->Arg(8)->Arg(64);

struct BusWithHandlers {
  explicit BusWithHandlers(std::int64_t handlers)
      : bus(*EventBus::Create({.source = "/bench"})), counters(static_cast<std::size_t>(handlers)) {
    for (std::size_t i = 0; i < counters.size(); ++i) {
      subscriptions.push_back(
          *bus.Subscribe<Tick>("handler" + std::to_string(i), CountInto(counters[i])));
    }
  }
  EventBus bus;
  std::vector<Counter> counters;
  std::vector<Subscription> subscriptions;
};

void BM_Publish(benchmark::State& state) {
  BusWithHandlers rig(state.range(0));
  const Publisher<Tick> ticks = rig.bus.PublisherOf<Tick>({.name = "clock"});
  std::uint64_t number = 0;
  std::uint64_t delivered = 0;
  for (auto _ : state) {
    delivered += ticks.Publish(Tick{++number}).delivered;
    benchmark::ClobberMemory();
  }
  Check(state, rig.counters, number);
  if (delivered != number * rig.counters.size()) state.SkipWithError("a result is wrong");
}
BENCHMARK(BM_Publish)->Arg(1)->Arg(8)->Arg(64);

// The same while a second thread publishes the same type: its handlers' counters are its own, so
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
  std::atomic<bool> done = false;
  std::atomic<bool> running = false;
  std::thread another([&] {
    std::uint64_t number = 0;
    while (with_another && !done.load(std::memory_order_relaxed)) {
      ticks.Publish(Tick{++number});
      running.store(true, std::memory_order_relaxed);
    }
  });
  while (with_another && !running.load()) std::this_thread::yield();
  counter = {};
  std::uint64_t number = 0;
  for (auto _ : state) {
    ticks.Publish(Tick{++number});
    benchmark::ClobberMemory();
  }
  done = true;
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
  Check(state, counters, number);
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
  Check(state, counters, number);
}
BENCHMARK(BM_MutexAndCopy)->Arg(1)->Arg(8)->Arg(64);

// A thread that does nothing, for as long as it lives.
class ParkedThread {
 public:
  ParkedThread() : thread_([this] { Park(); }) {}
  ~ParkedThread() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      done_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

 private:
  void Park() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return done_; });
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool done_ = false;
  std::thread thread_;
};

}  // namespace

int main(int argc, char** argv) {
  const ParkedThread parked;
  return bench::RunAndJudge(
      argc, argv,
      {bench::RatioGoal("publish_to_1_over_raw_loop", "BM_Publish/1", "BM_RawLoop/1", 1.5),
       bench::RatioGoal("publish_to_8_over_raw_loop", "BM_Publish/8", "BM_RawLoop/8", 1.15),
       bench::RatioGoal("publish_to_64_over_raw_loop", "BM_Publish/64", "BM_RawLoop/64", 1.1),
       bench::RatioGoal("two_publishers_over_one", "BM_PublishBesideAnother/8/2",
                        "BM_PublishBesideAnother/8/1", 1.2),
       bench::RatioGoal("publish_to_8_over_signals2", "BM_Publish/8", "BM_Signals2/8", 0.125),
       bench::RatioGoal("publish_to_64_over_signals2", "BM_Publish/64", "BM_Signals2/64", 0.125)});
}
