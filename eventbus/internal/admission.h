// The long way of a publish: everything but a struct to plain inline handlers.
//
//   Match     which subscriptions and targets it is for; rules are judged on the event
//   Admit     a credit from every queue concerned, or from none
//   Enqueue   what is queued, before any inline handler runs
//   CallInline
#ifndef EVENTBUS_INTERNAL_ADMISSION_H_
#define EVENTBUS_INTERNAL_ADMISSION_H_

#include <cstddef>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "eventbus/internal/core.h"
#include "eventbus/publish_result.h"

namespace eventbus::internal {

// One event and who gets it.
struct Plan {
  std::shared_ptr<Occurrence> occurrence;
  EntryList queued;
  EntryList inlined;
  std::size_t deliveries() const { return queued.size() + inlined.size(); }
};

// What a publisher may do when a queue is full.
struct AdmissionMode {
  bool from_delivery = false;  // on a thread that runs a handler: use the reserve, never wait
  bool may_wait = true;
};

// Who gets the event, by the snapshot of its type's route; null: it is looked up. InvalidArgument
// or FailedPrecondition if a rule or a target needs the event and there is none.
absl::StatusOr<Plan> Match(Core& core, const CurrentSnapshot* route,
                           std::shared_ptr<Occurrence> occurrence);

// All or nothing, over all plans. ResourceExhausted names the full queue; FailedPrecondition: the
// bus is stopped.
absl::Status Admit(Core& core, absl::Span<const Plan> plans, const AdmissionMode& mode);

// Pushes what is queued of admitted plans, and starts it.
void Enqueue(Core& core, const Plan& plan, const std::shared_ptr<Completion>& completion);

// Calls the inline handlers of an admitted plan, in the order of subscribing. Handlers that settle
// later count as queued.
void CallInline(Core& core, const Plan& plan, const std::shared_ptr<Completion>& completion,
                PublishResult& result);

// All four. `route` is that of all occurrences, or null.
PublishResult PublishOccurrences(Core& core, const CurrentSnapshot* route,
                                 std::vector<std::shared_ptr<Occurrence>> occurrences);

}  // namespace eventbus::internal

#endif  // EVENTBUS_INTERNAL_ADMISSION_H_
