// Sends the batches of a webhook sink: lets each wait for its turn, keeps those that are under way,
// and settles all.
//
//   Send --> waiting --(TargetGate: send)--> under way --> answer --> settled
//               |  \--(fail; or wait, and there is no executor)--> settled
//               \--(ask)--> handshake --> consent: go on | none: settled
#ifndef ADAPTERS_WEBHOOK_INTERNAL_FLIGHTS_H_
#define ADAPTERS_WEBHOOK_INTERNAL_FLIGHTS_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/http/sender.h"
#include "adapters/webhook/internal/target_gate.h"
#include "adapters/webhook/webhook_consent.h"
#include "adapters/webhook/webhook_sink_options.h"
#include "eventbus/clock.h"
#include "eventbus/executor.h"
#include "eventbus/internal/mutex.h"
#include "eventbus/settle.h"
#include "eventbus/sink.h"

namespace adapters::webhook_internal {

// It outlives the sink for as long as a request does; once closed it uses neither the sender, nor
// the executor, nor the clock any more. Thread-safe.
class Flights final : public std::enable_shared_from_this<Flights> {
 public:
  // `executor` may be null: then what has to wait for a time is settled as to be retried.
  Flights(WebhookSinkOptions options, HttpSender* sender, const eventbus::Clock* clock,
          eventbus::Executor* executor);

  const WebhookSinkOptions& options() const { return options_; }

  // `batch` is not empty.
  void Send(std::vector<eventbus::SinkEntry> batch);

  void Grant(WebhookConsent consent);
  std::optional<WebhookConsent> consent() const;
  bool gone() const;

  // Settles what is under way as unknown, and what waits as to be retried.
  void Close();

  // Waits until no other thread is inside a call of the sender, or holds entries that it is about
  // to settle. Call after Close.
  void AwaitCalls();

 private:
  using Batch = std::vector<eventbus::SinkEntry>;
  class Inside;

  bool Enqueue(Batch& batch);
  void Pump();
  std::vector<Batch> TakeWaiting(std::size_t most) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void WakeAt(absl::Duration time) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void TimeHasCome();

  void Deliver(Batch batch);
  std::optional<std::uint64_t> Depart(Batch& batch);
  void Ask();
  std::optional<absl::Time> Now();
  Batch Take(std::uint64_t number);
  void Delivered(Batch batch, const absl::StatusOr<HttpResponse>& answer);
  void Asked(const absl::StatusOr<HttpResponse>& answer);
  void Refused(const absl::StatusOr<HttpResponse>& answer, const absl::Status& why, absl::Time now);
  void Heed(bool gone, const eventbus::Outcome& outcome);
  bool IsConsentLost(const absl::StatusOr<HttpResponse>& answer);

  const WebhookSinkOptions options_;
  const std::string origin_;  // of the URL, for texts
  HttpSender* const sender_;
  const eventbus::Clock* const clock_;
  eventbus::Executor* const executor_;

  mutable eventbus::internal::Mutex mutex_;
  eventbus::internal::CondVar changed_;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  TargetGate gate_ ABSL_GUARDED_BY(mutex_);
  std::deque<Batch> waiting_ ABSL_GUARDED_BY(mutex_);
  std::optional<absl::Duration> timer_ ABSL_GUARDED_BY(mutex_);  // the earliest that is set
  std::uint64_t last_ ABSL_GUARDED_BY(mutex_) = 0;
  std::unordered_map<std::uint64_t, Batch> under_way_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::thread::id> inside_ ABSL_GUARDED_BY(mutex_);  // a thread as often as it is
};

}  // namespace adapters::webhook_internal

#endif  // ADAPTERS_WEBHOOK_INTERNAL_FLIGHTS_H_
