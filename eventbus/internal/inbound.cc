#include "eventbus/internal/inbound.h"

#include <utility>

#include "cloudevents/internal/abseil_strings.h"

namespace eventbus::internal {

using cloudevents::internal::Cat;

absl::Status Inbound::Reserve(std::size_t events) {
  MutexLock lock(mutex_);
  if (events_ + events > core_->options().max_inbound) {
    return absl::ResourceExhaustedError(
        Cat("max_inbound (", core_->options().max_inbound,
            ") events from outside wait for their handlers: offer again later"));
  }
  events_ += events;
  return absl::OkStatus();
}

void Inbound::Release(std::size_t events) {
  MutexLock lock(mutex_);
  events_ -= events;
}

void Inbound::Offer(std::vector<cloudevents::Event> events, Until until, Done done) {
  const std::size_t count = events.size();
  absl::Status status = Reserve(count);
  if (!status.ok()) return std::move(done)({.accepted = std::move(status)});
  Batch batch;
  status = Accept(std::move(events), until, batch, done);
  if (!status.ok()) {
    Release(count);
    return std::move(done)({.accepted = std::move(status)});
  }
  core_->Began(1);
  if (inline_on_source_thread_) {
    RunInline(std::move(batch));
  } else {
    MutexLock lock(mutex_);
    batches_.push_back(std::move(batch));
    if (!busy_ && !abandoned_) {
      busy_ = true;
      core_->executor().Run([self = shared_from_this()] { self->RunNext(); });
    }
  }
  if (until == Until::kAccepted) std::move(done)({});
}

// Admits the events and enqueues what is queued. With kHandled, `done` goes into the completion.
absl::Status Inbound::Accept(std::vector<cloudevents::Event> events, Until until, Batch& batch,
                             Done& done) {
  if (until == Until::kStored) {
    return absl::FailedPreconditionError(
        "the bus has no storage: offer events until they are accepted or handled");
  }
  RouteFinder routes(*core_);
  std::size_t deliveries = 0;
  for (cloudevents::Event& event : events) {
    absl::StatusOr<Plan> plan = Match(routes, std::make_shared<Occurrence>(std::move(event)));
    if (!plan.ok()) return plan.status();
    deliveries += plan->deliveries();
    batch.plans.push_back(*std::move(plan));
  }
  absl::Status admitted = Admit(*core_, batch.plans, {.may_wait = false});
  if (!admitted.ok()) return admitted;
  // One more than there are deliveries: the batch itself, so that an empty one completes too.
  if (until == Until::kHandled) {
    batch.completion = std::make_shared<Completion>(
        deliveries + 1, [done = std::move(done)](absl::Status handled) mutable {
          std::move(done)({.handled = std::move(handled)});
        });
  }
  for (const Plan& plan : batch.plans) Enqueue(*core_, plan, batch.completion);
  return absl::OkStatus();
}

void Inbound::RunInline(Batch batch) {
  PublishResult result;
  for (const Plan& plan : batch.plans) CallInline(*core_, plan, batch.completion, result);
  Release(batch.plans.size());
  if (batch.completion != nullptr) batch.completion->One(absl::OkStatus());
  core_->Finished(1);
}

// Runs one batch, then hands the executor back to others before the next.
void Inbound::RunNext() {
  Batch batch;
  {
    MutexLock lock(mutex_);
    busy_ = !batches_.empty();
    if (!busy_) return;
    batch = std::move(batches_.front());
    batches_.pop_front();
  }
  RunInline(std::move(batch));
  MutexLock lock(mutex_);
  busy_ = !batches_.empty() && !abandoned_;
  if (busy_) core_->executor().Run([self = shared_from_this()] { self->RunNext(); });
}

std::size_t Inbound::waiting() const {
  MutexLock lock(mutex_);
  return batches_.size();
}

void Inbound::Abandon() {
  std::deque<Batch> batches;
  {
    MutexLock lock(mutex_);
    abandoned_ = true;
    batches = std::move(batches_);
    batches_.clear();
  }
  for (Batch& batch : batches) {
    for (const Plan& plan : batch.plans) {
      for (const std::shared_ptr<Entry>& entry : plan.inlined) {
        core_->Bury(*entry, Delivery{.occurrence = plan.occurrence},
                    absl::CancelledError("the bus stopped before this delivery"));
      }
    }
    core_->Finished(1);
  }
}

}  // namespace eventbus::internal
