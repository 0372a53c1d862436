// Events that hurt: each has something that a format or a binding may lose or bend.
#ifndef TESTS_CLOUDEVENTS_SAMPLES_HARD_EVENTS_H_
#define TESTS_CLOUDEVENTS_SAMPLES_HARD_EVENTS_H_

#include <vector>

#include "cloudevents/event.h"

namespace cloudevents {

// All of them; the ids say what is hard.
std::vector<Event> HardEvents();

// Whether the event's data is there, but has no byte: protocols without a null of their own cannot
// tell it from no data.
inline bool HasEmptyData(const Event& event) {
  return event.data_kind() != DataKind::kAbsent && event.data().empty();
}

}  // namespace cloudevents

#endif  // TESTS_CLOUDEVENTS_SAMPLES_HARD_EVENTS_H_
