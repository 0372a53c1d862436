#include "bench/publish_rows.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "bench/tick.h"
#include "benchmark/benchmark.h"
#include "eventbus/event_bus.h"

namespace bench {
namespace {

using eventbus::EventBus;
using eventbus::Publisher;
using eventbus::Subscription;

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
  CheckCalls(state, counters, number);
}

std::vector<Subscription> SubscribeAll(EventBus& bus, std::vector<Counter>& counters) {
  std::vector<Subscription> subscriptions;
  for (Counter& counter : counters) {
    subscriptions.push_back(
        *bus.Subscribe<Tick>("handler" + std::to_string(subscriptions.size()), CountInto(counter)));
  }
  return subscriptions;
}

void BM_Publish(benchmark::State& state) {
  EventBus bus = *EventBus::Create({.source = "/bench"});
  std::vector<Counter> counters(static_cast<std::size_t>(state.range(0)));
  const std::vector<Subscription> subscriptions = SubscribeAll(bus, counters);
  const Publisher<Tick> ticks = bus.PublisherOf<Tick>({.name = "clock"});
  std::uint64_t number = 0;
  std::uint64_t delivered = 0;
  for (auto _ : state) {
    delivered += ticks.Publish(Tick{++number}).delivered;
    benchmark::ClobberMemory();
  }
  CheckCalls(state, counters, number);
  if (delivered != number * counters.size()) state.SkipWithError("a result is wrong");
}

}  // namespace

void RegisterPublishRows() {
  for (const std::int64_t handlers : {1, 8, 64}) {
    benchmark::RegisterBenchmark("BM_RawLoop", BM_RawLoop)->Arg(handlers);
    benchmark::RegisterBenchmark("BM_Publish", BM_Publish)->Arg(handlers);
  }
}

}  // namespace bench
