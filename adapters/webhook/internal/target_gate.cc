#include "adapters/webhook/internal/target_gate.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "adapters/webhook/internal/answer_outcome.h"
#include "adapters/webhook/internal/rate_limit.h"
#include "adapters/webhook/webhook_consent.h"
#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/settle.h"

namespace adapters::webhook_internal {

using ::cloudevents::internal::Cat;
using ::cloudevents::internal::ToAbsl;
using ::eventbus::Outcome;
using ::eventbus::OutcomeKind;

namespace {

// A request reaches the target sooner or later than the one before it did. With a second to spare
// the target, too, counts no more than the rate in any minute.
constexpr absl::Duration kWindow = absl::Seconds(61);

}  // namespace

TargetGate::Verdict TargetGate::Next(absl::Duration now) {
  if (gone()) {
    return {.step = Step::kFail,
            .outcome = UnsharedCopy({.kind = OutcomeKind::kPermanent, .status = gone_})};
  }
  if (now < held_until_) {
    return WaitUntil(held_until_, now,
                     absl::UnavailableError("the target asked for no requests yet (Retry-After)"));
  }
  if (require_consent_ && !consent_.has_value()) {
    if (asking_) return {.step = Step::kAwait};
    if (now < ask_again_) {
      if (refusal_.kind == OutcomeKind::kRetry) return WaitUntil(ask_again_, now, refusal_.status);
      return {.step = Step::kFail, .outcome = UnsharedCopy(refusal_)};
    }
    asking_ = true;
    return {.step = Step::kAsk};
  }
  if (!limit_.has_value()) return {};
  const absl::Duration wait = limit_->Take(now);
  if (wait <= absl::ZeroDuration()) return {};
  return WaitUntil(now + wait, now,
                   absl::ResourceExhaustedError(
                       ToAbsl(Cat("the target allows ", *consent_->rate, " requests per minute"))));
}

TargetGate::Verdict TargetGate::WaitUntil(absl::Duration until, absl::Duration now,
                                          absl::Status why) const {
  return {.step = Step::kWait,
          .until = until,
          .outcome = {
              .kind = OutcomeKind::kRetry, .status = std::move(why), .retry_after = until - now}};
}

void TargetGate::End(absl::Status status) {
  if (!gone()) gone_ = std::move(status);
}

void TargetGate::HoldUntil(absl::Duration until) { held_until_ = std::max(held_until_, until); }

void TargetGate::Grant(WebhookConsent consent, absl::Duration now) {
  asking_ = false;
  consent_ = consent;
  granted_at_ = now;
  if (!consent.rate.has_value()) {
    limit_.reset();
  } else if (limit_.has_value()) {
    limit_->SetRequests(*consent.rate);
  } else {
    limit_.emplace(*consent.rate, kWindow);
  }
}

bool TargetGate::Doubt(absl::Duration now, absl::Duration at_least) {
  if (consent_.has_value() && now - granted_at_ >= at_least) consent_.reset();
  return !consent_.has_value();
}

void TargetGate::Refuse(Outcome outcome, absl::Duration until) {
  asking_ = false;
  if (consent_.has_value()) return;
  refusal_ = std::move(outcome);
  ask_again_ = until;
}

}  // namespace adapters::webhook_internal
