// The usual way of a struct into an event's data: JSON by nlohmann's hooks.
//
//   NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(OrderPlaced, order_id, country, total_cents)
//   template <>
//   struct eventbus::EventType<OrderPlaced> : eventbus::JsonEventType<OrderPlaced> {
//     static constexpr std::string_view kName = "com.shop.order.placed";
//   };
//
// Decoding is checked: what nlohmann would bend to fit, 1.5 into an integer for one, is an
// InvalidArgument that names the member (cloudevents/json_data.h). A type whose to_json is not the
// inverse of its from_json for numbers writes its own Decode.
#ifndef EVENTBUS_JSON_EVENT_TYPE_H_
#define EVENTBUS_JSON_EVENT_TYPE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "cloudevents/json_data.h"
#include "eventbus/event_type.h"

namespace eventbus {

template <typename T>
struct JsonEventType {
  // As cloudevents::SetJsonDataOf.
  static absl::Status Encode(const T& value, cloudevents::EventBuilder& builder) {
    return cloudevents::SetJsonDataOf(value, builder);
  }

  // As cloudevents::JsonDataOf.
  static absl::StatusOr<T> Decode(const cloudevents::Event& event) {
    return cloudevents::JsonDataOf<T>(event);
  }
};

}  // namespace eventbus

#endif  // EVENTBUS_JSON_EVENT_TYPE_H_
