// The usual way of a struct into an event's data: JSON by nlohmann's hooks.
//
//   NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(OrderPlaced, order_id, country, total_cents)
//   template <>
//   struct eventbus::EventType<OrderPlaced> : eventbus::JsonEventType<OrderPlaced> {
//     static constexpr std::string_view kName = "com.shop.order.placed";
//   };
//
// Decoding is checked. nlohmann reads 1.5 into an integer as 1, 4294967297 into a 32-bit one as 1,
// and true as 1; here each is an InvalidArgument that names the member. The check encodes the
// decoded struct again and compares the numbers, so to_json must be the inverse of from_json for
// numbers; a type for which it is not writes its own Decode.
#ifndef EVENTBUS_JSON_EVENT_TYPE_H_
#define EVENTBUS_JSON_EVENT_TYPE_H_

#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "eventbus/event_type.h"
#include "nlohmann/json.hpp"

namespace eventbus {

namespace internal {

// Runs `step` and makes a Status of an exception: InvalidArgument with its text. Compiled with
// exceptions even where the caller's code is not.
absl::Status CatchJsonErrors(std::string_view what, absl::FunctionRef<void()> step);

// OK if every number of `encoded` is the number at the same place of `data`.
absl::Status CheckNumbersKept(const nlohmann::json& data, const nlohmann::json& encoded);

// Sets the builder's JSON data; InvalidArgument where a string in `value` is not UTF-8.
absl::Status SetJsonData(const nlohmann::json& value, cloudevents::EventBuilder& builder);

}  // namespace internal

template <typename T>
struct JsonEventType {
  // InvalidArgument if to_json throws.
  static absl::Status Encode(const T& value, cloudevents::EventBuilder& builder) {
    nlohmann::json json;
    absl::Status status = internal::CatchJsonErrors(EventType<T>::kName, [&] { json = value; });
    return status.ok() ? internal::SetJsonData(json, builder) : status;
  }

  // InvalidArgument if the data is not JSON, if from_json throws, or if a number would not be kept.
  static absl::StatusOr<T> Decode(const cloudevents::Event& event) {
    const absl::StatusOr<const nlohmann::json*> data = event.json();
    if (!data.ok()) return data.status();
    absl::StatusOr<T> value = absl::UnknownError("not decoded");
    nlohmann::json encoded;
    absl::Status status = internal::CatchJsonErrors(EventType<T>::kName, [&] {
      value = (*data)->template get<T>();
      encoded = *value;
    });
    if (status.ok()) status = internal::CheckNumbersKept(**data, encoded);
    if (!status.ok()) return status;
    return value;
  }
};

}  // namespace eventbus

#endif  // EVENTBUS_JSON_EVENT_TYPE_H_
