#include "adapters/webhook/internal/origin_gate.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/time/time.h"
#include "adapters/webhook/internal/consent_headers.h"
#include "adapters/webhook/internal/rate_limit.h"
#include "adapters/webhook/webhook_consent.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/quoted.h"
#include "eventbus/internal/mutex.h"

namespace adapters::webhook_internal {
namespace {

using ::cloudevents::internal::Cat;
using ::cloudevents::internal::InvalidArgument;
using ::cloudevents::internal::Quoted;
using ::cloudevents::internal::ToAbsl;
using ::eventbus::internal::MutexLock;

constexpr std::string_view kEverybody = "*";

// Looking through all senders for some to forget is not done more often than this, so that a flood
// of invented origins costs little.
constexpr absl::Duration kSweepInterval = absl::Seconds(1);

std::string Key(std::string_view origin) { return absl::AsciiStrToLower(ToAbsl(origin)); }

std::optional<RateLimit> LimitOf(const WebhookConsent& consent) {
  if (!consent.rate.has_value()) return std::nullopt;
  return RateLimit(*consent.rate);
}

absl::Status ValidateGrant(std::string_view origin, const WebhookConsent& consent) {
  if (!IsOrigin(origin)) return InvalidArgument("origin ", Quoted(origin), " is no DNS name");
  if (consent.rate.value_or(1) < 1) return InvalidArgument("rate must be at least 1 per minute");
  return absl::OkStatus();
}

}  // namespace

absl::Status ValidateConsentPolicy(const WebhookConsentPolicy& policy) {
  for (const std::string& origin : policy.allowed_origins) {
    if (origin != kEverybody && !IsOrigin(origin)) {
      return InvalidArgument("WebhookConsentPolicy.allowed_origins: ", Quoted(origin),
                             " is neither a DNS name nor *");
    }
  }
  if (policy.allowed_rate.value_or(1) < 1) {
    return InvalidArgument("WebhookConsentPolicy.allowed_rate: must be at least 1 per minute");
  }
  if (policy.max_origins < 1) {
    return InvalidArgument("WebhookConsentPolicy.max_origins: must be at least 1");
  }
  return absl::OkStatus();
}

OriginGate::OriginGate(WebhookConsentPolicy policy)
    : policy_(std::move(policy)), allows_everybody_(Listed(kEverybody)) {}

bool OriginGate::Listed(std::string_view origin) const {
  return std::any_of(policy_.allowed_origins.begin(), policy_.allowed_origins.end(),
                     [origin](const std::string& allowed) { return SameOrigin(allowed, origin); });
}

std::optional<WebhookConsent> OriginGate::Ask(const WebhookConsentRequest& request,
                                              absl::Duration now) {
  {
    MutexLock lock(mutex_);
    const auto found = senders_.find(Key(request.origin));
    if (found != senders_.end() && found->second.granted) return found->second.consent;
  }
  if (allows_everybody_ || Listed(request.origin)) {
    return WebhookConsent{.rate = policy_.allowed_rate};
  }
  if (policy_.decide == nullptr) return std::nullopt;
  std::optional<WebhookConsent> consent = policy_.decide(request);
  if (!consent.has_value() || !Grant(request.origin, *consent, now).ok()) return std::nullopt;
  return consent;
}

absl::Status OriginGate::Grant(std::string_view origin, WebhookConsent consent,
                               absl::Duration now) {
  if (absl::Status status = ValidateGrant(origin, consent); !status.ok()) return status;
  MutexLock lock(mutex_);
  const auto found = senders_.find(Key(origin));
  if (found == senders_.end() && !HasRoom(now)) {
    return absl::ResourceExhaustedError(
        ToAbsl(Cat("WebhookConsentPolicy.max_origins: there are ", policy_.max_origins)));
  }
  Sender& sender = found == senders_.end() ? senders_[Key(origin)] : found->second;
  sender.granted = true;
  sender.consent = consent;
  if (sender.limit.has_value() && consent.rate.has_value()) {
    sender.limit->SetRequests(*consent.rate);  // what was sent before still counts
  } else {
    sender.limit = LimitOf(consent);
  }
  return absl::OkStatus();
}

void OriginGate::Revoke(std::string_view origin) {
  MutexLock lock(mutex_);
  senders_.erase(Key(origin));
}

OriginGate::Verdict OriginGate::Admit(std::optional<std::string_view> origin, absl::Duration now) {
  if (!origin.has_value() && policy_.require_origin) return {.kind = Verdict::Kind::kOriginNeeded};
  // Nobody's name is empty, so that is the key of all who give none.
  const std::string key = Key(origin.value_or(""));
  const bool allowed =
      !origin.has_value() || (IsOrigin(*origin) && (allows_everybody_ || Listed(*origin)));
  MutexLock lock(mutex_);
  const auto found = senders_.find(key);
  if (found != senders_.end() && (allowed || found->second.granted)) {
    return Take(found->second, now);
  }
  if (!allowed) return {.kind = Verdict::Kind::kOriginUnknown};
  const WebhookConsent consent = {.rate = policy_.allowed_rate};
  if (!consent.rate.has_value()) return {};
  // Those that the options name, and those without a name, are few: strangers cannot keep them out.
  const bool counts = origin.has_value() && !Listed(*origin);
  if (counts && !HasRoom(now)) return {.kind = Verdict::Kind::kTooFast, .wait = kSweepInterval};
  Sender& sender = senders_[key];
  sender = {.consent = consent, .limit = LimitOf(consent)};
  return Take(sender, now);
}

OriginGate::Verdict OriginGate::Take(Sender& sender, absl::Duration now) {
  if (!sender.limit.has_value()) return {};
  const absl::Duration wait = sender.limit->Take(now);
  if (wait <= absl::ZeroDuration()) return {};
  return {.kind = Verdict::Kind::kTooFast, .wait = wait};
}

bool OriginGate::HasRoom(absl::Duration now) {
  if (senders_.size() < policy_.max_origins) return true;
  if (now - swept_ < kSweepInterval) return false;
  swept_ = now;
  for (auto sender = senders_.begin(); sender != senders_.end();) {
    const bool idle = !sender->second.granted && sender->second.limit->Idle(now);
    sender = idle ? senders_.erase(sender) : std::next(sender);
  }
  return senders_.size() < policy_.max_origins;
}

}  // namespace adapters::webhook_internal
