#include "adapters/webhook/webhook_source.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/http/handler.h"
#include "adapters/webhook/internal/bearer_tokens.h"
#include "adapters/webhook/internal/consent_answer.h"
#include "adapters/webhook/internal/header_value.h"
#include "adapters/webhook/internal/origin_gate.h"
#include "adapters/webhook/internal/request_answer.h"
#include "adapters/webhook/webhook_consent.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"
#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/clock.h"
#include "eventbus/internal/mutex.h"
#include "eventbus/source.h"

namespace adapters {
namespace {

using ::cloudevents::internal::Cat;
using ::cloudevents::internal::InvalidArgument;
using ::cloudevents::internal::Message;
using ::cloudevents::internal::ToAbsl;
using webhook_internal::HeaderValue;
using webhook_internal::ProblemAnswer;
using webhook_internal::TokenVerdict;

absl::Status Validate(const WebhookSourceOptions& options) {
  if (!options.path.starts_with('/') || options.path.find_first_of("?#") != std::string::npos) {
    return InvalidArgument("WebhookSourceOptions.path: \"", options.path,
                           "\" must begin with / and have no query");
  }
  for (const std::string& token : options.bearer_tokens) {
    if (!webhook_internal::IsBearerToken(token)) {
      return InvalidArgument(
          "WebhookSourceOptions.bearer_tokens: one is empty or has characters beyond RFC 6750, "
          "section 2.1");
    }
  }
  for (const cloudevents::EventFormat& format : options.formats) {
    const bool batches = !format.batch_media_type.empty();
    if (format.decode == nullptr || (batches && format.decode_batch == nullptr)) {
      return InvalidArgument("WebhookSourceOptions.formats: \"", format.name, "\" cannot decode");
    }
  }
  if (options.consent.has_value()) {
    absl::Status policy = webhook_internal::ValidateConsentPolicy(*options.consent);
    if (!policy.ok()) return policy;
  }
  if (options.retry_after < absl::ZeroDuration() || options.max_pending < 1) {
    return InvalidArgument(
        "WebhookSourceOptions: retry_after must not be negative, max_pending at least 1");
  }
  return absl::OkStatus();
}

HttpServerResponse Success(eventbus::Until until, bool token_in_query) {
  HttpServerResponse answer{.status = until == eventbus::Until::kHandled ? 204 : 202};
  // Section 3.2: what was asked for with a token in the URL is for one reader only.
  if (token_in_query) answer.headers.push_back({"Cache-Control", "private"});
  return answer;
}

}  // namespace

// Counts the requests that are taken in and the calls of the inlet, and ends both. It outlives the
// source for as long as the bus owes it an answer.
class WebhookSource::Desk final : public std::enable_shared_from_this<Desk> {
 public:
  // One request from being taken in until it is answered.
  class Pending {
   public:
    explicit Pending(std::shared_ptr<Desk> desk) : desk_(std::move(desk)) {}
    Pending(Pending&&) noexcept = default;
    Pending& operator=(Pending&&) = delete;
    ~Pending() {
      if (desk_ != nullptr) desk_->Answered();
    }

   private:
    std::shared_ptr<Desk> desk_;
  };

  void Open(eventbus::Inlet* inlet) {
    eventbus::internal::MutexLock lock(mutex_);
    inlet_ = inlet;
    paused_ = false;
  }

  void SetPaused(bool paused) {
    eventbus::internal::MutexLock lock(mutex_);
    paused_ = paused;
  }

  // FailedPrecondition: closed or paused. ResourceExhausted: `most` are pending.
  absl::StatusOr<Pending> TakeIn(std::size_t most) {
    eventbus::internal::MutexLock lock(mutex_);
    if (inlet_ == nullptr || paused_) return absl::FailedPreconditionError("closed");
    if (pending_ >= most) return absl::ResourceExhaustedError("max_pending");
    ++pending_;
    return Pending(shared_from_this());
  }

  // Offers, or answers as a stopped bus does where Close came in between.
  void Offer(std::vector<cloudevents::Event> events, eventbus::Until until,
             eventbus::Inlet::Done done) {
    eventbus::Inlet* inlet = nullptr;
    {
      eventbus::internal::MutexLock lock(mutex_);
      inlet = inlet_;
      if (inlet != nullptr) ++offering_;
    }
    if (inlet == nullptr) {
      std::move(done)({.accepted = absl::FailedPreconditionError("closed")});
      return;
    }
    inlet->Offer(std::move(events), until, std::move(done));
    eventbus::internal::MutexLock lock(mutex_);
    --offering_;
    changed_.NotifyAll();
  }

  // Waits for the answers until the deadline, and for calls of the inlet in any case: they do not
  // wait for anything.
  void Close(const eventbus::Clock& clock, absl::Duration deadline) {
    eventbus::internal::MutexLock lock(mutex_);
    paused_ = true;
    while (pending_ > 0) {
      const absl::Duration left = deadline - clock.Monotonic();
      if (left <= absl::ZeroDuration()) break;
      changed_.WaitFor(mutex_, absl::ToChronoNanoseconds(std::min(left, absl::Hours(1))));
    }
    inlet_ = nullptr;
    while (offering_ > 0) changed_.Wait(mutex_);
  }

 private:
  void Answered() {
    eventbus::internal::MutexLock lock(mutex_);
    --pending_;
    changed_.NotifyAll();
  }

  eventbus::internal::Mutex mutex_;
  eventbus::internal::CondVar changed_;
  eventbus::Inlet* inlet_ ABSL_GUARDED_BY(mutex_) = nullptr;
  bool paused_ ABSL_GUARDED_BY(mutex_) = false;
  std::size_t pending_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t offering_ ABSL_GUARDED_BY(mutex_) = 0;
};

absl::StatusOr<std::unique_ptr<WebhookSource>> WebhookSource::Create(WebhookSourceOptions options,
                                                                     const eventbus::Clock* clock) {
  if (clock == nullptr) return InvalidArgument("WebhookSource::Create: needs a clock");
  if (absl::Status status = Validate(options); !status.ok()) return status;
  return std::unique_ptr<WebhookSource>(new WebhookSource(std::move(options), clock));
}

WebhookSource::WebhookSource(WebhookSourceOptions options, const eventbus::Clock* clock)
    : options_(std::move(options)),
      tokens_(options_.bearer_tokens),
      understood_(webhook_internal::Understood(options_.formats)),
      clock_(clock),
      gate_(options_.consent.has_value()
                ? std::make_unique<webhook_internal::OriginGate>(*options_.consent)
                : nullptr),
      desk_(std::make_shared<Desk>()) {}

absl::Status WebhookSource::Grant(std::string_view origin, WebhookConsent consent) {
  if (gate_ == nullptr) {
    return absl::FailedPreconditionError("WebhookSource::Grant: there is no consent policy");
  }
  return gate_->Grant(origin, consent, clock_->Monotonic());
}

void WebhookSource::Revoke(std::string_view origin) {
  if (gate_ != nullptr) gate_->Revoke(origin);
}

absl::Status WebhookSource::Start(eventbus::Inlet* inlet) {
  if (inlet == nullptr) return InvalidArgument("WebhookSource::Start: needs an inlet");
  desk_->Open(inlet);
  return absl::OkStatus();
}

void WebhookSource::Pause() { desk_->SetPaused(true); }
void WebhookSource::Resume() { desk_->SetPaused(false); }
void WebhookSource::Stop(absl::Duration deadline) { desk_->Close(*clock_, deadline); }

std::optional<HttpServerResponse> WebhookSource::Refusal(const HttpServerRequest& request) const {
  const auto authorization = HeaderValue(request.headers, "authorization");
  const TokenVerdict token = tokens_.Check(authorization, request.target);
  if (token == TokenVerdict::kAmbiguous) {
    return ProblemAnswer(400, "a request carries one token, in one place (RFC 6750, section 2)");
  }
  if (token == TokenVerdict::kRefused) {
    HttpServerResponse answer = ProblemAnswer(401, "a valid Bearer token is required");
    answer.headers.push_back({"WWW-Authenticate", "Bearer"});
    return answer;
  }
  if (request.method != "POST") {
    return webhook_internal::NotAllowedAnswer(
        "events are delivered by POST",
        gate_ == nullptr ? "POST" : webhook_internal::kAllowWithHandshake);
  }
  if (request.body.size() > options_.max_body_bytes) {
    return ProblemAnswer(413,
                         Cat("the body exceeds the limit of ", options_.max_body_bytes, " bytes"));
  }
  if (gate_ == nullptr) return std::nullopt;
  return webhook_internal::OriginRefusal(request, *gate_, clock_->Monotonic());
}

// Unimplemented: in no format that is understood.
absl::StatusOr<std::vector<cloudevents::Event>> WebhookSource::Decode(
    HttpServerRequest request) const {
  if (!webhook_internal::IsReadable(request)) return absl::UnimplementedError(ToAbsl(understood_));
  return cloudevents::DecodeHttp(
      {.headers = std::move(request.headers), .body = std::move(request.body)}, options_.decode,
      options_.formats);
}

void WebhookSource::Handle(HttpServerRequest request, HttpResponder responder) {
  if (webhook_internal::PathOf(request.target) != options_.path) {
    return responder.Respond(ProblemAnswer(404, "there is no webhook at this path"));
  }
  // It authenticates nobody (section 4), so it asks for no token.
  if (gate_ != nullptr && request.method == "OPTIONS") {
    return responder.Respond(
        webhook_internal::HandshakeAnswer(request, *gate_, clock_->Monotonic()));
  }
  if (std::optional<HttpServerResponse> refusal = Refusal(request); refusal.has_value()) {
    return responder.Respond(*std::move(refusal));
  }
  absl::StatusOr<Desk::Pending> pending = desk_->TakeIn(options_.max_pending);
  if (!pending.ok()) {
    return responder.Respond(
        webhook_internal::RefusalAnswer(pending.status(), options_.retry_after));
  }

  const bool token_in_query =
      !tokens_.open() && webhook_internal::AccessTokenOf(request.target).has_value();
  absl::StatusOr<std::vector<cloudevents::Event>> events = Decode(std::move(request));
  if (!events.ok()) {
    const int status = absl::IsUnimplemented(events.status()) ? 415 : 400;
    return responder.Respond(ProblemAnswer(status, Message(events.status())));
  }
  HttpServerResponse success = Success(options_.until, token_in_query);
  if (events->empty()) return responder.Respond(std::move(success));

  // The answer goes out before the request stops counting, so that Stop waits for it.
  desk_->Offer(*std::move(events), options_.until,
               [pending = *std::move(pending), responder = std::move(responder),
                success = std::move(success),
                retry_after = options_.retry_after](const eventbus::OfferResult& result) mutable {
                 const Desk::Pending ends_with_this_call = std::move(pending);
                 if (!result.accepted.ok()) {
                   responder.Respond(webhook_internal::RefusalAnswer(result.accepted, retry_after));
                 } else if (!result.handled.ok()) {
                   responder.Respond(
                       ProblemAnswer(500, "the events were taken in, and handling them failed"));
                 } else {
                   responder.Respond(std::move(success));
                 }
               });
}

}  // namespace adapters
