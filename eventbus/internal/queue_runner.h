// Carries the deliveries of one queue to their end, on an executor.
#ifndef EVENTBUS_INTERNAL_QUEUE_RUNNER_H_
#define EVENTBUS_INTERNAL_QUEUE_RUNNER_H_

#include <cstddef>
#include <memory>

#include "absl/time/time.h"
#include "eventbus/executor.h"
#include "eventbus/internal/delivery_queue.h"
#include "eventbus/internal/entry.h"

namespace eventbus::internal {

class QueueRunner {
 public:
  virtual ~QueueRunner() = default;

  virtual DeliveryQueue& queue() = 0;

  // Where its tasks run.
  virtual Executor& executor() = 0;

  // There may be work: starts a task unless one is under way, or the runner is not open yet.
  // `self` is the entry that owns this runner; tasks keep it alive.
  virtual void Wake(const std::shared_ptr<Entry>& self) = 0;

  // From now on Wake starts tasks.
  virtual void Open() = 0;

  // No task starts another delivery from now on.
  virtual void Halt() = 0;

  // Lets go of what is outside, by `deadline` of the bus's monotonic clock.
  virtual void Close(absl::Duration deadline) = 0;
};

// For a queued subscription: one delivery at a time, in order. `end` and `executor` outlive the
// runner's tasks.
std::unique_ptr<QueueRunner> MakeHandlerRunner(const Queued& options, Executor* executor,
                                               std::shared_ptr<DeliveryEnd> end);

// For a target: batches within the sink's limits. `sink` outlives the target.
std::unique_ptr<QueueRunner> MakeSinkRunner(const Queued& options, Executor* executor, Sink* sink,
                                            std::shared_ptr<DeliveryEnd> end);

}  // namespace eventbus::internal

#endif  // EVENTBUS_INTERNAL_QUEUE_RUNNER_H_
