// Publishes, subscribes and unsubscribes at once on several threads, with both memory orders: after
// Unsubscribe has returned, a handler neither runs nor exists.
#include <atomic>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "eventbus/event_bus.h"
#include "eventbus/internal/call_frames.h"
#include "gtest/gtest.h"

namespace {

struct Tick {
  int number = 0;
};

}  // namespace

template <>
struct eventbus::EventType<Tick> {
  static constexpr std::string_view kName = "com.example.tick";
};

namespace {

using eventbus::Subscription;

// Plain memory that a handler writes while it may and that its owner poisons after Unsubscribe: a
// handler that still ran would be seen by its value, and by the sanitizers.
struct Owner {
  explicit Owner(std::atomic<int>* late) : late_(late) {}
  ~Owner() {
    subscription_->Unsubscribe();
    alive_ = false;
  }

  void Subscribe(eventbus::EventBus& bus, const std::string& name) {
    subscription_ = std::make_unique<Subscription>(*bus.Subscribe<Tick>(name, [this](const Tick&) {
      if (!alive_) late_->fetch_add(1);
    }));
  }

  std::atomic<int>* late_;
  bool alive_ = true;
  std::unique_ptr<Subscription> subscription_;
};

void RunStress() {
  absl::StatusOr<eventbus::EventBus> bus = eventbus::EventBus::Create({.source = "/stress"});
  ASSERT_TRUE(bus.ok());
  std::atomic<bool> done = false;
  std::atomic<int> late = 0;
  std::atomic<long> delivered = 0;
  std::vector<std::thread> threads;
  for (int p = 0; p < 2; ++p) {
    threads.emplace_back([&] {
      const auto ticks = bus->PublisherOf<Tick>({.name = "clock"});
      while (!done.load()) delivered += ticks.Publish(Tick{}).delivered;
    });
  }
  std::vector<std::thread> subscribers;
  for (int s = 0; s < 2; ++s) {
    subscribers.emplace_back([&, s] {
      std::mt19937 random(static_cast<unsigned>(s) + 1);
      std::vector<std::unique_ptr<Owner>> owners(8);
      for (int i = 0; i < 2000; ++i) {
        std::unique_ptr<Owner>& owner = owners[random() % owners.size()];
        owner.reset();
        owner = std::make_unique<Owner>(&late);
        owner->Subscribe(*bus, std::to_string(s) + "." + std::to_string(i));
      }
    });
  }
  for (std::thread& thread : subscribers) thread.join();
  done = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(late.load(), 0);
}

// The orders in this order: the plain one is for good.
TEST(UnsubscribeStressTest, LightOrderThenPlainOrder) {
  RunStress();
  eventbus::internal::ForcePlainOrder();
  EXPECT_FALSE(eventbus::internal::HasLightOrder());
  RunStress();
}

}  // namespace
