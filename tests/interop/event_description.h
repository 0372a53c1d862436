// An event as the harness and its peers tell each other what it holds: plain JSON that belongs to
// no event format, so that no SDK's serialiser (and not ours) is on both sides of a comparison.
//
//   {"attributes": {"id": {"type": "String", "text": "1"},
//                   "source": {"type": "URI-reference", "text": "/shop"}, ...},
//    "data": {"kind": "json", "base64": "eyJhIjoxfQ=="}}
//
// An attribute has its type's name in the specification and its canonical text. The data's kind is
// "json", "text" or "binary"; an event without data has no "data".
#ifndef TESTS_INTEROP_EVENT_DESCRIPTION_H_
#define TESTS_INTEROP_EVENT_DESCRIPTION_H_

#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "nlohmann/json_fwd.hpp"

namespace interop {

nlohmann::json Describe(const cloudevents::Event& event);

// The event that a description tells of. InvalidArgument: it is none by the specification's rules,
// or `description` is no description.
absl::StatusOr<cloudevents::Event> EventOf(const nlohmann::json& description);

}  // namespace interop

#endif  // TESTS_INTEROP_EVENT_DESCRIPTION_H_
