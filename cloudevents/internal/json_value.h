// nlohmann's JSON values where its own operations are not exact: its `==` takes -1 and 2^64 - 1 for
// the same number, its dump() writes NaN as null, and both recurse as deep as a value nests.
#ifndef CLOUDEVENTS_INTERNAL_JSON_VALUE_H_
#define CLOUDEVENTS_INTERNAL_JSON_VALUE_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "nlohmann/json_fwd.hpp"

namespace cloudevents::internal {

// Whether two numbers are the same number, whatever types hold them: 1 and 1.0 are, 2^53 + 1 and
// the double next to it are not.
bool SameJsonNumber(const nlohmann::json& a, const nlohmann::json& b);

// Whether two values are the same: numbers as above, objects without regard to order. Recurses as
// deep as both nest.
bool SameJsonValue(const nlohmann::json& a, const nlohmann::json& b);

// The value as JSON text without space. InvalidArgument: it nests deeper than `max_depth`, a number
// in it is not finite, or a string is not UTF-8.
absl::StatusOr<std::string> JsonTextOf(const nlohmann::json& value, std::size_t max_depth);

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_INTERNAL_JSON_VALUE_H_
