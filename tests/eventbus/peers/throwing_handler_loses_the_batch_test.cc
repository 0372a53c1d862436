// eventpp's process() and EnTT's update() take the waiting events off their queue and lose those
// that follow a throwing handler: of ten, two are delivered, and the queue is empty.
#include <stdexcept>
#include <string>
#include <vector>

#include "eventbus/testing/recording_handler.h"
#include "gmock/gmock.h"
#include "tests/eventbus/shop.h"

namespace {

using eventbus::PublishResult;
using eventbus::Queued;
using eventbus::testing::RecordingHandler;
using shop::OrderPlaced;
using ::testing::ElementsAre;

constexpr int kEvents = 10;
constexpr std::size_t kThrows = 3;

using ThrowingHandlerLosesTheBatchTest = shop::BusTest;

std::vector<OrderPlaced> TenOrders() {
  std::vector<OrderPlaced> orders;
  for (int i = 1; i <= kEvents; ++i) orders.push_back({"o-" + std::to_string(i), "JP", i});
  return orders;
}

TEST_F(ThrowingHandlerLosesTheBatchTest, WhatWaitsInTheQueueIsDelivered) {
  RecordingHandler<OrderPlaced> handler;
  handler.ThrowNth(kThrows, "broken");
  auto subscription = bus_->Subscribe<OrderPlaced>("queued", handler, {.delivery = Queued{}});
  ASSERT_TRUE(bus_->Start().ok());
  for (const OrderPlaced& order : TenOrders()) EXPECT_EQ(bus_->Publish(order).queued, 1u);
  executor_.RunUntilIdle();
  EXPECT_EQ(handler.received(), TenOrders());
  ASSERT_EQ(bus_->DeadLetters().size(), 1u);
  EXPECT_EQ(bus_->DeadLetters()[0].event->subject(), "orders/o-3");
}

TEST_F(ThrowingHandlerLosesTheBatchTest, WhatWasPublishedAtOnceIsDelivered) {
  RecordingHandler<OrderPlaced> handler;
  handler.ThrowNth(kThrows, "broken");
  auto subscription = bus_->Subscribe<OrderPlaced>("inline", handler);
  const PublishResult result =
      bus_->PublisherOf<OrderPlaced>({.name = "orders"}).PublishAll(TenOrders());
  EXPECT_TRUE(result.accepted.ok()) << result.accepted;
  EXPECT_EQ(result.matched, 10u);
  EXPECT_EQ(result.delivered, 9u);
  EXPECT_EQ(result.failed, 1u);
  EXPECT_EQ(handler.received(), TenOrders());
}

// Also where every handler throws for every event.
TEST_F(ThrowingHandlerLosesTheBatchTest, NothingIsLostWhereAllThrow) {
  auto subscription = bus_->Subscribe<OrderPlaced>(
      "always", [](const OrderPlaced&) { throw std::runtime_error("broken"); },
      {.delivery = Queued{}});
  ASSERT_TRUE(bus_->Start().ok());
  for (const OrderPlaced& order : TenOrders()) bus_->Publish(order);
  executor_.RunUntilIdle();
  EXPECT_EQ(bus_->DeadLetters().size(), static_cast<std::size_t>(kEvents));
  EXPECT_TRUE(bus_->Drain(absl::ZeroDuration()).ok());
}

}  // namespace
