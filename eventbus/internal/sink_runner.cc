// Runs a target: encodes, fills batches within the sink's limits, sends, settles.
#include <algorithm>
#include <atomic>
#include <optional>
#include <utility>
#include <vector>

#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/internal/call_handler.h"
#include "eventbus/internal/catch_exceptions.h"
#include "eventbus/internal/mutex.h"
#include "eventbus/internal/queue_runner.h"

namespace eventbus::internal {
namespace {

using cloudevents::internal::Cat;

// Batches that a task sends before it lets other tasks of the executor run.
constexpr int kBurst = 16;

class SinkRunner final : public QueueRunner {
 public:
  SinkRunner(const Queued& options, Executor* executor, Sink* sink,
             std::shared_ptr<DeliveryEnd> end)
      : queue_(options, std::move(end)),
        executor_(executor),
        sink_(sink),
        limits_(sink->limits()) {}

  DeliveryQueue& queue() override { return queue_; }
  Executor& executor() override { return *executor_; }

  void Wake(const std::shared_ptr<Entry>& self) override {
    // The lock is held while the executor is used: after Halt it may be gone.
    MutexLock lock(mutex_);
    if (!open_ || busy_ || in_flight_ >= limits_.in_flight || NothingWaits()) return;
    busy_ = true;
    executor_->Run([this, self] { Pump(self); });
  }

  void Open() override {
    MutexLock lock(mutex_);
    open_ = true;
  }

  void Halt() override {
    MutexLock lock(mutex_);
    open_ = false;
  }

  void Close(absl::Duration deadline) override { sink_->Close(deadline); }

 private:
  // One batch on its way: counts its entries down.
  struct Batch {
    explicit Batch(std::size_t entries) : left(entries) {}
    std::atomic<std::size_t> left;
  };

  bool NothingWaits() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return !carried_.has_value() && queue_.empty();
  }

  // Sends batches until nothing waits, the sink has enough in flight, or other tasks should have
  // their turn: then it goes on in a task of its own.
  void Pump(const std::shared_ptr<Entry>& self) {
    const bool linked = RunInside(*self, [&] {
      for (int i = 0; i < kBurst && SendOne(self); ++i) continue;
    });
    if (!linked) Cancel(*self);
    {
      MutexLock lock(mutex_);
      busy_ = false;
    }
    Wake(self);
  }

  // Whether another may follow.
  bool SendOne(const std::shared_ptr<Entry>& self) {
    if (self->removed.load(std::memory_order_acquire)) return false;
    std::vector<Delivery> batch = FillBatch(*self);
    if (batch.empty()) return false;
    bool more = false;
    {
      MutexLock lock(mutex_);
      more = ++in_flight_ < limits_.in_flight;
    }
    Send(self, std::move(batch));
    return more;
  }

  // The target is removed, and its sink may be gone: what waits fails.
  void Cancel(const Entry& self) {
    for (;;) {
      std::optional<Delivery> delivery = Take();
      if (!delivery.has_value()) return;
      queue_.Settle(
          self, *std::move(delivery),
          {OutcomeKind::kPermanent,
           absl::CancelledError(Cat("target \"", self.name, "\" was removed before this delivery")),
           std::nullopt});
    }
  }

  // The next delivery, encoded or not.
  std::optional<Delivery> Take() {
    {
      MutexLock lock(mutex_);
      if (!open_) return std::nullopt;
      if (carried_.has_value()) return std::exchange(carried_, std::nullopt);
    }
    return queue_.Lease();
  }

  std::vector<Delivery> FillBatch(const Entry& self) {
    std::vector<Delivery> batch;
    std::size_t bytes = 0;
    while (batch.size() < limits_.events) {
      std::optional<Delivery> ready = Next(self);
      if (!ready.has_value()) break;
      const std::size_t cost = ready->encoded->wire_bytes();
      if (!batch.empty() && bytes + cost > limits_.bytes) {
        MutexLock lock(mutex_);
        carried_ = std::move(ready);
        break;
      }
      bytes += cost;
      batch.push_back(*std::move(ready));
    }
    return batch;
  }

  // The next delivery that can be sent. One that cannot be encoded, or is too large, ends here.
  std::optional<Delivery> Next(const Entry& self) {
    for (;;) {
      std::optional<Delivery> delivery = Take();
      if (!delivery.has_value()) return std::nullopt;
      absl::Status status = Encode(*delivery);
      if (status.ok()) return delivery;
      queue_.Settle(self, *std::move(delivery),
                    {OutcomeKind::kPermanent, std::move(status), std::nullopt});
    }
  }

  absl::Status Encode(Delivery& delivery) const {
    if (delivery.encoded != nullptr) return absl::OkStatus();
    const absl::StatusOr<const cloudevents::Event*> event = delivery.occurrence->event();
    if (!event.ok()) return event.status();
    absl::StatusOr<std::shared_ptr<const EncodedEvent>> encoded;
    const absl::Status status = CatchExceptions("the sink's Encode", [&] {
      encoded = sink_->Encode(**event);
      return encoded.status();
    });
    if (!status.ok()) return status;
    const std::size_t cost = (*encoded)->wire_bytes();
    const std::size_t limit = std::min(limits_.bytes_per_event, limits_.bytes);
    if (cost > limit) {
      return absl::ResourceExhaustedError(
          Cat("the event takes ", cost, " bytes, the sink at most ", limit));
    }
    delivery.encoded = *std::move(encoded);
    return absl::OkStatus();
  }

  void Send(const std::shared_ptr<Entry>& self, std::vector<Delivery> batch) {
    auto state = std::make_shared<Batch>(batch.size());
    std::vector<SinkEntry> entries;
    entries.reserve(batch.size());
    for (Delivery& delivery : batch) {
      const cloudevents::Event event = **delivery.occurrence->event();
      std::shared_ptr<const EncodedEvent> encoded = delivery.encoded;
      const int attempt = delivery.attempt;
      Settle settle([this, self, state, delivery = std::move(delivery)](Outcome outcome) mutable {
        queue_.Settle(*self, std::move(delivery), std::move(outcome));
        if (state->left.fetch_sub(1, std::memory_order_acq_rel) == 1) BatchSettled(self);
      });
      entries.push_back({event, std::move(encoded), std::string(), attempt, std::move(settle)});
    }
    // What a sink throws is not for the executor; it settles what it destroys on the way as
    // unknown.
    CatchExceptions("the sink's Send", [&] {
      sink_->Send(std::move(entries));
      return absl::OkStatus();
    }).IgnoreError();
  }

  void BatchSettled(const std::shared_ptr<Entry>& self) {
    {
      MutexLock lock(mutex_);
      --in_flight_;
    }
    Wake(self);
  }

  DeliveryQueue queue_;
  Executor* const executor_;
  Sink* const sink_;
  const SinkLimits limits_;
  Mutex mutex_;
  bool open_ ABSL_GUARDED_BY(mutex_) = false;
  bool busy_ ABSL_GUARDED_BY(mutex_) = false;  // a task fills a batch
  std::size_t in_flight_ ABSL_GUARDED_BY(mutex_) = 0;
  std::optional<Delivery> carried_ ABSL_GUARDED_BY(mutex_);  // did not fit the last batch
};

}  // namespace

std::unique_ptr<QueueRunner> MakeSinkRunner(const Queued& options, Executor* executor, Sink* sink,
                                            std::shared_ptr<DeliveryEnd> end) {
  return std::make_unique<SinkRunner>(options, executor, sink, std::move(end));
}

}  // namespace eventbus::internal
