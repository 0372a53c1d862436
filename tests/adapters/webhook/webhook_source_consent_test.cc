// Abuse protection at the receiver: the handshake, and the rates of origins.
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "adapters/http/handler.h"
#include "adapters/webhook/webhook_consent.h"
#include "adapters/webhook/webhook_source.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/internal/abseil_strings.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/adapters/webhook/webhook_source_fixture.h"

namespace adapters {
namespace {

using ::cloudevents::internal::Message;
using ::testing::HasSubstr;

HttpServerRequest Handshake(std::vector<cloudevents::HttpHeader> headers) {
  return {.method = "OPTIONS", .target = "/hook", .headers = std::move(headers)};
}

HttpServerRequest AskedBy(std::string origin) {
  return Handshake({{"WebHook-Request-Origin", std::move(origin)}});
}

HttpServerRequest GoodBy(std::string origin) {
  HttpServerRequest request = Good();
  request.headers.push_back({"WebHook-Request-Origin", std::move(origin)});
  return request;
}

class WebhookSourceConsentTest : public WebhookSourceFixture {
 protected:
  void MakeWith(WebhookConsentPolicy policy) { Make({.consent = std::move(policy)}); }

  // The answer to a handshake: "ORIGIN RATE" from its headers, "no" without both.
  std::string Consent(HttpServerRequest request) {
    const std::optional<HttpServerResponse> answer = Handle(std::move(request));
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "");
    EXPECT_EQ(HeaderOf(*answer, "Allow"), "POST, OPTIONS");
    const std::string origin = HeaderOf(*answer, "WebHook-Allowed-Origin");
    const std::string rate = HeaderOf(*answer, "WebHook-Allowed-Rate");
    EXPECT_EQ(origin.empty(), rate.empty()) << "both or none";
    return origin.empty() ? "no" : origin + " " + rate;
  }
};

TEST_F(WebhookSourceConsentTest, ConsentIsInTheHeaders) {
  MakeWith({.allowed_origins = {"shop.example"}, .allowed_rate = 100});
  EXPECT_EQ(Consent(AskedBy("shop.example")), "shop.example 100");
  EXPECT_EQ(Consent(AskedBy("SHOP.example")), "SHOP.example 100") << "as it was supplied";
  EXPECT_EQ(Consent(AskedBy("other.example")), "no");
  EXPECT_EQ(Consent(Handshake({{"WebHook-Request-Origin", "shop.example"},
                               {"WebHook-Request-Rate", "120"},
                               {"WebHook-Request-Callback", "https://shop.example/c"}})),
            "shop.example 100");
  MakeWith({.allowed_origins = {"shop.example", "*"}});
  EXPECT_EQ(Consent(AskedBy("other.example")), "* *");
  MakeWith({});
  EXPECT_EQ(Consent(AskedBy("shop.example")), "no");
}

TEST_F(WebhookSourceConsentTest, ABrokenHandshakeIsToldWhatIsWrong) {
  MakeWith({.allowed_origins = {"*"}});
  EXPECT_EQ(Refused(Handshake({}), "WebHook-Request-Origin"), 400);
  EXPECT_EQ(Refused(AskedBy("a b"), "DNS name"), 400);
  EXPECT_EQ(
      Refused(Handshake({{"WebHook-Request-Origin", "a"}, {"WebHook-Request-Rate", "0"}}), "Rate"),
      400);
  EXPECT_EQ(HeaderOf(*answers_.back(), "WebHook-Allowed-Origin"), "");
  EXPECT_EQ(HeaderOf(*answers_.back(), "Allow"), "POST, OPTIONS");
  HttpServerRequest elsewhere = AskedBy("a");
  elsewhere.target = "/other";
  EXPECT_EQ(Refused(std::move(elsewhere)), 404);
  HttpServerRequest get = AskedBy("a");
  get.method = "GET";
  EXPECT_EQ(Refused(std::move(get)), 405);
  EXPECT_EQ(HeaderOf(*answers_.back(), "Allow"), "POST, OPTIONS");
}

TEST_F(WebhookSourceConsentTest, WithoutAPolicyOptionsIsNotSupported) {
  Make();
  EXPECT_EQ(Refused(AskedBy("shop.example")), 405);
  EXPECT_EQ(HeaderOf(*answers_.back(), "Allow"), "POST");
  EXPECT_EQ(HeaderOf(*answers_.back(), "WebHook-Allowed-Origin"), "");
  EXPECT_EQ(Handle(GoodBy("anybody"))->status, 202);
  EXPECT_EQ(source_->Grant("a", {}).code(), absl::StatusCode::kFailedPrecondition);
  source_->Revoke("a");
}

TEST_F(WebhookSourceConsentTest, TheHandshakeNeedsNoTokenAndOpensNoDoor) {
  Make({.bearer_tokens = {"t"}, .consent = WebhookConsentPolicy{.allowed_origins = {"a"}}});
  EXPECT_EQ(Consent(AskedBy("a")), "a *");
  EXPECT_EQ(Refused(GoodBy("a")), 401);
}

TEST_F(WebhookSourceConsentTest, AnswersHandshakesWhilePaused) {
  MakeWith({.allowed_origins = {"a"}});
  source_->Pause();
  EXPECT_EQ(Consent(AskedBy("a")), "a *");
}

TEST_F(WebhookSourceConsentTest, OnlyDeliveriesOfKnownOriginsComeIn) {
  MakeWith({.allowed_origins = {"a"}});
  EXPECT_EQ(Handle(GoodBy("A"))->status, 202);
  EXPECT_EQ(Refused(GoodBy("b"), "OPTIONS"), 403);
  EXPECT_EQ(Refused(Good(), "WebHook-Request-Origin"), 400);
  HttpServerRequest twice = GoodBy("a");
  twice.headers.push_back({"webhook-request-origin", "b"});
  EXPECT_EQ(Refused(std::move(twice), "twice"), 400);
  MakeWith({.allowed_origins = {"a"}, .require_origin = false});
  EXPECT_EQ(Handle(Good())->status, 202);
  EXPECT_EQ(inlet_.offers(), 2U);
}

TEST_F(WebhookSourceConsentTest, RequestsBeyondTheRateComeBackLater) {
  MakeWith({.allowed_origins = {"a", "b"}, .allowed_rate = 2});
  EXPECT_EQ(Handle(GoodBy("a"))->status, 202);
  clock_.Advance(absl::Milliseconds(20'500));
  EXPECT_EQ(Handle(GoodBy("a"))->status, 202);
  EXPECT_EQ(Refused(GoodBy("a"), "rate"), 429);
  EXPECT_EQ(HeaderOf(*answers_.back(), "Retry-After"), "40");
  EXPECT_EQ(Handle(GoodBy("b"))->status, 202);
  clock_.Advance(absl::Seconds(39));
  EXPECT_EQ(Refused(GoodBy("a")), 429);
  EXPECT_EQ(HeaderOf(*answers_.back(), "Retry-After"), "1");
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(Handle(GoodBy("a"))->status, 202);
  EXPECT_EQ(Consent(AskedBy("a")), "a 2") << "a handshake is no delivery";
}

TEST_F(WebhookSourceConsentTest, PermissionCanComeLater) {
  std::vector<WebhookConsentRequest> asked;
  MakeWith({.decide = [&asked](const WebhookConsentRequest& request) {
    asked.push_back(request);
    return std::optional<WebhookConsent>();
  }});
  EXPECT_EQ(Consent(Handshake({{"WebHook-Request-Origin", "a"},
                               {"WebHook-Request-Rate", "60"},
                               {"WebHook-Request-Callback", "https://a/confirm?key=k"}})),
            "no");
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].origin, "a");
  EXPECT_EQ(asked[0].rate, 60);
  EXPECT_EQ(asked[0].callback, "https://a/confirm?key=k");
  EXPECT_EQ(Refused(GoodBy("a")), 403);
  ASSERT_TRUE(source_->Grant("a", {.rate = 1}).ok());
  EXPECT_EQ(Handle(GoodBy("a"))->status, 202);
  EXPECT_EQ(Refused(GoodBy("a")), 429);
  EXPECT_EQ(Consent(AskedBy("a")), "a 1");
  source_->Revoke("a");
  EXPECT_EQ(Refused(GoodBy("a")), 403);
}

TEST_F(WebhookSourceConsentTest, CreationChecksThePolicy) {
  const absl::Status status =
      WebhookSource::Create({.consent = WebhookConsentPolicy{.allowed_rate = 0}}, &clock_).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(Message(status)), HasSubstr("allowed_rate"));
}

}  // namespace
}  // namespace adapters
