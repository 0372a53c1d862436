// Receives events over HTTP as CloudEvents (HTTP Web Hook 1.0.2, HTTP binding 1.0.2, all modes).
//
// It is a handler of requests and knows no server. WebhookListener (webhook_listener.h) is one with
// a server of its own; who has an HTTP server already calls Handle from there:
//
//   auto source = adapters::WebhookSource::Create({.path = "/events", .bearer_tokens = {token}},
//                                                 &clock);
//   if (!source.ok()) return source.status();
//   adapters::WebhookSource& hook = **source;
//   bus.AddSource("hook", *std::move(source));
//   my_server.OnRequest([&hook](adapters::HttpServerRequest request,
//                               adapters::HttpResponder responder) {
//     hook.Handle(std::move(request), std::move(responder));
//   });
//
// The answers, in the order in which they are decided. All from 400 on carry a problem description
// (RFC 9457, application/problem+json), which names the attribute that is wrong.
//
//   404  another path
//   200  OPTIONS with a consent policy: the handshake, which needs no token. Consent is in the
//        headers WebHook-Allowed-Origin and WebHook-Allowed-Rate, and there only; 400 for a
//        handshake whose headers are missing or broken
//   400  tokens in more than one place (RFC 6750, section 3.1)
//   401  no or another Bearer token, with WWW-Authenticate
//   405  another method than POST, with Allow
//   413  a body above max_body_bytes
//   400  with a consent policy that requires it: no WebHook-Request-Origin; or two of them
//   403  with a consent policy: an origin that has no consent
//   429  with a consent policy: the origin's rate is used up, with Retry-After
//   503  not started, paused or stopped, with Retry-After
//   429  max_pending requests are under way, with Retry-After
//   415  no event: neither ce- headers nor the media type of one of the formats; a compressed body.
//        It says what is understood
//   400  an event that breaks a rule, or a batch with one
//   429  the bus is full (ResourceExhausted), with Retry-After; nothing of the request was taken in
//   503  the bus is stopped (FailedPrecondition, Unavailable), likewise
//   400  the bus refuses the events (InvalidArgument)
//   202  accepted or stored: the bus has the events, and they are not handled yet
//   204  handled, where Until::kHandled is asked for
//   500  a delivery failed, with Until::kHandled: the event is in the dead letters. A sender that
//        posts it again makes it be handled again. The cause is not told to the outside.
//
// A delivery belongs to the origin that its WebHook-Request-Origin names (sections 2.1 and 4.1.2).
// Its requests are counted over any 60 seconds, whatever becomes of them later on.
#ifndef ADAPTERS_WEBHOOK_WEBHOOK_SOURCE_H_
#define ADAPTERS_WEBHOOK_WEBHOOK_SOURCE_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/http/handler.h"
#include "adapters/webhook/internal/bearer_tokens.h"
#include "adapters/webhook/internal/origin_gate.h"
#include "adapters/webhook/webhook_consent.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"
#include "cloudevents/formats/json_format.h"
#include "eventbus/clock.h"
#include "eventbus/source.h"

namespace adapters {

struct WebhookSourceOptions {
  // The one path that takes events, compared as it is written; the query is left out.
  std::string path = "/";

  // How far events must have come before they are answered.
  eventbus::Until until = eventbus::Until::kAccepted;

  // Any of them opens the door: several serve a change of token. In the Authorization header or,
  // less safely, the query's access_token (section 3). Empty: open to everybody who can connect.
  std::vector<std::string> bearer_tokens;

  // What 429 and 503 ask senders to wait, in whole seconds, rounded up.
  absl::Duration retry_after = absl::Seconds(5);

  std::size_t max_body_bytes = std::size_t{1} << 20;
  std::size_t max_pending = 4096;  // requests taken in and not answered; at least 1

  // What events must be like. A request is refused whole.
  cloudevents::DecodeOptions decode;

  // What is understood in structured and batched mode; none: binary mode only. What their names
  // point to must outlive the source.
  std::vector<cloudevents::EventFormat> formats = {cloudevents::kJsonFormat};

  // Abuse protection (section 4). nullopt: OPTIONS is answered 405, as by a receiver that knows no
  // handshake, origins are not looked at, and there are no rates.
  std::optional<WebhookConsentPolicy> consent;
};

class WebhookSource final : public eventbus::Source {
 public:
  // `clock` is the bus's, for Stop's deadline, and must outlive the source. InvalidArgument names
  // the option that is out of range.
  static absl::StatusOr<std::unique_ptr<WebhookSource>> Create(WebhookSourceOptions options,
                                                               const eventbus::Clock* clock);

  // Answers the request, now or later, from the calling thread or one of the bus's. Never waits.
  // Thread-safe; may be called before Start and after Stop, but not after destruction.
  void Handle(HttpServerRequest request, HttpResponder responder);

  // Lets an origin send from now on, by whatever its handshake was answered; the last rate counts.
  // Not kept across restarts. Thread-safe. FailedPrecondition: there is no consent policy.
  // InvalidArgument: the origin is no DNS name, or the rate is below 1. ResourceExhausted:
  // max_origins are kept.
  absl::Status Grant(std::string_view origin, WebhookConsent consent);

  // Takes back what Grant or the policy's `decide` granted; what the policy lists stays.
  // Thread-safe.
  void Revoke(std::string_view origin);

  absl::Status Start(eventbus::Inlet* inlet) override;
  void Pause() override;
  void Resume() override;

  // Requests that are still unanswered at the deadline are answered whenever the bus is done with
  // them. Must not be called from within Handle.
  void Stop(absl::Duration deadline) override;

 private:
  class Desk;

  WebhookSource(WebhookSourceOptions options, const eventbus::Clock* clock);

  // The answer to a request that no delivery can be taken from; nullopt: go on.
  std::optional<HttpServerResponse> Refusal(const HttpServerRequest& request) const;
  absl::StatusOr<std::vector<cloudevents::Event>> Decode(HttpServerRequest request) const;

  const WebhookSourceOptions options_;
  const webhook_internal::BearerTokens tokens_;
  const std::string understood_;  // what 415 says
  const eventbus::Clock* const clock_;
  const std::unique_ptr<webhook_internal::OriginGate> gate_;  // null: no consent policy
  const std::shared_ptr<Desk> desk_;
};

}  // namespace adapters

#endif  // ADAPTERS_WEBHOOK_WEBHOOK_SOURCE_H_
