#include <string>
#include <string_view>

#include "tests/eventbus/foreign/module.h"

namespace orders {

// The publisher's copy has a member more, in front.
struct OrderPaid {
  std::string order_id;
  std::int64_t cents = 0;
};

}  // namespace orders

template <>
struct eventbus::EventType<orders::OrderPaid> {
  static constexpr std::string_view kName = "com.shop.order.paid";
  static absl::Status Encode(const orders::OrderPaid& order, cloudevents::EventBuilder& builder) {
    builder.DataContentType("text/plain").TextData(std::to_string(order.cents));
    return absl::OkStatus();
  }
};

eventbus::PublishResult PublishOrder(eventbus::EventBus& bus, std::int64_t cents) {
  return bus.Publish(orders::OrderPaid{"o-1", cents});
}
