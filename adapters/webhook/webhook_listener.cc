#include "adapters/webhook/webhook_listener.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/http/handler.h"
#include "adapters/http/server.h"
#include "adapters/webhook/webhook_consent.h"
#include "adapters/webhook/webhook_source.h"
#include "eventbus/clock.h"
#include "eventbus/source.h"

namespace adapters {

absl::StatusOr<std::unique_ptr<WebhookListener>> WebhookListener::Create(
    WebhookSourceOptions source, HttpServerOptions server, const eventbus::Clock* clock) {
  absl::StatusOr<std::unique_ptr<WebhookSource>> made =
      WebhookSource::Create(std::move(source), clock);
  if (!made.ok()) return made.status();
  return std::unique_ptr<WebhookListener>(
      new WebhookListener(*std::move(made), std::move(server), clock));
}

WebhookListener::WebhookListener(std::unique_ptr<WebhookSource> source, HttpServerOptions options,
                                 const eventbus::Clock* clock)
    : options_(std::move(options)), clock_(clock), source_(std::move(source)) {}

WebhookListener::~WebhookListener() = default;

std::uint16_t WebhookListener::port() const { return server_ == nullptr ? 0 : server_->port(); }

absl::Status WebhookListener::Grant(std::string_view origin, WebhookConsent consent) {
  return source_->Grant(origin, consent);
}

void WebhookListener::Revoke(std::string_view origin) { source_->Revoke(origin); }

absl::Status WebhookListener::Start(eventbus::Inlet* inlet) {
  if (server_ != nullptr) return absl::FailedPreconditionError("WebhookListener: started already");
  if (absl::Status status = source_->Start(inlet); !status.ok()) return status;
  absl::StatusOr<std::unique_ptr<HttpServer>> server = HttpServer::Start(
      options_, [source = source_.get()](HttpServerRequest request, HttpResponder responder) {
        source->Handle(std::move(request), std::move(responder));
      });
  if (!server.ok()) {
    source_->Stop(clock_->Monotonic());
    return server.status();
  }
  server_ = *std::move(server);
  return absl::OkStatus();
}

void WebhookListener::Pause() { source_->Pause(); }
void WebhookListener::Resume() { source_->Resume(); }

void WebhookListener::Stop(absl::Duration deadline) {
  source_->Stop(deadline);
  if (server_ == nullptr) return;
  // What is cut off is no loss: a sender without an answer sends again.
  const absl::Duration left =
      std::clamp(deadline - clock_->Monotonic(), absl::ZeroDuration(), absl::Hours(1));
  server_->Stop(absl::ToChronoMilliseconds(left)).IgnoreError();
  server_.reset();
}

}  // namespace adapters
