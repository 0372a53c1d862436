#include "adapters/webhook/internal/flights.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/http/sender.h"
#include "adapters/webhook/internal/answer_outcome.h"
#include "adapters/webhook/internal/consent_headers.h"
#include "adapters/webhook/internal/target_gate.h"
#include "adapters/webhook/internal/target_requests.h"
#include "adapters/webhook/internal/webhook_url.h"
#include "adapters/webhook/webhook_consent.h"
#include "adapters/webhook/webhook_sink_options.h"
#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/clock.h"
#include "eventbus/executor.h"
#include "eventbus/internal/mutex.h"
#include "eventbus/settle.h"
#include "eventbus/sink.h"

namespace adapters::webhook_internal {
namespace {

using ::cloudevents::internal::Annotate;
using ::cloudevents::internal::Cat;
using ::cloudevents::internal::Message;
using ::cloudevents::internal::ToAbsl;
using ::eventbus::Outcome;
using ::eventbus::OutcomeKind;
using ::eventbus::SinkEntry;
using ::eventbus::internal::MutexLock;
using Step = TargetGate::Step;

constexpr int kForbidden = 403;
constexpr int kGone = 410;
constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();

// Whether a batch was refused for what is in it, so that without some of its events it may pass.
bool BlamesAnEvent(const absl::StatusOr<HttpResponse>& answer) {
  return answer.ok() && (answer->status == 400 || answer->status == 413 || answer->status == 422);
}

bool IsGone(const absl::StatusOr<HttpResponse>& answer) {
  return answer.ok() && answer->status == kGone;
}

void Settle(std::vector<SinkEntry>& batch, const Outcome& outcome) {
  for (SinkEntry& entry : batch) entry.settle.With(UnsharedCopy(outcome));
}

std::string NotSentSince(const absl::Status& status) {
  return Cat("not sent, since ", Message(status));
}

Outcome NotSent(std::string_view origin) {
  return {.kind = OutcomeKind::kRetry,
          .status = absl::FailedPreconditionError(
              ToAbsl(Cat(origin, ": not sent, the webhook sink is closed")))};
}

}  // namespace

// A thread that calls the sender, or holds entries that it is about to settle, for AwaitCalls. The
// flights must outlive it.
class Flights::Inside {
 public:
  explicit Inside(Flights& flights) : flights_(flights) {
    MutexLock lock(flights_.mutex_);
    flights_.inside_.push_back(std::this_thread::get_id());
  }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;
  ~Inside() {
    MutexLock lock(flights_.mutex_);
    std::vector<std::thread::id>& inside = flights_.inside_;
    inside.erase(std::find(inside.begin(), inside.end(), std::this_thread::get_id()));
    flights_.changed_.NotifyAll();
  }

 private:
  Flights& flights_;
};

Flights::Flights(WebhookSinkOptions options, HttpSender* sender, const eventbus::Clock* clock,
                 eventbus::Executor* executor)
    : options_(std::move(options)),
      origin_(UrlOrigin(options_.url)),
      sender_(sender),
      clock_(clock),
      executor_(executor),
      gate_(options_.require_consent) {}

void Flights::Send(Batch batch) {
  if (!Enqueue(batch)) return Settle(batch, NotSent(origin_));
  Pump();
}

// Leaves the batch as it is once closed.
bool Flights::Enqueue(Batch& batch) {
  MutexLock lock(mutex_);
  if (!closed_) waiting_.push_back(std::move(batch));
  return !closed_;
}

// Lets go what may go, first come, first served.
void Flights::Pump() {
  const Inside inside(*this);
  for (;;) {
    TargetGate::Verdict verdict;
    std::vector<Batch> batches;
    {
      MutexLock lock(mutex_);
      if (waiting_.empty()) return;
      verdict = gate_.Next(clock_->Monotonic());
      if (verdict.step == Step::kAwait) return;
      if (verdict.step == Step::kWait && executor_ != nullptr) return WakeAt(verdict.until);
      if (verdict.step != Step::kAsk) batches = TakeWaiting(verdict.step == Step::kSend ? 1 : kAll);
    }
    if (verdict.step == Step::kAsk) {
      Ask();
    } else if (verdict.step == Step::kSend) {
      Deliver(std::move(batches.front()));
    } else {
      if (verdict.step == Step::kWait) {
        verdict.outcome.status = Annotate(origin_, verdict.outcome.status);
      }
      for (Batch& batch : batches) Settle(batch, verdict.outcome);
    }
  }
}

std::vector<Flights::Batch> Flights::TakeWaiting(std::size_t most) {
  std::vector<Batch> taken;
  for (; taken.size() < most && !waiting_.empty(); waiting_.pop_front()) {
    taken.push_back(std::move(waiting_.front()));
  }
  return taken;
}

// The lock is held while the executor is used: once closed it may be gone.
void Flights::WakeAt(absl::Duration time) {
  if (timer_.has_value() && *timer_ <= time) return;
  timer_ = time;
  executor_->RunAt(time, [weak = weak_from_this()] {
    if (const std::shared_ptr<Flights> self = weak.lock()) self->TimeHasCome();
  });
}

void Flights::TimeHasCome() {
  {
    MutexLock lock(mutex_);
    timer_.reset();
  }
  Pump();
}

void Flights::Deliver(Batch batch) {
  absl::StatusOr<HttpRequest> request = DeliveryRequest(options_, batch);
  if (!request.ok()) {
    return Settle(batch, {.kind = OutcomeKind::kPermanent, .status = request.status()});
  }
  const std::optional<std::uint64_t> number = Depart(batch);
  if (!number.has_value()) return Settle(batch, NotSent(origin_));
  sender_->Send(*std::move(request), [self = shared_from_this(), number = *number](
                                         const absl::StatusOr<HttpResponse>& answer) {
    const Inside inside(*self);
    self->Delivered(self->Take(number), answer);
  });
}

// The number of the batch; nullopt, and the batch as it is, once closed.
std::optional<std::uint64_t> Flights::Depart(Batch& batch) {
  MutexLock lock(mutex_);
  if (closed_) return std::nullopt;
  under_way_.emplace(++last_, std::move(batch));
  return last_;
}

void Flights::Ask() {
  {
    MutexLock lock(mutex_);
    if (closed_) return;
  }
  sender_->Send(ValidationRequest(options_),
                [self = shared_from_this()](const absl::StatusOr<HttpResponse>& answer) {
                  const Inside inside(*self);
                  self->Asked(answer);
                });
}

// nullopt once closed: then there may be no clock any more.
std::optional<absl::Time> Flights::Now() {
  MutexLock lock(mutex_);
  if (closed_) return std::nullopt;
  return clock_->Now();
}

Flights::Batch Flights::Take(std::uint64_t number) {
  MutexLock lock(mutex_);
  const auto found = under_way_.find(number);
  if (found == under_way_.end()) return {};
  Batch batch = std::move(found->second);
  under_way_.erase(found);
  return batch;
}

// `batch` is empty where Close has taken it.
void Flights::Delivered(Batch batch, const absl::StatusOr<HttpResponse>& answer) {
  if (batch.size() > 1 && BlamesAnEvent(answer)) {
    const auto middle = batch.begin() + static_cast<std::ptrdiff_t>(batch.size() / 2);
    Batch rest(std::make_move_iterator(middle), std::make_move_iterator(batch.end()));
    batch.erase(middle, batch.end());
    Send(std::move(batch));
    Send(std::move(rest));
    return;
  }
  Outcome outcome =
      AnswerOutcome(answer, origin_, Now().value_or(absl::UnixEpoch()), options_.max_retry_after);
  if (IsConsentLost(answer)) outcome.kind = OutcomeKind::kRetry;
  Heed(IsGone(answer), outcome);
  Settle(batch, outcome);
}

// Whether a 403 means that the target has forgotten its consent, and is to be asked again.
bool Flights::IsConsentLost(const absl::StatusOr<HttpResponse>& answer) {
  if (!options_.require_consent || !answer.ok() || answer->status != kForbidden) return false;
  MutexLock lock(mutex_);
  return !closed_ && gate_.Doubt(clock_->Monotonic(), options_.handshake_interval);
}

// What an answer says of the requests after it.
void Flights::Heed(bool gone, const Outcome& outcome) {
  if (!gone && !outcome.retry_after.has_value()) return;
  {
    MutexLock lock(mutex_);
    if (closed_) return;
    if (gone) gate_.End(absl::Status(outcome.status.code(), ToAbsl(NotSentSince(outcome.status))));
    if (outcome.retry_after.has_value()) {
      gate_.HoldUntil(clock_->Monotonic() + *outcome.retry_after);
    }
  }
  Pump();  // what waits learns of it
}

void Flights::Asked(const absl::StatusOr<HttpResponse>& answer) {
  const std::optional<absl::Time> now = Now();
  if (!now.has_value()) return;
  const absl::StatusOr<WebhookConsent> consent =
      answer.ok() ? ReadConsent(answer->headers, ConsentRequestOf(options_)) : answer.status();
  // Consent is in the headers alone, and Retry-After counts beside it. Who consents is not gone.
  Heed(!consent.ok() && IsGone(answer),
       AnswerOutcome(answer, origin_, *now, options_.max_retry_after));
  if (consent.ok()) return Grant(*consent);
  Refused(answer, consent.status(), *now);
}

void Flights::Refused(const absl::StatusOr<HttpResponse>& answer, const absl::Status& why,
                      absl::Time now) {
  Outcome outcome = RefusalOutcome(answer, why, !options_.callback.empty(), origin_, now,
                                   options_.max_retry_after);
  // Where the target is out of order, when to ask again is what it said, or whoever retries says.
  const bool refused =
      absl::IsPermissionDenied(outcome.status) || outcome.kind == OutcomeKind::kPermanent;
  const absl::Duration pause =
      refused ? options_.handshake_interval : outcome.retry_after.value_or(absl::ZeroDuration());
  if (refused && outcome.kind == OutcomeKind::kRetry) outcome.retry_after = pause;
  const bool can_wait =
      executor_ != nullptr && outcome.kind == OutcomeKind::kRetry && pause > absl::ZeroDuration();
  std::vector<Batch> failed;
  {
    MutexLock lock(mutex_);
    if (closed_) return;
    gate_.Refuse(UnsharedCopy(outcome), clock_->Monotonic() + pause);
    if (!gate_.consent().has_value() && !can_wait) failed = TakeWaiting(kAll);
  }
  for (Batch& batch : failed) Settle(batch, outcome);
  Pump();
}

void Flights::Grant(WebhookConsent consent) {
  {
    MutexLock lock(mutex_);
    if (closed_) return;
    gate_.Grant(consent, clock_->Monotonic());
  }
  Pump();
}

std::optional<WebhookConsent> Flights::consent() const {
  MutexLock lock(mutex_);
  return gate_.consent();
}

bool Flights::gone() const {
  MutexLock lock(mutex_);
  return gate_.gone();
}

void Flights::Close() {
  std::unordered_map<std::uint64_t, Batch> under_way;
  std::vector<Batch> waiting;
  {
    MutexLock lock(mutex_);
    closed_ = true;
    under_way = std::exchange(under_way_, {});
    waiting = TakeWaiting(kAll);
  }
  const Outcome unknown = {.kind = OutcomeKind::kUnknown,
                           .status = absl::CancelledError(ToAbsl(
                               Cat(origin_, ": the sink was closed before the answer came")))};
  for (auto& [number, batch] : under_way) Settle(batch, unknown);
  for (Batch& batch : waiting) Settle(batch, NotSent(origin_));
}

void Flights::AwaitCalls() {
  MutexLock lock(mutex_);
  const std::thread::id self = std::this_thread::get_id();
  while (std::any_of(inside_.begin(), inside_.end(),
                     [self](std::thread::id thread) { return thread != self; })) {
    changed_.Wait(mutex_);
  }
}

}  // namespace adapters::webhook_internal
