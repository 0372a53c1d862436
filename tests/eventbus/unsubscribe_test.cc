// Unsubscribing: whom it waits for, whom it never waits for, and when the handler is destroyed.
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "tests/eventbus/shop.h"

namespace {

using eventbus::Subscription;
using shop::OrderPlaced;
using shop::OrderShipped;
using ::testing::ElementsAre;

using UnsubscribeTest = shop::BusTest;

// Tells when the handler that holds it is destroyed.
struct Sentinel {
  explicit Sentinel(bool* gone) : gone_(gone, [](bool* flag) { *flag = true; }) {}
  std::shared_ptr<bool> gone_;
};

TEST_F(UnsubscribeTest, ALaterHandlerOfTheSamePublishIsSkipped) {
  std::vector<std::string> calls;
  std::optional<Subscription> later;
  auto first = bus_->Subscribe<OrderPlaced>("first", [&](const OrderPlaced&) {
    calls.push_back("first");
    later->Unsubscribe();
  });
  later =
      *bus_->Subscribe<OrderPlaced>("later", [&](const OrderPlaced&) { calls.push_back("later"); });
  auto last =
      bus_->Subscribe<OrderPlaced>("last", [&](const OrderPlaced&) { calls.push_back("last"); });
  const eventbus::PublishResult result = bus_->Publish(OrderPlaced{});
  EXPECT_THAT(calls, ElementsAre("first", "last"));
  EXPECT_EQ(result.matched, 2u);
}

TEST_F(UnsubscribeTest, AHandlerEndsItselfAndIsDestroyedWhenItHasReturned) {
  bool gone = false;
  int calls = 0;
  std::optional<Subscription> once;
  once = *bus_->Subscribe<OrderPlaced>("once", [&, sentinel = Sentinel(&gone)](const OrderPlaced&) {
    ++calls;
    once->Unsubscribe();
    EXPECT_FALSE(gone) << "destroyed while it runs";
    EXPECT_EQ(sentinel.gone_.use_count(), 1);
  });
  bus_->Publish(OrderPlaced{});
  EXPECT_TRUE(gone);
  bus_->Publish(OrderPlaced{});
  EXPECT_EQ(calls, 1);
}

TEST_F(UnsubscribeTest, AHandlerEndsOneOfAnOuterFrame) {
  bool gone = false;
  bool gone_inside = true;
  std::optional<Subscription> outer;
  outer =
      *bus_->Subscribe<OrderPlaced>("outer", [&, sentinel = Sentinel(&gone)](const OrderPlaced&) {
        bus_->Publish(OrderShipped{});
        gone_inside = gone;
      });
  auto inner =
      bus_->Subscribe<OrderShipped>("inner", [&](const OrderShipped&) { outer->Unsubscribe(); });
  bus_->Publish(OrderPlaced{});
  EXPECT_FALSE(gone_inside) << "the outer frame was still inside";
  EXPECT_TRUE(gone);
}

TEST_F(UnsubscribeTest, ARecursiveHandlerIsDestroyedByItsOutermostFrame) {
  bool gone = false;
  int depth = 0;
  std::vector<bool> gone_at_return;
  std::optional<Subscription> self;
  self = *bus_->Subscribe<OrderPlaced>("self",
                                       [&, sentinel = Sentinel(&gone)](const OrderPlaced& order) {
                                         if (++depth < 3) {
                                           bus_->Publish(order);
                                         } else {
                                           self->Unsubscribe();
                                         }
                                         gone_at_return.push_back(gone);
                                       });
  bus_->Publish(OrderPlaced{});
  EXPECT_THAT(gone_at_return, ElementsAre(false, false, false));
  EXPECT_TRUE(gone);
}

TEST_F(UnsubscribeTest, WaitsForAnotherThreadsRunningHandler) {
  std::promise<void> entered;
  std::promise<void> leave;
  bool finished = false;
  bool gone = false;
  auto slow =
      bus_->Subscribe<OrderPlaced>("slow", [&, sentinel = Sentinel(&gone)](const OrderPlaced&) {
        entered.set_value();
        leave.get_future().wait();
        finished = true;
      });
  std::thread publisher([&] { bus_->Publish(OrderPlaced{}); });
  entered.get_future().wait();
  std::thread releaser([&] { leave.set_value(); });
  slow->Unsubscribe();
  // Read without a lock: this is what the wait is for.
  EXPECT_TRUE(finished);
  EXPECT_TRUE(gone);
  publisher.join();
  releaser.join();
}

TEST_F(UnsubscribeTest, ASlowHandlerOfTheSameRouteHoldsUpNobodyElse) {
  std::promise<void> entered;
  std::promise<void> leave;
  int quick_calls = 0;
  auto quick = bus_->Subscribe<OrderPlaced>("quick", [&](const OrderPlaced&) { ++quick_calls; });
  auto slow = bus_->Subscribe<OrderPlaced>("slow", [&](const OrderPlaced&) {
    entered.set_value();
    leave.get_future().wait();
  });
  std::thread publisher([&] { bus_->Publish(OrderPlaced{}); });
  entered.get_future().wait();
  quick->Unsubscribe();  // would never return if it waited for the route
  leave.set_value();
  publisher.join();
  EXPECT_EQ(quick_calls, 1);
}

TEST_F(UnsubscribeTest, ReleaseDoesNotWait) {
  std::promise<void> entered;
  std::promise<void> leave;
  bool quiet = false;
  auto slow = bus_->Subscribe<OrderPlaced>("slow", [&](const OrderPlaced&) {
    entered.set_value();
    leave.get_future().wait();
  });
  std::thread publisher([&] { bus_->Publish(OrderPlaced{}); });
  entered.get_future().wait();
  slow->Release([&] { quiet = true; });
  EXPECT_FALSE(quiet);
  leave.set_value();
  publisher.join();
  executor_.RunUntilIdle();
  EXPECT_TRUE(quiet);
  EXPECT_EQ(bus_->Publish(OrderPlaced{}).matched, 0u);
}

TEST_F(UnsubscribeTest, AHandleMayOutliveTheBus) {
  auto subscription = bus_->Subscribe<OrderPlaced>("late", [](const OrderPlaced&) {});
  const eventbus::Publisher<OrderPlaced> orders = bus_->PublisherOf<OrderPlaced>({.name = "o"});
  bus_.reset();
  EXPECT_EQ(orders.Publish(OrderPlaced{}).accepted.code(), absl::StatusCode::kFailedPrecondition);
  subscription->Unsubscribe();
  EXPECT_EQ(subscription->name(), "late");
}

TEST_F(UnsubscribeTest, QueuedDeliveriesOfAnEndedSubscriptionAreDeadLetters) {
  auto queued = bus_->Subscribe<OrderPlaced>(
      "queued", [](const OrderPlaced&) { FAIL() << "was unsubscribed"; },
      {.delivery = eventbus::Queued{}});
  ASSERT_TRUE(bus_->Start().ok());
  bus_->Publish(OrderPlaced{"o-1", "JP", 1});
  queued->Unsubscribe();
  executor_.RunUntilIdle();
  ASSERT_EQ(bus_->DeadLetters().size(), 1u);
  EXPECT_EQ(bus_->DeadLetters()[0].last_status.code(), absl::StatusCode::kCancelled);
  EXPECT_TRUE(bus_->Drain(absl::Seconds(1)).ok());
}

#ifndef NDEBUG
TEST(UnsubscribeDeathTest, TwoHandlersThatEndEachOtherAreReported) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(
      {
        absl::StatusOr<eventbus::EventBus> bus = eventbus::EventBus::Create({.source = "/shop"});
        std::optional<Subscription> a;
        std::optional<Subscription> b;
        std::promise<void> a_entered;
        std::promise<void> b_entered;
        std::shared_future<void> in_a = a_entered.get_future().share();
        std::shared_future<void> in_b = b_entered.get_future().share();
        a = *bus->Subscribe<OrderPlaced>("a", [&](const OrderPlaced&) {
          a_entered.set_value();
          in_b.wait();
          b->Unsubscribe();
        });
        b = *bus->Subscribe<OrderShipped>("b", [&](const OrderShipped&) {
          b_entered.set_value();
          in_a.wait();
          a->Unsubscribe();
        });
        std::thread first([&] { bus->Publish(OrderPlaced{}); });
        std::thread second([&] { bus->Publish(OrderShipped{}); });
        first.join();
        second.join();
      },
      "unsubscribe each other");
}
#endif

}  // namespace
