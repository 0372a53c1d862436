// A C++ value as an event's JSON data, both ways, by nlohmann's usual hooks (to_json, from_json).
//
//   NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Order, id, total_cents)
//
//   absl::Status status = cloudevents::SetJsonDataOf(Order{"o-1", 129900}, builder);
//   ...
//   absl::StatusOr<Order> order = cloudevents::JsonDataOf<Order>(event);
//
// Reading is checked. nlohmann reads 1.5 into an integer as 1, 4294967297 into a 32-bit one as 1,
// and true as 1; here each is an InvalidArgument that names the member. The check writes the value
// again and compares the numbers, so to_json must be the inverse of from_json for numbers.
#ifndef CLOUDEVENTS_JSON_DATA_H_
#define CLOUDEVENTS_JSON_DATA_H_

#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "nlohmann/json.hpp"

namespace cloudevents {

inline constexpr std::string_view kJsonDataMediaType = "application/json";

// Sets the builder's data to `value` and its datacontenttype to `media_type`. InvalidArgument, with
// the builder left as it was: a number in `value` is not finite, a string is not UTF-8, `value`
// nests deeper than kMaxBuiltJsonDepth, or `media_type` is not JSON's.
absl::Status SetJsonData(const nlohmann::json& value, EventBuilder& builder,
                         std::string_view media_type = kJsonDataMediaType);

namespace internal {

// Runs `step` and makes a Status of an exception: InvalidArgument with its text. Compiled with
// exceptions even where the caller's code is not.
absl::Status CatchJsonErrors(absl::FunctionRef<void()> step);

// OK if every number of `encoded` is the number at the same place of `data`.
absl::Status CheckNumbersKept(const nlohmann::json& data, const nlohmann::json& encoded);

}  // namespace internal

// The same with a T, for which to_json can be found. InvalidArgument also if to_json throws.
template <typename T>
absl::Status SetJsonDataOf(const T& value, EventBuilder& builder,
                           std::string_view media_type = kJsonDataMediaType) {
  nlohmann::json json;
  absl::Status status = internal::CatchJsonErrors([&] { json = value; });
  return status.ok() ? SetJsonData(json, builder, media_type) : status;
}

// The event's data as a T, for which to_json and from_json can be found. FailedPrecondition: the
// data is not JSON. InvalidArgument: from_json throws, or a number would not be kept.
template <typename T>
absl::StatusOr<T> JsonDataOf(const Event& event) {
  const absl::StatusOr<const nlohmann::json*> data = event.json();
  if (!data.ok()) return data.status();
  absl::StatusOr<T> value = absl::UnknownError("not decoded");
  nlohmann::json encoded;
  absl::Status status = internal::CatchJsonErrors([&] {
    value = (*data)->template get<T>();
    encoded = *value;
  });
  if (status.ok()) status = internal::CheckNumbersKept(**data, encoded);
  if (!status.ok()) return status;
  return value;
}

}  // namespace cloudevents

#endif  // CLOUDEVENTS_JSON_DATA_H_
