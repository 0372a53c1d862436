// What the paths of a rule mean on an event: where a view puts the event's attributes and data.
#ifndef EVENTBUS_RULES_EVENT_VIEW_H_
#define EVENTBUS_RULES_EVENT_VIEW_H_

#include "absl/status/status.h"
#include "cloudevents/event.h"
#include "eventbus/rules/fields.h"
#include "eventbus/rules/rule.h"

namespace eventbus::rules {

// Adds what the rule behind `fields` asks for. InvalidArgument if the data claims to be JSON and is
// not; some of it may have been added then.
absl::Status AddData(const cloudevents::Event& event, RuleView view, Fields& fields);

// Adds the attributes that the rule behind `fields` asks for.
void AddAttributes(const cloudevents::Event& event, RuleView view, Fields& fields);

}  // namespace eventbus::rules

#endif  // EVENTBUS_RULES_EVENT_VIEW_H_
