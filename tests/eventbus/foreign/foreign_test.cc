// One event name, two modules with their own struct of the same C++ name and another layout, each
// in a library of its own, without exceptions and RTTI: they meet through the event.
#include <cstdint>

#include "gtest/gtest.h"
#include "tests/eventbus/foreign/module.h"

namespace {

TEST(ForeignTest, TwoCopiesOfAStructMeetThroughTheEvent) {
  absl::StatusOr<eventbus::EventBus> bus = eventbus::EventBus::Create({.source = "/shop"});
  ASSERT_TRUE(bus.ok());
  std::int64_t sum = 0;
  const eventbus::Subscription subscription = SumOrders(*bus, &sum);
  const eventbus::PublishResult result = PublishOrder(*bus, 4200);
  EXPECT_TRUE(result.accepted.ok()) << result.accepted;
  EXPECT_EQ(result.delivered, 1u);
  EXPECT_EQ(sum, 4200);
}

}  // namespace
