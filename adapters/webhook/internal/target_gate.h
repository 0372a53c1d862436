// Whether a target may be sent the next request now: whether it still exists, what it asked to wait
// for, whether it consents, and at which rate.
#ifndef ADAPTERS_WEBHOOK_INTERNAL_TARGET_GATE_H_
#define ADAPTERS_WEBHOOK_INTERNAL_TARGET_GATE_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "adapters/webhook/internal/rate_limit.h"
#include "adapters/webhook/webhook_consent.h"
#include "eventbus/settle.h"

namespace adapters::webhook_internal {

// Times are monotonic. Not thread-safe.
class TargetGate {
 public:
  explicit TargetGate(bool require_consent) : require_consent_(require_consent) {}

  enum class Step : std::uint8_t {
    kSend,   // one request; it counts
    kAsk,    // for consent, then tell Granted or Refused
    kAwait,  // the answer to the handshake is on its way
    kWait,   // until a time
    kFail,   // not to be sent
  };
  struct Verdict {
    Step step = Step::kSend;
    absl::Duration until;       // with kWait
    eventbus::Outcome outcome;  // of what is not sent, with kFail, and where nobody can wait, kWait
  };
  Verdict Next(absl::Duration now);

  // The target has answered 410, as `status` says: from now on all fails.
  void End(absl::Status status);
  bool gone() const { return !gone_.ok(); }

  // The target asked for no further requests until then. The latest time counts.
  void HoldUntil(absl::Duration until);

  // Consent, by the answer or by callback; the last one counts. What was sent before still counts
  // against its rate.
  void Grant(WebhookConsent consent, absl::Duration now);
  const std::optional<WebhookConsent>& consent() const { return consent_; }

  // The target forbids what it had consented to. A consent that is at least so old counts no more:
  // the target may have forgotten it. Whether there is none now.
  bool Doubt(absl::Duration now, absl::Duration at_least);

  // A handshake without consent. Until then nobody asks again, and all waits if `outcome` is to
  // retry, and fails with it if not. No news where consent has come by callback meanwhile.
  void Refuse(eventbus::Outcome outcome, absl::Duration until);

 private:
  Verdict WaitUntil(absl::Duration until, absl::Duration now, absl::Status why) const;

  const bool require_consent_;
  absl::Status gone_;  // OK: it is there
  absl::Duration held_until_ = -absl::InfiniteDuration();
  bool asking_ = false;
  eventbus::Outcome refusal_;
  absl::Duration ask_again_ = -absl::InfiniteDuration();
  std::optional<WebhookConsent> consent_;
  absl::Duration granted_at_ = -absl::InfiniteDuration();
  std::optional<RateLimit> limit_;
};

}  // namespace adapters::webhook_internal

#endif  // ADAPTERS_WEBHOOK_INTERNAL_TARGET_GATE_H_
