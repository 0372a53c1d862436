#include "bench/many_types.h"

#include <algorithm>
#include <array>
#include <functional>
#include <random>
#include <string_view>
#include <utility>

namespace bench {
namespace {

template <std::size_t N>
struct NumberedTick {
  std::uint64_t number = 0;
};

// "com.example.tick.042"
template <std::size_t N>
constexpr auto kNameOfTick = [] {
  constexpr std::string_view kStem = "com.example.tick.";
  std::array<char, kStem.size() + 3> name{};
  std::copy(kStem.begin(), kStem.end(), name.begin());
  for (std::size_t digit = 0, rest = N; digit < 3; ++digit, rest /= 10) {
    name[name.size() - 1 - digit] = static_cast<char>('0' + rest % 10);
  }
  return name;
}();

}  // namespace
}  // namespace bench

template <std::size_t N>
struct eventbus::EventType<bench::NumberedTick<N>> {
  static constexpr std::string_view kName{bench::kNameOfTick<N>.data(),
                                          bench::kNameOfTick<N>.size()};
};

namespace bench {
namespace {

template <std::size_t N>
auto CountInto(Counter& counter) {
  return [&counter](const NumberedTick<N>& tick) {
    counter.sum += tick.number;
    ++counter.calls;
  };
}

template <std::size_t N>
struct BusState {
  eventbus::Publisher<NumberedTick<N>> publisher;
  eventbus::Subscription subscription;

  static void Publish(void* state, std::uint64_t number) {
    static_cast<BusState*>(state)->publisher.Publish(NumberedTick<N>{number});
  }
  static void Destroy(void* state) { delete static_cast<BusState*>(state); }
};

template <std::size_t N>
TypeUnderTest MakeOnBus(eventbus::EventBus& bus, Counter& counter) {
  constexpr std::string_view kName(kNameOfTick<N>.data(), kNameOfTick<N>.size());
  return {&BusState<N>::Publish,
          new BusState<N>{bus.PublisherOf<NumberedTick<N>>({}),
                          *bus.Subscribe<NumberedTick<N>>(kName, CountInto<N>(counter))},
          &BusState<N>::Destroy};
}

template <std::size_t N>
struct ListState {
  std::array<std::function<void(const NumberedTick<N>&)>, 1> handlers;

  static void Publish(void* state, std::uint64_t number) {
    const NumberedTick<N> tick{number};
    for (const auto& handler : static_cast<ListState*>(state)->handlers) handler(tick);
  }
  static void Destroy(void* state) { delete static_cast<ListState*>(state); }
};

template <std::size_t N>
TypeUnderTest MakeAsList(Counter& counter) {
  return {&ListState<N>::Publish, new ListState<N>{{CountInto<N>(counter)}},
          &ListState<N>::Destroy};
}

// The types from First to Last, halved again and again: compilers bound how much one expression
// expands to.
template <std::size_t First, std::size_t Last>
void AddOnBus(eventbus::EventBus& bus, std::vector<Counter>& counters,
              std::vector<TypeUnderTest>& types) {
  if constexpr (First == Last) {
    types.push_back(MakeOnBus<First>(bus, counters[First]));
  } else {
    constexpr std::size_t kMiddle = (First + Last) / 2;
    AddOnBus<First, kMiddle>(bus, counters, types);
    AddOnBus<kMiddle + 1, Last>(bus, counters, types);
  }
}

template <std::size_t First, std::size_t Last>
void AddAsLists(std::vector<Counter>& counters, std::vector<TypeUnderTest>& types) {
  if constexpr (First == Last) {
    types.push_back(MakeAsList<First>(counters[First]));
  } else {
    constexpr std::size_t kMiddle = (First + Last) / 2;
    AddAsLists<First, kMiddle>(counters, types);
    AddAsLists<kMiddle + 1, Last>(counters, types);
  }
}

void Shuffle(std::vector<TypeUnderTest>& types) {
  std::mt19937 random(1);
  std::shuffle(types.begin(), types.end(), random);
}

}  // namespace

TypesUnderTest TypesUnderTest::OnBus(eventbus::EventBus& bus) {
  TypesUnderTest types;
  AddOnBus<0, kManyTypes - 1>(bus, types.counters_, types.types_);
  Shuffle(types.types_);
  return types;
}

TypesUnderTest TypesUnderTest::AsLists() {
  TypesUnderTest types;
  AddAsLists<0, kManyTypes - 1>(types.counters_, types.types_);
  Shuffle(types.types_);
  return types;
}

TypesUnderTest::~TypesUnderTest() {
  for (const TypeUnderTest& type : types_) type.destroy(type.state);
}

std::uint64_t TypesUnderTest::calls() const {
  std::uint64_t calls = 0;
  for (const Counter& counter : counters_) calls += counter.calls;
  return calls;
}

}  // namespace bench
