// In Boost.Signals2, sigslot and eventpp an exception leaves the signal: the slots after the one
// that threw are not called, and the publisher gets an exception that is none of its business.
#include <stdexcept>
#include <string>
#include <vector>

#include "eventbus/rules/event_pattern.h"
#include "gmock/gmock.h"
#include "tests/eventbus/shop.h"

namespace {

using eventbus::EventContext;
using eventbus::PublishResult;
using eventbus::Settle;
using eventbus::Subscription;
using shop::OrderPlaced;
using ::testing::ElementsAre;

using ThrowingHandlerSkipsTheHealthyTest = shop::BusTest;

[[noreturn]] void Break() { throw std::runtime_error("broken"); }

TEST_F(ThrowingHandlerSkipsTheHealthyTest, OnTheFastPath) {
  std::vector<std::string> called;
  auto first = bus_->Subscribe<OrderPlaced>("first", [&](const OrderPlaced&) {
    called.push_back("first");
    Break();
  });
  auto second = bus_->Subscribe<OrderPlaced>(
      "second", [&](const OrderPlaced&) { called.push_back("second"); });
  auto third = bus_->Subscribe<OrderPlaced>("third", [&](const OrderPlaced&) -> absl::Status {
    called.push_back("third");
    Break();
  });
  auto fourth = bus_->Subscribe<OrderPlaced>(
      "fourth", [&](const OrderPlaced&) { called.push_back("fourth"); });
  PublishResult result;
  EXPECT_NO_THROW(result = bus_->Publish(OrderPlaced{"o-1", "JP", 1}));
  EXPECT_THAT(called, ElementsAre("first", "second", "third", "fourth"));
  EXPECT_EQ(result.delivered, 2u);
  EXPECT_EQ(result.failed, 2u);
}

TEST_F(ThrowingHandlerSkipsTheHealthyTest, OnTheLongWayWithEveryKindOfHandler) {
  int healthy = 0;
  std::vector<Subscription> subscriptions;
  const auto add = [&](absl::StatusOr<Subscription> subscription) {
    ASSERT_TRUE(subscription.ok()) << subscription.status();
    subscriptions.push_back(*std::move(subscription));
  };
  add(bus_->Subscribe<OrderPlaced>("struct", [](const OrderPlaced&) { Break(); }));
  add(bus_->Subscribe<OrderPlaced>("context",
                                   [](const OrderPlaced&, const EventContext&) { Break(); }));
  add(bus_->Subscribe<OrderPlaced>("settle", [](const OrderPlaced&, Settle) { Break(); }));
  add(bus_->Subscribe<OrderPlaced>("event", [](const cloudevents::Event&) { Break(); }));
  add(bus_->SubscribeEvents("rule",
                            *eventbus::EventPattern::Parse(R"({"data":{"country":["JP"]}})"),
                            [](const cloudevents::Event&) { Break(); }));
  add(bus_->Subscribe<OrderPlaced>("healthy", [&](const OrderPlaced&) { ++healthy; }));
  PublishResult result;
  EXPECT_NO_THROW(result = bus_->Publish(OrderPlaced{"o-1", "JP", 1}));
  EXPECT_EQ(healthy, 1);
  EXPECT_EQ(result.matched, 6u);
  EXPECT_EQ(result.delivered, 1u);
  EXPECT_EQ(result.failed, 4u);
  EXPECT_EQ(result.queued, 1u) << "the one that settles later, which it never did";
  EXPECT_EQ(bus_->DeadLetters().size(), 5u);
}

}  // namespace
