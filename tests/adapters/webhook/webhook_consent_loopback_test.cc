// HTTP Web Hook 1.0.2 from end to end over real HTTP on loopback: handshake, consent now and later,
// rate, redirects, 410.
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/http/client.h"
#include "adapters/http/handler.h"
#include "adapters/http/server.h"
#include "adapters/webhook/webhook_callback.h"
#include "adapters/webhook/webhook_confirmation.h"
#include "adapters/webhook/webhook_consent.h"
#include "adapters/webhook/webhook_sink.h"
#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/settle.h"
#include "gtest/gtest.h"
#include "tests/adapters/webhook/webhook_loopback_fixture.h"

namespace adapters {
namespace {

using ::cloudevents::internal::Cat;
using ::eventbus::Outcome;
using ::eventbus::OutcomeKind;

class WebhookConsentLoopbackTest : public WebhookLoopbackFixture {
 protected:
  static WebhookSinkOptions Asking() {
    return {.origin = "shop.example", .require_consent = true, .request_rate = 120};
  }

  // A server of another kind than the listener.
  static std::unique_ptr<HttpServer> Serve(HttpHandler handler) {
    auto server = HttpServer::Start({}, std::move(handler));
    EXPECT_TRUE(server.ok()) << server.status();
    return *std::move(server);
  }

  std::unique_ptr<WebhookSink> SinkToPort(int port) {
    auto sink = WebhookSink::Create({.url = Cat("http://127.0.0.1:", port, "/hook")}, client_.get(),
                                    &clock_);
    EXPECT_TRUE(sink.ok()) << sink.status();
    return *std::move(sink);
  }
};

TEST_F(WebhookConsentLoopbackTest, AGrantedRateIsKeptBySenderAndReceiver) {
  Listen({.bearer_tokens = {"t"},
          .consent = WebhookConsentPolicy{.allowed_origins = {"shop.example"}, .allowed_rate = 2}});
  WebhookSinkOptions options = Asking();
  options.bearer_token = "t";
  const auto sink = SinkTo(options);
  EXPECT_EQ(SendOne(*sink).kind, OutcomeKind::kDelivered);
  EXPECT_EQ(sink->consent(), WebhookConsent{.rate = 2});
  EXPECT_EQ(SendOne(*sink).kind, OutcomeKind::kDelivered);
  Outcome outcome = SendOne(*sink);
  EXPECT_EQ(outcome.kind, OutcomeKind::kRetry);
  EXPECT_EQ(outcome.retry_after, absl::Seconds(61));

  // A sender that keeps to no rate meets the receiver's: 429.
  const auto careless = SinkTo({.bearer_token = "t", .origin = "shop.example"});
  clock_.Advance(absl::Seconds(15));
  outcome = SendOne(*careless);
  EXPECT_EQ(outcome.kind, OutcomeKind::kRetry);
  EXPECT_EQ(outcome.status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(outcome.retry_after, absl::Seconds(45));
  EXPECT_EQ(inlet_.offers(), 2U);

  clock_.Advance(absl::Seconds(45));
  EXPECT_EQ(SendOne(*careless).kind, OutcomeKind::kDelivered);
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(SendOne(*sink).kind, OutcomeKind::kDelivered);
}

TEST_F(WebhookConsentLoopbackTest, WithoutConsentNothingIsDelivered) {
  // A receiver that knows no handshake answers 405.
  Listen({});
  EXPECT_EQ(SendOne(*SinkTo(Asking())).kind, OutcomeKind::kPermanent);
  // One that does not allow this origin answers 200.
  Listen({.consent = WebhookConsentPolicy{.allowed_origins = {"other.example"}}});
  const Outcome outcome = SendOne(*SinkTo(Asking()));
  EXPECT_EQ(outcome.kind, OutcomeKind::kPermanent);
  EXPECT_EQ(outcome.status.code(), absl::StatusCode::kPermissionDenied);
  // Nor does it take deliveries of it.
  EXPECT_EQ(SendOne(*SinkTo({.origin = "shop.example"})).status.code(),
            absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(inlet_.offers(), 0U);
}

TEST_F(WebhookConsentLoopbackTest, ConsentComesLaterByCallback) {
  const std::string path = "/confirm?id=1&key=4f1c9a";
  std::optional<WebhookConsentRequest> kept;  // written before the handshake is answered
  Listen({.consent = WebhookConsentPolicy{.decide = [&kept](const WebhookConsentRequest& request) {
            kept = request;
            return std::optional<WebhookConsent>();
          }}});
  std::unique_ptr<WebhookSink> sink;
  absl::StatusOr<HttpHandler> callback = MakeConsentCallback(
      path, {.rate = 120},
      [&sink](WebhookConsent consent) { EXPECT_TRUE(sink->GrantConsent(consent).ok()); });
  ASSERT_TRUE(callback.ok()) << callback.status();
  const auto callbacks = Serve(*std::move(callback));
  WebhookSinkOptions options = Asking();
  options.callback = Cat("http://127.0.0.1:", callbacks->port(), path);
  sink = SinkTo(options);

  EXPECT_EQ(SendOne(*sink).kind, OutcomeKind::kRetry);
  ASSERT_TRUE(kept.has_value());
  EXPECT_EQ(kept->callback, options.callback);
  EXPECT_EQ(kept->rate, 120);

  // Somebody agrees, and the receiver tells the sender.
  ASSERT_TRUE(listener_->Grant(kept->origin, {.rate = 60}).ok());
  ConfirmWebhookConsent({.url = kept->callback, .consent = {.rate = 60}, .allow_http = true},
                        client_.get(),
                        [this](const absl::Status& told) { outcomes_.Add({.status = told}); });
  EXPECT_EQ(outcomes_.WaitFor(1).front().status, absl::OkStatus());
  EXPECT_EQ(sink->consent(), WebhookConsent{.rate = 60});
  EXPECT_EQ(SendOne(*sink).kind, OutcomeKind::kDelivered);
  EXPECT_EQ(inlet_.offers(), 1U);
}

TEST_F(WebhookConsentLoopbackTest, ACallbackToAPrivateAddressIsNotMade) {
  auto guarded = CurlHttpClient::Create({});
  ASSERT_TRUE(guarded.ok()) << guarded.status();
  Listen({});
  ConfirmWebhookConsent(
      {.url = Cat("http://127.0.0.1:", listener_->port(), "/hook"), .allow_http = true},
      guarded->get(), [this](const absl::Status& told) { outcomes_.Add({.status = told}); });
  EXPECT_EQ(outcomes_.WaitFor(1).front().status.code(), absl::StatusCode::kPermissionDenied);
  (*guarded)->Stop();
}

TEST_F(WebhookConsentLoopbackTest, NoRedirectIsFollowed) {
  Listen({});
  for (const int status : {300, 301, 302, 303, 304, 305, 307, 308}) {
    const auto moved = Serve(
        [status, port = listener_->port()](const HttpServerRequest&, HttpResponder responder) {
          responder.Respond({.status = status,
                             .headers = {{"Location", Cat("http://127.0.0.1:", port, "/hook")}}});
        });
    EXPECT_EQ(SendOne(*SinkToPort(moved->port())).kind, OutcomeKind::kPermanent) << status;
  }
  EXPECT_EQ(inlet_.offers(), 0U);
}

TEST_F(WebhookConsentLoopbackTest, AfterA410TheTargetHearsNothingMore) {
  std::size_t requests = 0;  // the server has one thread, which is joined below
  const auto retired = Serve([&requests](const HttpServerRequest&, HttpResponder responder) {
    ++requests;
    responder.Respond({.status = 410});
  });
  const auto sink = SinkToPort(retired->port());
  for (int i = 0; i < 3; ++i) {
    const Outcome outcome = SendOne(*sink);
    EXPECT_EQ(outcome.kind, OutcomeKind::kPermanent);
    EXPECT_EQ(outcome.status.code(), absl::StatusCode::kFailedPrecondition);
  }
  EXPECT_TRUE(sink->gone());
  EXPECT_TRUE(retired->Stop(std::chrono::seconds(5)).ok());
  EXPECT_EQ(requests, 1U);
}

}  // namespace
}  // namespace adapters
