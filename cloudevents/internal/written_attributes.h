// The attributes of an event as formats write them that treat all attributes alike.
#ifndef CLOUDEVENTS_INTERNAL_WRITTEN_ATTRIBUTES_H_
#define CLOUDEVENTS_INTERNAL_WRITTEN_ATTRIBUTES_H_

#include <vector>

#include "cloudevents/event.h"

namespace cloudevents::internal {

// All that are set, the specification's own first, then extensions by name. What JSON's own format
// leaves unsaid is written out in others (JSON format 1.0.2, section 3.1.2): where the data is JSON
// and datacontenttype is unset, it is application/json. Views the event.
std::vector<ExtensionView> WrittenAttributes(const Event& event);

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_INTERNAL_WRITTEN_ATTRIBUTES_H_
