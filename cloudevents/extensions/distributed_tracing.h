// The extension Distributed Tracing: the trace in which an event was made, by W3C Trace Context.
//
//   absl::StatusOr<std::optional<cloudevents::DistributedTracing>> tracing =
//       cloudevents::GetDistributedTracing(event);
//   if (tracing.ok() && tracing->has_value()) span.AddLink((*tracing)->parent);
//
// It carries the trace of where an event started, unchanged over all hops; that of each hop belongs
// into the protocol's own headers. For one hop, both are the same. An intermediary may add it to an
// event that has none.
//
// https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/distributed-tracing.md
#ifndef CLOUDEVENTS_EXTENSIONS_DISTRIBUTED_TRACING_H_
#define CLOUDEVENTS_EXTENSIONS_DISTRIBUTED_TRACING_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "cloudevents/extensions/trace_parent.h"
#include "cloudevents/extensions/trace_state.h"

namespace cloudevents {

// As read, the state is a view that lives as long as any copy of the event; as written, it is
// copied.
struct DistributedTracing {
  TraceParent parent;  // traceparent
  TraceState state;    // tracestate; empty where unset
  friend bool operator==(const DistributedTracing&, const DistributedTracing&) = default;
};

// nullopt: the event has none. InvalidArgument: it has, and an attribute breaks a rule of Trace
// Context, or tracestate is set alone; the message names the attribute, the rule and the value.
absl::StatusOr<std::optional<DistributedTracing>> GetDistributedTracing(const Event& event);

// traceparent alone, whatever tracestate is: Trace Context lets a bad tracestate spoil no
// traceparent. nullopt: the event has none. InvalidArgument: it breaks a rule.
absl::StatusOr<std::optional<TraceParent>> GetTraceParent(const Event& event);

// Gives the builder's event exactly this tracing: an empty state is removed. InvalidArgument, with
// the builder as it was, if an id is all zero.
absl::Status SetDistributedTracing(const DistributedTracing& tracing, EventBuilder& builder);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_EXTENSIONS_DISTRIBUTED_TRACING_H_
