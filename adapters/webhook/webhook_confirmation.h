// Grants a sender permission after the handshake, by calling the URL that it gave for that (HTTP
// Web Hook 1.0.2, section 4.1.3). For a receiver whose WebhookConsentPolicy::decide kept the
// request and answered "not now":
//
//   source.Grant(request.origin, {.rate = 60}).IgnoreError();
//   adapters::ConfirmWebhookConsent({.url = request.callback, .consent = {.rate = 60}},
//                                   client.get(), [](const absl::Status& told) { ... });
//
// The URL comes from outside. `sender` should be a CurlHttpClient without allowed_private_hosts: it
// connects to no private address and follows no redirect. Public addresses it does reach, at any
// path, and whoever sends OPTIONS chooses both the origin and the callback: confirm only callbacks
// whose host you know, and not more of them than you mean to.
#ifndef ADAPTERS_WEBHOOK_WEBHOOK_CONFIRMATION_H_
#define ADAPTERS_WEBHOOK_WEBHOOK_CONFIRMATION_H_

#include <cstdint>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "adapters/http/sender.h"
#include "adapters/webhook/webhook_consent.h"

namespace adapters {

struct WebhookConfirmation {
  std::string url;         // WebhookConsentRequest::callback
  WebhookConsent consent;  // its rate goes along as WebHook-Allowed-Rate

  // The specification allows both; a GET has no body for a firewall to frown at.
  enum class Method : std::uint8_t { kPost, kGet };
  Method method = Method::kPost;

  // The specification demands https; http is for callbacks on the same machine.
  bool allow_http = false;

  absl::Duration timeout = absl::Seconds(30);  // from sending to the whole answer; at least 1 ms
};

// `done` is called exactly once, on a thread of the sender or before this returns. OK: the sender
// has answered 2xx. InvalidArgument: the URL or the timeout is out of range, nothing was sent.
// PermissionDenied: `sender` forbids the destination. Any other code says what the answer was, or
// why there is none; trying again does no harm. Texts show nothing of the URL's path and query.
void ConfirmWebhookConsent(const WebhookConfirmation& confirmation, HttpSender* sender,
                           absl::AnyInvocable<void(const absl::Status&)> done);

}  // namespace adapters

#endif  // ADAPTERS_WEBHOOK_WEBHOOK_CONFIRMATION_H_
