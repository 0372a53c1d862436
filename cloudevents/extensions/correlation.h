// The extension Correlation: which flow an event belongs to, and which event caused it.
//
//   absl::StatusOr<std::optional<cloudevents::Correlation>> order = GetCorrelation(placed);
//   ...
//   cloudevents::EventBuilder paid = ...;
//   absl::Status status = SetCorrelation(
//       {.correlation_id = (*order)->correlation_id, .causation_id = placed.id()}, paid);
//
// https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/correlation.md
#ifndef CLOUDEVENTS_EXTENSIONS_CORRELATION_H_
#define CLOUDEVENTS_EXTENSIONS_CORRELATION_H_

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"

namespace cloudevents {

// Neither may be empty where it is set. As read, they are views that live as long as any copy of
// the event; as written, they are copied.
struct Correlation {
  std::optional<std::string_view> correlation_id;  // correlationid: one for all events of a flow
  std::optional<std::string_view> causation_id;    // causationid: should be the causing event's id
  friend bool operator==(const Correlation&, const Correlation&) = default;
};

// nullopt: the event has none. InvalidArgument: it has, and an attribute breaks a rule; the message
// names the attribute, the rule and the value.
absl::StatusOr<std::optional<Correlation>> GetCorrelation(const Event& event);

// Gives the builder's event exactly this correlation: what is unset is removed. InvalidArgument,
// with the builder as it was, if a value breaks a rule.
absl::Status SetCorrelation(const Correlation& correlation, EventBuilder& builder);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_EXTENSIONS_CORRELATION_H_
