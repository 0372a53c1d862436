#include "cli/ordered_sends.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/internal/mutex.h"
#include "eventbus/settle.h"
#include "eventbus/sink.h"

namespace eventbus::cli {
namespace {

using ::cloudevents::internal::Cat;
using ::eventbus::internal::CondVar;
using ::eventbus::internal::Mutex;
using ::eventbus::internal::MutexLock;

Outcome Permanent(const absl::Status& status) {
  return {.kind = OutcomeKind::kPermanent, .status = status};
}

}  // namespace

struct OrderedSends::Settled {
  Mutex mutex;
  CondVar changed;
};

struct OrderedSends::Pending {
  std::string place;
  std::uint64_t batch = 0;         // the number of its batch
  std::optional<Outcome> outcome;  // guarded by Settled::mutex
};

OrderedSends::OrderedSends(Sink* sink, Report report)
    : sink_(sink),
      limits_(sink->limits()),
      report_(std::move(report)),
      settled_(std::make_shared<Settled>()) {}

absl::Status OrderedSends::Add(std::string place, const cloudevents::Event& event) {
  absl::StatusOr<std::shared_ptr<const EncodedEvent>> encoded = sink_->Encode(event);
  if (!encoded.ok()) return Fail(std::move(place), encoded.status());
  const std::size_t bytes = (*encoded)->wire_bytes();
  if (bytes > limits_.bytes_per_event || bytes > limits_.bytes) {
    return Fail(std::move(place), absl::ResourceExhaustedError(Cat(
                                      "the event takes ", bytes, " bytes, more than can be sent")));
  }
  if (bytes > limits_.bytes - batch_bytes_) SendBatch();

  auto pending = std::make_shared<Pending>();
  pending->place = std::move(place);
  pending->batch = batches_ + 1;
  pending_.push_back(pending);
  batch_bytes_ += bytes;
  batch_.push_back({.event = event,
                    .encoded = *std::move(encoded),
                    .settle = Settle([settled = settled_, pending](Outcome outcome) {
                      MutexLock lock(settled->mutex);
                      pending->outcome = std::move(outcome);
                      settled->changed.NotifyAll();
                    })});
  if (batch_.size() == limits_.events) SendBatch();
  return ReportUntil(limits_.in_flight - 1);
}

absl::Status OrderedSends::Fail(std::string place, const absl::Status& why) {
  SendBatch();
  auto pending = std::make_shared<Pending>();
  pending->place = std::move(place);
  pending->batch = batches_;
  pending->outcome = Permanent(why);
  pending_.push_back(std::move(pending));
  return ReportUntil(limits_.in_flight - 1);
}

absl::Status OrderedSends::Finish() {
  SendBatch();
  return ReportUntil(0);
}

void OrderedSends::SendBatch() {
  if (batch_.empty()) return;
  ++batches_;
  batch_bytes_ = 0;
  sink_->Send(std::exchange(batch_, {}));
}

absl::Status OrderedSends::ReportUntil(std::size_t unsettled_batches) {
  while (!pending_.empty()) {
    const std::shared_ptr<Pending> first = pending_.front();
    Outcome outcome;
    {
      MutexLock lock(settled_->mutex);
      if (!first->outcome.has_value()) {
        // Batches are numbered from 1; one that is not sent yet has the next number.
        if (first->batch > batches_ || batches_ - first->batch < unsettled_batches) {
          return absl::OkStatus();
        }
        while (!first->outcome.has_value()) settled_->changed.Wait(settled_->mutex);
      }
      outcome = *std::move(first->outcome);
    }
    pending_.pop_front();
    absl::Status reported = report_(first->place, outcome);
    if (!reported.ok()) return reported;
  }
  return absl::OkStatus();
}

}  // namespace eventbus::cli
