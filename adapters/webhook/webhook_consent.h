// Abuse protection as values (HTTP Web Hook 1.0.2, section 4): a sender asks a target for
// permission to send, the target grants it together with a rate.
//
//   adapters::WebhookSourceOptions options{
//       .path = "/events",
//       .consent = adapters::WebhookConsentPolicy{.allowed_origins = {"shop.example.com"},
//                                                 .allowed_rate = 120}};
//
// The handshake protects a sender from being told to flood a stranger. It authenticates nobody: an
// origin is what the sender says of itself, and tokens are what keeps others out.
#ifndef ADAPTERS_WEBHOOK_WEBHOOK_CONSENT_H_
#define ADAPTERS_WEBHOOK_WEBHOOK_CONSENT_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace adapters {

// What a target grants.
struct WebhookConsent {
  // Requests per minute, at least 1; nullopt: as many as the sender likes.
  std::optional<std::int64_t> rate;

  friend bool operator==(const WebhookConsent&, const WebhookConsent&) = default;
};

// What a sender asks for.
struct WebhookConsentRequest {
  std::string origin;                // the DNS name of the sending system
  std::optional<std::int64_t> rate;  // requests per minute, at least 1; nullopt: it names none
  std::string callback;              // a URL where permission can be granted later; empty: none
};

// Whom a target lets send, and how fast.
struct WebhookConsentPolicy {
  // DNS names, compared without case; "*" is everybody. Empty: nobody but those that `decide` or
  // WebhookSource::Grant admits.
  std::vector<std::string> allowed_origins;

  // What each of the allowed origins may send, in requests per minute, at least 1; nullopt: there
  // is no limit.
  std::optional<std::int64_t> allowed_rate;

  // Asked in a handshake about an origin that is neither listed nor granted. nullopt is no consent:
  // not now, or not at all; the two look the same to the sender. To grant it later, keep the
  // request, call WebhookSource::Grant, and tell the sender by ConfirmWebhookConsent
  // (webhook_confirmation.h). Null is no consent. Must be thread-safe, and must not block.
  //
  // Anybody who can connect asks, without a token, and what is granted is kept until it is revoked:
  // grant only names that you know.
  std::function<std::optional<WebhookConsent>(const WebhookConsentRequest& request)> decide;

  // Whether deliveries must name their origin. Where not, those that name none share one rate,
  // which is allowed_rate.
  bool require_origin = true;

  // Origins that are kept in memory: all that are granted, and those that have sent within the last
  // minute where there is a rate. One more is not granted, or is told to come back. At least 1.
  std::size_t max_origins = 10'000;
};

}  // namespace adapters

#endif  // ADAPTERS_WEBHOOK_WEBHOOK_CONSENT_H_
