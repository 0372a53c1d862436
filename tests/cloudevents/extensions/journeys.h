// Events on the ways that an extension must survive, and the errors of accessors.
#ifndef TESTS_CLOUDEVENTS_EXTENSIONS_JOURNEYS_H_
#define TESTS_CLOUDEVENTS_EXTENSIONS_JOURNEYS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"

namespace cloudevents {

// An event with the required attributes alone.
EventBuilder PlainEvent();

// What `builder` builds; its failure fails the test.
Event BuildEvent(const EventBuilder& builder);

// A plain event with one extension attribute.
Event EventWith(std::string_view name, AttributeValue value);

// The event of a JSON text.
Event EventOfJson(std::string json);

// The builder's event as built, after a way through the JSON format, after one through HTTP's
// binary mode, from which all extensions come back as Strings, and after one through both.
std::vector<Event> Journeys(const EventBuilder& builder);

// The message of an InvalidArgument; any other result fails the test.
std::string RefusalOf(const absl::Status& status);
template <typename T>
std::string RefusalOf(const absl::StatusOr<T>& result) {
  return RefusalOf(result.status());
}

}  // namespace cloudevents

#endif  // TESTS_CLOUDEVENTS_EXTENSIONS_JOURNEYS_H_
