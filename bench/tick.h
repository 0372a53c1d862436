// The event that the dispatch benchmarks publish, and what its handlers do.
#ifndef BENCH_TICK_H_
#define BENCH_TICK_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "benchmark/benchmark.h"
#include "eventbus/event_type.h"

namespace bench {

struct Tick {
  std::uint64_t number = 0;
};

// What every handler does: adds to a counter of its own.
struct alignas(64) Counter {
  std::uint64_t sum = 0;
  std::uint64_t calls = 0;
};

inline auto CountInto(Counter& counter) {
  return [&counter](const Tick& tick) {
    counter.sum += tick.number;
    ++counter.calls;
  };
}

// Fails the row unless every handler was called for every publish.
inline void CheckCalls(benchmark::State& state, const std::vector<Counter>& counters,
                       std::uint64_t publishes) {
  for (const Counter& counter : counters) {
    if (counter.calls != publishes) state.SkipWithError("a delivery is missing");
  }
}

}  // namespace bench

template <>
struct eventbus::EventType<bench::Tick> {
  static constexpr std::string_view kName = "com.example.tick";
};

#endif  // BENCH_TICK_H_
