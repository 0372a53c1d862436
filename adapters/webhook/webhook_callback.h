// The sender's endpoint where a target grants permission after the handshake (HTTP Web Hook 1.0.2,
// section 4.1.3): a handler for any server.
//
//   auto callback = adapters::MakeConsentCallback(
//       "/confirm?id=12345&key=" + random_key, {.rate = 120},
//       [&sink](adapters::WebhookConsent consent) { sink.GrantConsent(consent).IgnoreError(); });
//   if (!callback.ok()) return callback.status();
//   auto server = adapters::HttpServer::Start({.port = 8080}, *std::move(callback));
//
// WebhookSinkOptions::callback is the URL that leads here. Whoever knows it can grant permission,
// so it must be hard to guess, one for each target, and is no link to put on a page.
//
//   404  another path or query, with no hint at what is right
//   405  another method than GET and POST, with Allow
//   400  a broken WebHook-Allowed-Rate
//   200  permission is noted; a line of text for who calls it in a browser
#ifndef ADAPTERS_WEBHOOK_WEBHOOK_CALLBACK_H_
#define ADAPTERS_WEBHOOK_WEBHOOK_CALLBACK_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "adapters/http/handler.h"
#include "adapters/webhook/webhook_consent.h"

namespace adapters {

// `target` is the path and the query, as the URL has them and at least 16 characters, with the
// secret in it. `granted` is called for each good request, before it is answered, on the server's
// thread; it must be thread-safe where the server has several, and must not block. Its rate is that
// of the WebHook-Allowed-Rate header ("*" is no limit), or without one that of `asked`: permission
// is granted for what was asked. InvalidArgument: `target` is too short, or is none.
absl::StatusOr<HttpHandler> MakeConsentCallback(std::string target, WebhookConsent asked,
                                                std::function<void(WebhookConsent)> granted);

}  // namespace adapters

#endif  // ADAPTERS_WEBHOOK_WEBHOOK_CALLBACK_H_
