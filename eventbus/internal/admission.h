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
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/types/span.h"
#include "eventbus/internal/core.h"
#include "eventbus/publish_result.h"

namespace eventbus::internal {

// One event and who gets it.
struct Plan {
  using Entries = absl::InlinedVector<std::shared_ptr<Entry>, 2>;
  std::shared_ptr<Occurrence> occurrence;
  Entries queued;
  Entries inlined;
  std::size_t deliveries() const { return queued.size() + inlined.size(); }
};

// What a publisher may do when a queue is full.
struct AdmissionMode {
  bool from_delivery = false;  // on a thread that runs a handler: use the reserve, never wait
  bool may_wait = true;
};

// Finds the routes of a batch's events, one after the other: mostly they are of one type.
class RouteFinder {
 public:
  explicit RouteFinder(Core& core) : core_(core) {}

  // For events that all have this route; null: they do not, or there is none.
  RouteFinder(Core& core, const CurrentSnapshot* route) : core_(core), fixed_(route) {}

  Core& core() { return core_; }

  // Null where there are max_routes others.
  const CurrentSnapshot* Find(const Occurrence& occurrence);

 private:
  Core& core_;
  const CurrentSnapshot* const fixed_ = nullptr;
  std::string last_type_;
  const CurrentSnapshot* last_ = nullptr;
};

// Who gets the event, by the snapshot of its type's route. InvalidArgument or FailedPrecondition if
// a rule or a target needs the event and there is none.
absl::StatusOr<Plan> Match(RouteFinder& routes, std::shared_ptr<Occurrence> occurrence);

// All or nothing, over all plans. ResourceExhausted names the full queue; FailedPrecondition: the
// bus is stopped.
absl::Status Admit(Core& core, absl::Span<const Plan> plans, const AdmissionMode& mode);

// Pushes what is queued of admitted plans, and starts it.
void Enqueue(Core& core, const Plan& plan, const std::shared_ptr<Completion>& completion);

// Calls the inline handlers of an admitted plan, in the order of subscribing. Handlers that settle
// later count as queued.
void CallInline(Core& core, const Plan& plan, const std::shared_ptr<Completion>& completion,
                PublishResult& result);

// All four.
PublishResult PublishOccurrences(RouteFinder routes,
                                 std::vector<std::shared_ptr<Occurrence>> occurrences);

}  // namespace eventbus::internal

#endif  // EVENTBUS_INTERNAL_ADMISSION_H_
