#include "eventbus/internal/delivery_queue.h"

#include <iterator>
#include <utility>

namespace eventbus::internal {

void Completion::One(const absl::Status& status) {
  Done done;
  absl::Status result;
  {
    MutexLock lock(mutex_);
    if (first_failure_.ok() && !status.ok()) first_failure_ = status;
    if (--left_ > 0) return;
    done = std::move(done_);
    result = first_failure_;
  }
  std::move(done)(std::move(result));
}

Completion::~Completion() {
  MutexLock lock(mutex_);
  if (left_ > 0) std::move(done_)(absl::CancelledError("the bus stopped before all was handled"));
}

bool DeliveryQueue::TryReserve(std::size_t credits, bool from_delivery) {
  MutexLock lock(mutex_);
  const std::size_t limit = options_.capacity + (from_delivery ? options_.reserve : 0);
  if (held_ + credits > limit) return false;
  held_ += credits;
  return true;
}

void DeliveryQueue::Unreserve(std::size_t credits) {
  MutexLock lock(mutex_);
  held_ -= credits;
  room_.NotifyAll();
}

void DeliveryQueue::AwaitRoom(std::size_t credits) {
  MutexLock lock(mutex_);
  while (!closed_ && held_ + credits > options_.capacity) room_.Wait(mutex_);
}

void DeliveryQueue::Push(Delivery delivery) {
  MutexLock lock(mutex_);
  waiting_.push_back(std::move(delivery));
}

std::optional<Delivery> DeliveryQueue::Lease() {
  MutexLock lock(mutex_);
  if (waiting_.empty()) return std::nullopt;
  std::optional<Delivery> delivery = std::move(waiting_.front());
  waiting_.pop_front();
  return delivery;
}

void DeliveryQueue::Settle(const Entry& entry, Delivery delivery, Outcome outcome) {
  Unreserve(1);
  end_->End(entry, std::move(delivery), std::move(outcome));
}

void DeliveryQueue::Close() {
  MutexLock lock(mutex_);
  closed_ = true;
  room_.NotifyAll();
}

std::vector<Delivery> DeliveryQueue::TakeAll() {
  MutexLock lock(mutex_);
  std::vector<Delivery> all(std::make_move_iterator(waiting_.begin()),
                            std::make_move_iterator(waiting_.end()));
  held_ -= waiting_.size();
  waiting_.clear();
  room_.NotifyAll();
  return all;
}

bool DeliveryQueue::empty() const {
  MutexLock lock(mutex_);
  return waiting_.empty();
}

std::size_t DeliveryQueue::held() const {
  MutexLock lock(mutex_);
  return held_;
}

}  // namespace eventbus::internal
