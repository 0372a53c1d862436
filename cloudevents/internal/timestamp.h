// Timestamps as canonical text.
#ifndef CLOUDEVENTS_INTERNAL_TIMESTAMP_H_
#define CLOUDEVENTS_INTERNAL_TIMESTAMP_H_

#include <string>

#include "absl/time/time.h"

namespace cloudevents::internal {

// RFC 3339 in UTC with as many fractional digits as the instant needs, at most nine (what is
// shorter than a nanosecond is cut off). An instant outside the years 0 to 9999 gives text that
// ValidateTimestamp refuses and that says which instant it was.
std::string FormatTimestamp(absl::Time instant);

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_INTERNAL_TIMESTAMP_H_
