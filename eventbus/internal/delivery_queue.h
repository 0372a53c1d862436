// A bounded queue of deliveries, counted by credits.
//
// A publish first takes a credit from every queue that it concerns and pushes only when it has
// them all, so that a refused publish leaves no trace. A delivery holds its credit while it waits
// and while it runs; settling gives it back.
//
//     TryReserve --> Push --> Lease --> Settle
//          \--> Unreserve (another queue was full)
#ifndef EVENTBUS_INTERNAL_DELIVERY_QUEUE_H_
#define EVENTBUS_INTERNAL_DELIVERY_QUEUE_H_

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "eventbus/internal/delivery.h"
#include "eventbus/internal/mutex.h"
#include "eventbus/subscribe_options.h"

namespace eventbus::internal {

// Thread-safe.
class DeliveryQueue {
 public:
  // `end` is told of each delivery that is settled.
  DeliveryQueue(const Queued& options, std::shared_ptr<DeliveryEnd> end)
      : options_(options), end_(std::move(end)) {}

  const Queued& options() const { return options_; }

  // Takes `credits`, or none. From inside a delivery the reserve counts as well.
  bool TryReserve(std::size_t credits, bool from_delivery);
  void Unreserve(std::size_t credits);

  // Waits until `credits` may be had, the queue is closed, or somebody else's try may go first:
  // try again after it. Returns at once when closed.
  void AwaitRoom(std::size_t credits);

  // Appends a delivery whose credit has been reserved.
  void Push(Delivery delivery);

  // The oldest delivery that waits; its credit stays taken until Settle.
  std::optional<Delivery> Lease();

  // Gives a leased delivery's credit back, and ends it.
  void Settle(const Entry& entry, Delivery delivery, Outcome outcome);

  // Wakes all who wait for room.
  void Close();

  // Takes all that wait, and their credits.
  std::vector<Delivery> TakeAll();

  bool empty() const;
  std::size_t held() const;  // credits taken: reserved, waiting and leased

 private:
  const Queued options_;
  const std::shared_ptr<DeliveryEnd> end_;
  mutable Mutex mutex_;
  CondVar room_;
  std::deque<Delivery> waiting_ ABSL_GUARDED_BY(mutex_);
  std::size_t held_ ABSL_GUARDED_BY(mutex_) = 0;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace eventbus::internal

#endif  // EVENTBUS_INTERNAL_DELIVERY_QUEUE_H_
