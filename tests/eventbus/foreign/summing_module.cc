#include <charconv>
#include <string_view>
#include <utility>

#include "tests/eventbus/foreign/module.h"

namespace orders {

struct OrderPaid {
  std::int64_t cents = 0;
};

}  // namespace orders

template <>
struct eventbus::EventType<orders::OrderPaid> {
  static constexpr std::string_view kName = "com.shop.order.paid";
  static absl::StatusOr<orders::OrderPaid> Decode(const cloudevents::Event& event) {
    orders::OrderPaid order;
    const std::string_view text = event.data();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), order.cents);
    if (error != std::errc() || end != text.data() + text.size()) {
      return absl::InvalidArgumentError("the data is no number");
    }
    return order;
  }
};

eventbus::Subscription SumOrders(eventbus::EventBus& bus, std::int64_t* sum) {
  absl::StatusOr<eventbus::Subscription> subscription = bus.Subscribe<orders::OrderPaid>(
      "sum", [sum](const orders::OrderPaid& order) { *sum += order.cents; });
  return *std::move(subscription);
}
