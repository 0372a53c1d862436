// In Boost.Signals2, sigslot and eventpp a slot may still run, or start to run, after disconnect
// has returned, so that what it refers to cannot be destroyed safely. Here a handler's data may go
// as soon as Unsubscribe has returned; AddressSanitizer and ThreadSanitizer watch that.
// unsubscribe_test.cc has each case by itself, unsubscribe_stress_test.cc both memory orders.
#include <atomic>
#include <future>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "tests/eventbus/shop.h"

namespace {

using eventbus::Queued;
using eventbus::Subscription;
using shop::OrderPlaced;

// What a handler refers to: plain memory.
struct Account {
  long total = 0;
};

TEST(HandlerRunsAfterUnsubscribeTest, InlineHandlersAreDone) {
  absl::StatusOr<eventbus::EventBus> bus = eventbus::EventBus::Create({.source = "/shop"});
  std::atomic<bool> done = false;
  std::vector<std::thread> publishers;
  for (int i = 0; i < 2; ++i) {
    publishers.emplace_back([&] {
      const auto orders = bus->PublisherOf<OrderPlaced>({.name = "till"});
      while (!done.load()) orders.Publish(OrderPlaced{"o-1", "JP", 1});
    });
  }
  for (int round = 0; round < 200; ++round) {
    auto account = std::make_unique<Account>();
    auto subscription =
        bus->Subscribe<OrderPlaced>("account", [account = account.get()](const OrderPlaced& order) {
          std::atomic_ref(account->total) += order.total_cents;
        });
    ASSERT_TRUE(subscription.ok());
    while (std::atomic_ref(account->total) == 0) std::this_thread::yield();  // they are at it
    subscription->Unsubscribe();
    const long total = account->total;  // plain: nobody else touches it any more
    EXPECT_GT(total, 0);
    account->total = -1;
    account.reset();
  }
  done = true;
  for (std::thread& publisher : publishers) publisher.join();
}

TEST(HandlerRunsAfterUnsubscribeTest, QueuedHandlersAreDone) {
  absl::StatusOr<eventbus::EventBus> bus =
      eventbus::EventBus::Create({.source = "/shop", .threads = 2});
  ASSERT_TRUE(bus->Start().ok());
  for (int round = 0; round < 100; ++round) {
    auto account = std::make_unique<Account>();
    std::promise<void> called;
    auto subscription = bus->Subscribe<OrderPlaced>(
        "account",
        [&, account = account.get(), first = true](const OrderPlaced& order) mutable {
          account->total += order.total_cents;
          if (std::exchange(first, false)) called.set_value();
        },
        {.delivery = Queued{}});
    ASSERT_TRUE(subscription.ok());
    for (int i = 0; i < 20; ++i) bus->Publish(OrderPlaced{"o-1", "JP", 1});
    called.get_future().wait();
    subscription->Unsubscribe();
    EXPECT_GT(account->total, 0);
    account.reset();
  }
  EXPECT_TRUE(bus->Drain(absl::InfiniteDuration()).ok());
  for (const eventbus::DeadLetter& letter : bus->DeadLetters()) {
    EXPECT_EQ(letter.last_status.code(), absl::StatusCode::kCancelled) << letter.last_status;
  }
}

}  // namespace
