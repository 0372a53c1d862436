// The receiver's side of abuse protection: which origins may send, and whether they keep to their
// rates.
#ifndef ADAPTERS_WEBHOOK_INTERNAL_ORIGIN_GATE_H_
#define ADAPTERS_WEBHOOK_INTERNAL_ORIGIN_GATE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "adapters/webhook/internal/rate_limit.h"
#include "adapters/webhook/webhook_consent.h"
#include "eventbus/internal/mutex.h"

namespace adapters::webhook_internal {

// InvalidArgument names the member of the policy that is out of range.
absl::Status ValidateConsentPolicy(const WebhookConsentPolicy& policy);

// Thread-safe. `policy.decide` is called without a lock.
class OriginGate {
 public:
  // `policy` is valid.
  explicit OriginGate(WebhookConsentPolicy policy);

  bool allows_everybody() const { return allows_everybody_; }

  // A handshake: what is granted; nullopt is no consent. What `decide` grants is remembered.
  std::optional<WebhookConsent> Ask(const WebhookConsentRequest& request, absl::Duration now);

  // By WebhookSource::Grant and Revoke.
  absl::Status Grant(std::string_view origin, WebhookConsent consent, absl::Duration now);
  void Revoke(std::string_view origin);

  // One delivery by `origin`; nullopt: by somebody who names none.
  struct Verdict {
    enum class Kind : std::uint8_t { kAdmitted, kTooFast, kOriginNeeded, kOriginUnknown };
    Kind kind = Kind::kAdmitted;
    absl::Duration wait;  // with kTooFast
  };
  Verdict Admit(std::optional<std::string_view> origin, absl::Duration now);

 private:
  // An origin that was granted consent by name, or that has sent within the last minute.
  struct Sender {
    bool granted = false;
    WebhookConsent consent;
    std::optional<RateLimit> limit;  // nullopt: the consent has no rate
  };
  using Senders = std::unordered_map<std::string, Sender>;  // by name in lower case

  bool Listed(std::string_view origin) const;
  bool HasRoom(absl::Duration now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  Verdict Take(Sender& sender, absl::Duration now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const WebhookConsentPolicy policy_;
  const bool allows_everybody_;
  eventbus::internal::Mutex mutex_;
  Senders senders_ ABSL_GUARDED_BY(mutex_);
  absl::Duration swept_ ABSL_GUARDED_BY(mutex_) = -absl::InfiniteDuration();
};

}  // namespace adapters::webhook_internal

#endif  // ADAPTERS_WEBHOOK_INTERNAL_ORIGIN_GATE_H_
