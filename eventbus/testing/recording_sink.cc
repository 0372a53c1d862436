#include "eventbus/testing/recording_sink.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/json_format.h"
#include "eventbus/internal/mutex.h"
#include "eventbus/settle.h"
#include "eventbus/sink.h"
#include "eventbus/testing/unshared_status.h"

namespace eventbus::testing {
namespace {

Outcome UnsharedOutcome(const Outcome& outcome) {
  return {
      .kind = outcome.kind, .status = Unshared(outcome.status), .retry_after = outcome.retry_after};
}

}  // namespace

RecordingSink::RecordingSink(const SinkLimits& limits) : limits_(limits) {}

void RecordingSink::FailNth(std::size_t nth, const Outcome& outcome) {
  internal::MutexLock lock(mutex_);
  nth_outcomes_.insert_or_assign(nth, UnsharedOutcome(outcome));
}

void RecordingSink::FailAll(const Outcome& outcome) {
  internal::MutexLock lock(mutex_);
  other_outcome_ = UnsharedOutcome(outcome);
}

void RecordingSink::SucceedAll() {
  internal::MutexLock lock(mutex_);
  nth_outcomes_.clear();
  other_outcome_ = Outcome{};
}

void RecordingSink::FailEncode(const absl::Status& status) {
  internal::MutexLock lock(mutex_);
  encode_status_ = Unshared(status);
}

void RecordingSink::Hold() {
  internal::MutexLock lock(mutex_);
  holding_ = true;
}

void RecordingSink::Release() {
  std::vector<Decided> released;
  {
    internal::MutexLock lock(mutex_);
    holding_ = false;
    released.swap(held_);
  }
  SettleAll(std::move(released));
}

std::vector<RecordedBatch> RecordingSink::batches() const {
  internal::MutexLock lock(mutex_);
  return batches_;
}

std::vector<RecordedEntry> RecordingSink::entries() const {
  internal::MutexLock lock(mutex_);
  std::vector<RecordedEntry> entries;
  for (const RecordedBatch& batch : batches_) {
    entries.insert(entries.end(), batch.begin(), batch.end());
  }
  return entries;
}

std::vector<cloudevents::Event> RecordingSink::events() const {
  internal::MutexLock lock(mutex_);
  std::vector<cloudevents::Event> events;
  for (const RecordedBatch& batch : batches_) {
    for (const RecordedEntry& entry : batch) events.push_back(entry.event);
  }
  return events;
}

std::size_t RecordingSink::held() const {
  internal::MutexLock lock(mutex_);
  return held_.size();
}

std::size_t RecordingSink::encode_calls() const {
  internal::MutexLock lock(mutex_);
  return encode_calls_;
}

std::optional<absl::Duration> RecordingSink::close_deadline() const {
  internal::MutexLock lock(mutex_);
  return close_deadline_;
}

absl::StatusOr<std::shared_ptr<const EncodedEvent>> RecordingSink::Encode(
    const cloudevents::Event& event) const {
  {
    internal::MutexLock lock(mutex_);
    ++encode_calls_;
    if (!encode_status_.ok()) return Unshared(encode_status_);
  }
  return std::make_shared<const EncodedBytes>(cloudevents::EncodeJson(event));
}

void RecordingSink::Send(std::vector<SinkEntry> batch) {
  std::vector<Decided> decided;
  decided.reserve(batch.size());
  {
    internal::MutexLock lock(mutex_);
    RecordedBatch& recorded = batches_.emplace_back();
    recorded.reserve(batch.size());
    for (SinkEntry& entry : batch) {
      recorded.push_back(
          {std::move(entry.event), std::move(entry.encoded), std::move(entry.key), entry.attempt});
      decided.push_back({std::move(entry.settle), NextOutcome()});
    }
    if (holding_) {
      for (Decided& entry : decided) held_.push_back(std::move(entry));
      return;
    }
  }
  SettleAll(std::move(decided));
}

void RecordingSink::Close(absl::Duration deadline) {
  std::vector<Decided> held;
  {
    internal::MutexLock lock(mutex_);
    close_deadline_ = deadline;
    held.swap(held_);
  }
  for (Decided& entry : held) {
    entry.settle.Unknown(absl::UnavailableError("the sink was closed before it had an answer"));
  }
}

void RecordingSink::SettleAll(std::vector<Decided> entries) {
  for (Decided& entry : entries) entry.settle.With(std::move(entry.outcome));
}

Outcome RecordingSink::NextOutcome() {
  auto scripted = nth_outcomes_.extract(++entries_);
  return scripted.empty() ? UnsharedOutcome(other_outcome_) : std::move(scripted.mapped());
}

}  // namespace eventbus::testing
