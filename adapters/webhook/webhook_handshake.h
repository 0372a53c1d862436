// Asks a target for permission to send to it, once, for whom events are not on their way yet: where
// targets are registered, say. A WebhookSink with require_consent asks by itself.
//
//   const adapters::WebhookSinkOptions target{.url = registered_url, .origin = "shop.example.com"};
//   adapters::RequestWebhookConsent(
//       target, client.get(), [&](absl::StatusOr<adapters::WebhookConsent> consent) {
//         if (consent.ok()) targets.Add(registered_url, consent->rate);
//       });
//
// HTTP Web Hook 1.0.2, section 4.
#ifndef ADAPTERS_WEBHOOK_WEBHOOK_HANDSHAKE_H_
#define ADAPTERS_WEBHOOK_WEBHOOK_HANDSHAKE_H_

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "adapters/http/sender.h"
#include "adapters/webhook/webhook_consent.h"
#include "adapters/webhook/webhook_sink_options.h"

namespace adapters {

using WebhookConsentDone = absl::AnyInvocable<void(absl::StatusOr<WebhookConsent>)>;

// Sends the validation request to options.url, with the options' origin, request_rate, callback,
// token, headers and request_timeout. `done` is called exactly once, on a thread of the sender or
// before this returns, with the consent, or with why there is none:
//   InvalidArgument    an option is out of range, or there is no origin
//   PermissionDenied   the target has answered, and its headers grant nothing: it does not allow
//   it,
//                      knows no handshake, or will call the callback. Or the sender's policy
//                      forbids the destination.
//   any other code     there is no answer, as HttpSender::Send says
// The status code of the answer means nothing: a target that knows no handshake may well answer
// 200.
void RequestWebhookConsent(const WebhookSinkOptions& options, HttpSender* sender,
                           WebhookConsentDone done);

}  // namespace adapters

#endif  // ADAPTERS_WEBHOOK_WEBHOOK_HANDSHAKE_H_
