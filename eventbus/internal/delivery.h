// A delivery: one event on its way to one subscription or target, and the rules of its end.
#ifndef EVENTBUS_INTERNAL_DELIVERY_H_
#define EVENTBUS_INTERNAL_DELIVERY_H_

#include <cstddef>
#include <memory>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "eventbus/internal/mutex.h"
#include "eventbus/internal/occurrence.h"
#include "eventbus/settle.h"
#include "eventbus/sink.h"

namespace eventbus::internal {

struct Entry;

// Told once when a number of deliveries have all ended: OK, or the first failure. Thread-safe.
class Completion {
 public:
  using Done = absl::AnyInvocable<void(absl::Status) &&>;

  // `done` is called when One has been called `deliveries` times, on the thread of the last.
  Completion(std::size_t deliveries, Done done) : left_(deliveries), done_(std::move(done)) {}

  // One that is destroyed before its last delivery ended says so to `done` (Cancelled).
  ~Completion();

  void One(const absl::Status& status);

 private:
  Mutex mutex_;
  std::size_t left_ ABSL_GUARDED_BY(mutex_);
  absl::Status first_failure_ ABSL_GUARDED_BY(mutex_);
  Done done_ ABSL_GUARDED_BY(mutex_);
};

struct Delivery {
  std::shared_ptr<Occurrence> occurrence;
  int attempt = 1;
  absl::Status first_status;                    // why the first attempt failed; OK before
  std::shared_ptr<const EncodedEvent> encoded;  // for a target: kept across attempts
  std::shared_ptr<Completion> completion;       // null: nobody waits for the end
};

// Where deliveries end. Thread-safe.
class DeliveryEnd {
 public:
  virtual ~DeliveryEnd() = default;

  // `delivery` to `entry` has ended: counts it, and puts a failed one into the dead letters.
  virtual void End(const Entry& entry, Delivery delivery, Outcome outcome) = 0;
};

}  // namespace eventbus::internal

#endif  // EVENTBUS_INTERNAL_DELIVERY_H_
