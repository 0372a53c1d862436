// A thousand event types, each with a handler, on a bus or as bare functions: what a publish costs
// where the next one is of another type.
#ifndef BENCH_MANY_TYPES_H_
#define BENCH_MANY_TYPES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "bench/tick.h"
#include "eventbus/event_bus.h"

namespace bench {

inline constexpr std::size_t kManyTypes = 1000;

// One type's publisher and handler, behind a function that knows the type.
struct TypeUnderTest {
  void (*publish)(void* state, std::uint64_t number) = nullptr;
  void* state = nullptr;
  void (*destroy)(void* state) = nullptr;
};

// kManyTypes of them, in an order that no prefetcher guesses.
class TypesUnderTest {
 public:
  // With their handlers on `bus`, or as a list of one std::function each.
  static TypesUnderTest OnBus(eventbus::EventBus& bus);
  static TypesUnderTest AsLists();
  TypesUnderTest(TypesUnderTest&&) = default;
  TypesUnderTest& operator=(TypesUnderTest&&) = delete;
  ~TypesUnderTest();

  const std::vector<TypeUnderTest>& all() const { return types_; }

  // How many calls all handlers together have seen.
  std::uint64_t calls() const;

 private:
  TypesUnderTest() : counters_(kManyTypes) {}
  std::vector<Counter> counters_;
  std::vector<TypeUnderTest> types_;
};

}  // namespace bench

#endif  // BENCH_MANY_TYPES_H_
