// nlohmann's JSON values compared exactly: its own `==` takes -1 and 2^64 - 1 for the same number.
#ifndef CLOUDEVENTS_INTERNAL_JSON_VALUE_H_
#define CLOUDEVENTS_INTERNAL_JSON_VALUE_H_

#include "nlohmann/json_fwd.hpp"

namespace cloudevents::internal {

// Whether two numbers are the same number, whatever types hold them: 1 and 1.0 are, 2^53 + 1 and
// the double next to it are not.
bool SameJsonNumber(const nlohmann::json& a, const nlohmann::json& b);

// Whether two values are the same: numbers as above, objects without regard to order. Recurses as
// deep as both nest.
bool SameJsonValue(const nlohmann::json& a, const nlohmann::json& b);

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_INTERNAL_JSON_VALUE_H_
