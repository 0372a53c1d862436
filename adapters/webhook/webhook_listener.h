// A webhook source with an HTTP server of its own.
//
//   eventbus::SystemClock clock;
//   auto hook = adapters::WebhookListener::Create(
//       {.path = "/events", .bearer_tokens = {token}}, {.port = 8080}, &clock);
//   if (!hook.ok()) return hook.status();
//   bus.AddSource("hook", *std::move(hook));
#ifndef ADAPTERS_WEBHOOK_WEBHOOK_LISTENER_H_
#define ADAPTERS_WEBHOOK_WEBHOOK_LISTENER_H_

#include <cstdint>
#include <memory>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/http/server.h"
#include "adapters/webhook/webhook_consent.h"
#include "adapters/webhook/webhook_source.h"
#include "eventbus/clock.h"
#include "eventbus/source.h"

namespace adapters {

class WebhookListener final : public eventbus::Source {
 public:
  // `clock` is the bus's and must outlive the listener. It does not listen yet. The smaller
  // max_body_bytes of the two holds. InvalidArgument names the option of the source that is out of
  // range; those of the server are checked by Start.
  static absl::StatusOr<std::unique_ptr<WebhookListener>> Create(WebhookSourceOptions source,
                                                                 HttpServerOptions server,
                                                                 const eventbus::Clock* clock);
  ~WebhookListener() override;

  // The port that it listens at; 0 before Start and after Stop. Not to be called during either.
  std::uint16_t port() const;

  // As WebhookSource's.
  absl::Status Grant(std::string_view origin, WebhookConsent consent);
  void Revoke(std::string_view origin);

  // As HttpServer::Start: Unavailable if the address is taken.
  absl::Status Start(eventbus::Inlet* inlet) override;
  void Pause() override;
  void Resume() override;

  // Answers 503 to new requests while those under way end, then stops the server.
  void Stop(absl::Duration deadline) override;

 private:
  WebhookListener(std::unique_ptr<WebhookSource> source, HttpServerOptions options,
                  const eventbus::Clock* clock);

  const HttpServerOptions options_;
  const eventbus::Clock* const clock_;
  const std::unique_ptr<WebhookSource> source_;
  std::unique_ptr<HttpServer> server_;  // its handler uses source_
};

}  // namespace adapters

#endif  // ADAPTERS_WEBHOOK_WEBHOOK_LISTENER_H_
