// Runs a queued subscription: a task takes up to kBurst deliveries, one after the other, and hands
// the executor back to others before it goes on.
//
//     idle --Wake--> running --queue empty--> idle
//                       |  ^
//      settles later    v  | settled
//                     waiting
#include <cstdint>
#include <optional>
#include <utility>

#include "eventbus/internal/deliver.h"
#include "eventbus/internal/mutex.h"
#include "eventbus/internal/queue_runner.h"

namespace eventbus::internal {
namespace {

// Deliveries a task takes before it lets other tasks of the executor run.
constexpr int kBurst = 64;

class HandlerRunner final : public QueueRunner {
 public:
  HandlerRunner(const Queued& options, Executor* executor, std::shared_ptr<DeliveryEnd> end)
      : queue_(options, std::move(end)), executor_(executor) {}

  DeliveryQueue& queue() override { return queue_; }
  Executor& executor() override { return *executor_; }

  void Wake(const std::shared_ptr<Entry>& self) override {
    MutexLock lock(mutex_);
    if (!open_ || busy_ || queue_.empty()) return;
    busy_ = true;
    executor_->Run([this, self] { RunSome(self); });
  }

  void Open() override {
    MutexLock lock(mutex_);
    open_ = true;
  }

  void Halt() override {
    MutexLock lock(mutex_);
    open_ = false;
  }

  void Close(absl::Duration) override {}

 private:
  // The lock is held while the executor is used: after Halt it may be gone.
  void GoOn(const std::shared_ptr<Entry>& self) {
    MutexLock lock(mutex_);
    busy_ = open_ && !queue_.empty();
    if (busy_) executor_->Run([this, self] { RunSome(self); });
  }

  void RunSome(const std::shared_ptr<Entry>& self) {
    for (int i = 0; i < kBurst; ++i) {
      std::optional<Delivery> delivery = Next();
      if (!delivery.has_value()) return;
      if (self->parts.settles) {
        // The handler settles when it likes; the next delivery starts after that.
        Deliver(self, *std::move(delivery), [this, self](Delivery ended, Outcome outcome) {
          queue_.Settle(*self, std::move(ended), std::move(outcome));
          GoOn(self);
        });
        return;
      }
      Deliver(self, *std::move(delivery), [&](Delivery ended, Outcome outcome) {
        queue_.Settle(*self, std::move(ended), std::move(outcome));
      });
    }
    GoOn(self);
  }

  // The next delivery; without one the runner is idle.
  std::optional<Delivery> Next() {
    MutexLock lock(mutex_);
    std::optional<Delivery> delivery;
    if (open_) delivery = queue_.Lease();
    if (!delivery.has_value()) busy_ = false;
    return delivery;
  }

  DeliveryQueue queue_;
  Executor* const executor_;
  Mutex mutex_;
  bool open_ ABSL_GUARDED_BY(mutex_) = false;
  bool busy_ ABSL_GUARDED_BY(mutex_) = false;  // a task or a late settle will go on
};

}  // namespace

std::unique_ptr<QueueRunner> MakeHandlerRunner(const Queued& options, Executor* executor,
                                               std::shared_ptr<DeliveryEnd> end) {
  return std::make_unique<HandlerRunner>(options, executor, std::move(end));
}

}  // namespace eventbus::internal
