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
      Verdict verdict{.step = Step::kFail, .outcome = UnsharedCopy(refusal_)};
      if (refusal_.kind == OutcomeKind::kRetry) verdict.outcome.retry_after = ask_again_ - now;
      return verdict;
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

void TargetGate::Grant(WebhookConsent consent) {
  asking_ = false;
  if (consent_ == consent) return;
  consent_ = consent;
  limit_.reset();
  if (consent.rate.has_value()) limit_.emplace(*consent.rate);
}

void TargetGate::Refuse(Outcome outcome, absl::Duration until) {
  asking_ = false;
  if (consent_.has_value()) return;
  refusal_ = std::move(outcome);
  ask_again_ = until;
}

}  // namespace adapters::webhook_internal
