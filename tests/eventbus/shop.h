// The events that the bus's tests publish, and a bus on virtual time for them.
#ifndef TESTS_EVENTBUS_SHOP_H_
#define TESTS_EVENTBUS_SHOP_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "eventbus/event_bus.h"
#include "eventbus/json_event_type.h"
#include "eventbus/testing/fake_clock.h"
#include "eventbus/testing/manual_executor.h"
#include "eventbus/testing/recording_observer.h"
#include "eventbus/testing/sequential_ids.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace shop {

struct OrderPlaced {
  std::string order_id;
  std::string country;
  std::int64_t total_cents = 0;
  friend bool operator==(const OrderPlaced&, const OrderPlaced&) = default;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(OrderPlaced, order_id, country, total_cents)

struct OrderShipped {
  std::string order_id;
  friend bool operator==(const OrderShipped&, const OrderShipped&) = default;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(OrderShipped, order_id)

// What stays in the process: it has no encoding.
struct CacheInvalidated {
  int generation = 0;
};

}  // namespace shop

template <>
struct eventbus::EventType<shop::OrderPlaced> : eventbus::JsonEventType<shop::OrderPlaced> {
  static constexpr std::string_view kName = "com.shop.order.placed";
  static void Attributes(const shop::OrderPlaced& order, cloudevents::EventBuilder& builder) {
    if (!order.order_id.empty()) builder.Subject("orders/" + order.order_id);
  }
};

template <>
struct eventbus::EventType<shop::OrderShipped> : eventbus::JsonEventType<shop::OrderShipped> {
  static constexpr std::string_view kName = "com.shop.order.shipped";
};

template <>
struct eventbus::EventType<shop::CacheInvalidated> {
  static constexpr std::string_view kName = "com.shop.cache.invalidated";
};

namespace shop {

// A bus whose time, ids and execution belong to the test.
class BusTest : public ::testing::Test {
 protected:
  explicit BusTest(eventbus::BusOptions options = {}) {
    options.source = "/shop";
    options.clock = &clock_;
    options.executor = &executor_;
    options.ids = &ids_;
    options.observer = &observer_;
    absl::StatusOr<eventbus::EventBus> bus = eventbus::EventBus::Create(options);
    EXPECT_TRUE(bus.ok()) << bus.status();
    bus_ = std::make_unique<eventbus::EventBus>(*std::move(bus));
  }

  // Before the members of derived fixtures go, which the bus may use.
  void TearDown() override { bus_.reset(); }

  eventbus::testing::FakeClock clock_;
  eventbus::testing::ManualExecutor executor_{&clock_};
  eventbus::testing::SequentialIds ids_;
  eventbus::testing::RecordingObserver observer_;
  std::unique_ptr<eventbus::EventBus> bus_;
};

}  // namespace shop

#endif  // TESTS_EVENTBUS_SHOP_H_
