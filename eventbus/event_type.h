// EventType<T> says once how a struct becomes an event and an event the struct.
//
//   struct OrderPlaced { std::string order_id; std::string country; std::int64_t total_cents; };
//   NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(OrderPlaced, order_id, country, total_cents)
//
//   template <>
//   struct eventbus::EventType<OrderPlaced> : eventbus::JsonEventType<OrderPlaced> {
//     static constexpr std::string_view kName = "com.shop.order.placed";
//   };
//
// kName is the CloudEvents type, and JsonEventType (eventbus/json_event_type.h) makes the data by
// nlohmann's usual hooks. That is all most types need. A specialisation may also have:
//
//   // The name as a function of the value, instead of kName alone. kName is still what it is
//   // called in lists.
//   static std::string Name(const T& value);
//   // The types that T is decoded from, where they are not just kName: names, and prefixes that
//   // end in ".*" ("com.github.issues.*"; "*" alone is every type).
//   static constexpr std::array<std::string_view, 1> kDecodedFrom = {"com.shop.order.*"};
//   // Attributes other than those that the bus gives every event: id, source, subject, time,
//   // dataschema, extensions.
//   static void Attributes(const T& value, cloudevents::EventBuilder& builder);
//   // Its own way into and out of data, instead of a base class.
//   static absl::Status Encode(const T& value, cloudevents::EventBuilder& builder);
//   static absl::StatusOr<T> Decode(const cloudevents::Event& event);
//
// A type with neither base class nor Encode stays inside the process: it is published to typed
// handlers, and a rule, a target or an event handler that wants its event gets an error. Functions
// are called on any thread and must not throw where exceptions are switched off.
#ifndef EVENTBUS_EVENT_TYPE_H_
#define EVENTBUS_EVENT_TYPE_H_

#include <concepts>
#include <string_view>
#include <type_traits>

namespace eventbus {

// Specialise it for each event struct, beside the struct.
template <typename T>
struct EventType;

// A struct that can be published and handled. Polymorphic types cannot: a copy through the base
// would lose what the derived class adds.
template <typename T>
concept EventStruct = std::is_object_v<T> && !std::is_const_v<T> && requires {
  { EventType<T>::kName } -> std::convertible_to<std::string_view>;
};

}  // namespace eventbus

#endif  // EVENTBUS_EVENT_TYPE_H_
