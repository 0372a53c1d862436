// The sample events that the specification's conformance tests refer to by name, in code, as their
// documentation asks (conformance/format-tests/README.md).
#ifndef TESTS_CLOUDEVENTS_SAMPLES_GOLDEN_EVENTS_H_
#define TESTS_CLOUDEVENTS_SAMPLES_GOLDEN_EVENTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "cloudevents/event.h"

namespace cloudevents {

// The names of all of them.
std::vector<std::string> GoldenEventNames();
std::vector<std::string> GoldenBatchNames();

// The event or batch of this name; an unknown name fails the test.
Event GoldenEvent(std::string_view name);
std::vector<Event> GoldenBatch(std::string_view name);

}  // namespace cloudevents

#endif  // TESTS_CLOUDEVENTS_SAMPLES_GOLDEN_EVENTS_H_
