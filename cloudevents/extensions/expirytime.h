// The extension Expiry Time: when an event is no longer useful, and may be ignored.
//
//   absl::StatusOr<bool> expired = cloudevents::IsExpired(event, clock.Now());
//   if (expired.ok() && *expired) return;  // nobody wants it any more
//
// It is a hint: clocks differ, and nobody may rely on others to keep or to drop an event. An
// intermediary may change the time, but must not remove it.
//
// https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/expirytime.md
#ifndef CLOUDEVENTS_EXTENSIONS_EXPIRYTIME_H_
#define CLOUDEVENTS_EXTENSIONS_EXPIRYTIME_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cloudevents/event.h"

namespace cloudevents {

// expirytime, to the nanosecond. nullopt: the event has none. InvalidArgument: it is no RFC 3339
// timestamp. It should not be before the event's `time`; this is not checked.
absl::StatusOr<std::optional<absl::Time>> GetExpiryTime(const Event& event);

// Written in UTC. InvalidArgument, with the builder as it was, if the instant is outside the years
// 0 to 9999.
absl::Status SetExpiryTime(absl::Time expiry, EventBuilder& builder);

// Whether the event has an expirytime that is at or before `now`. InvalidArgument as GetExpiryTime.
absl::StatusOr<bool> IsExpired(const Event& event, absl::Time now);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_EXTENSIONS_EXPIRYTIME_H_
