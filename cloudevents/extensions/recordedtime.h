// The extension Recorded Time: when the producer made the event, beside `time`, when the occurrence
// happened. The two make events bitemporal.
//
//   absl::Status status = cloudevents::SetRecordedTime(clock.Now(), builder);
//   ...
//   absl::StatusOr<std::optional<absl::Time>> recorded = cloudevents::GetRecordedTime(event);
//
// Only the producer sets it: an intermediary must not change it.
//
// https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/recordedtime.md
#ifndef CLOUDEVENTS_EXTENSIONS_RECORDEDTIME_H_
#define CLOUDEVENTS_EXTENSIONS_RECORDEDTIME_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cloudevents/event.h"

namespace cloudevents {

// recordedtime, to the nanosecond. nullopt: the event has none. InvalidArgument: it is no RFC 3339
// timestamp.
absl::StatusOr<std::optional<absl::Time>> GetRecordedTime(const Event& event);

// Written in UTC. InvalidArgument, with the builder as it was, if the instant is outside the years
// 0 to 9999.
absl::Status SetRecordedTime(absl::Time recorded, EventBuilder& builder);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_EXTENSIONS_RECORDEDTIME_H_
