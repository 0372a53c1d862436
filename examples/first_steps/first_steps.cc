#include <cstdio>

#include "eventbus/event_bus.h"
#include "eventbus/json_event_type.h"

struct OrderPlaced {
  std::string order_id, country;
  std::int64_t total_cents = 0;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(OrderPlaced, order_id, country, total_cents)
template <>
struct eventbus::EventType<OrderPlaced> : eventbus::JsonEventType<OrderPlaced> {
  static constexpr std::string_view kName = "com.shop.order.placed";
};

int main() {
  absl::StatusOr<eventbus::EventBus> bus = eventbus::EventBus::Create({.source = "/shop"});
  auto reserve = bus->Subscribe<OrderPlaced>("inventory.reserve", [](const OrderPlaced& order) {
    std::printf("reserve goods for %s\n", order.order_id.c_str());
  });
  eventbus::PublishResult result = bus->Publish(OrderPlaced{"o-1", "JP", 129900});
  std::printf("%u of %u handlers succeeded\n", result.delivered, result.matched);
}
