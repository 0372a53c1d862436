// The handshake's loose ends: asking without a sink, granting by callback, and being called.
#include "adapters/webhook/webhook_handshake.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/http/handler.h"
#include "adapters/http/sender.h"
#include "adapters/webhook/webhook_callback.h"
#include "adapters/webhook/webhook_confirmation.h"
#include "adapters/webhook/webhook_consent.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/internal/abseil_strings.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/adapters/webhook/fake_sender.h"

namespace adapters {
namespace {

using ::cloudevents::internal::Message;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class WebhookHandshakeTest : public ::testing::Test {
 protected:
  void Ask(const WebhookSinkOptions& options) {
    RequestWebhookConsent(options, &sender_, [this](absl::StatusOr<WebhookConsent> consent) {
      EXPECT_FALSE(consent_.has_value()) << "called twice";
      consent_ = std::move(consent);
    });
  }

  FakeSender sender_;
  std::optional<absl::StatusOr<WebhookConsent>> consent_;
};

TEST_F(WebhookHandshakeTest, AsksTheVeryResourceAndReadsTheHeaders) {
  Ask({.url = "https://target.example/hook?a=b", .origin = "shop.example", .request_rate = 9});
  ASSERT_EQ(sender_.requests.size(), 1U);
  EXPECT_EQ(sender_.requests[0].method, "OPTIONS");
  EXPECT_EQ(sender_.requests[0].url, "https://target.example/hook?a=b");
  sender_.Answer(
      0, HttpResponse{.status = 404,
                      .headers = {{"webhook-allowed-origin", "*"}, {"webhook-allowed-rate", "8"}}});
  ASSERT_TRUE(consent_.has_value() && consent_->ok());
  EXPECT_EQ(**consent_, WebhookConsent{.rate = 8});
}

TEST_F(WebhookHandshakeTest, SaysWhyThereIsNoConsent) {
  const WebhookSinkOptions options{.url = "https://target.example/secret",
                                   .origin = "shop.example"};
  const struct {
    absl::StatusOr<HttpResponse> answer;
    absl::StatusCode code;
  } cases[] = {
      {HttpResponse{.status = 200}, absl::StatusCode::kPermissionDenied},
      {HttpResponse{.status = 503}, absl::StatusCode::kPermissionDenied},
      {absl::UnavailableError("no connection"), absl::StatusCode::kUnavailable},
  };
  for (const auto& c : cases) {
    consent_.reset();
    Ask(options);
    sender_.Answer(sender_.requests.size() - 1, c.answer);
    ASSERT_TRUE(consent_.has_value());
    EXPECT_EQ(consent_->status().code(), c.code);
    EXPECT_THAT(std::string(Message(consent_->status())), HasSubstr("https://target.example"));
    EXPECT_THAT(std::string(Message(consent_->status())), Not(HasSubstr("secret")));
  }
}

TEST_F(WebhookHandshakeTest, NeedsAnOriginAndGoodOptions) {
  for (const WebhookSinkOptions& options :
       {WebhookSinkOptions{.url = "https://target.example"},
        WebhookSinkOptions{.url = "mailto:x", .origin = "shop.example"}}) {
    consent_.reset();
    Ask(options);
    ASSERT_TRUE(consent_.has_value());
    EXPECT_EQ(consent_->status().code(), absl::StatusCode::kInvalidArgument);
  }
  EXPECT_THAT(sender_.requests, IsEmpty());
}

class WebhookConfirmationTest : public ::testing::Test {
 protected:
  std::optional<absl::Status> Confirm(const WebhookConfirmation& confirmation) {
    told_.reset();
    ConfirmWebhookConsent(confirmation, &sender_,
                          [this](const absl::Status& status) { told_ = status; });
    return told_;
  }

  FakeSender sender_;
  std::optional<absl::Status> told_;
};

TEST_F(WebhookConfirmationTest, CallsTheUrlWithTheRate) {
  using Method = WebhookConfirmation::Method;
  Confirm({.url = "https://shop.example/confirm?key=k", .consent = {.rate = 60}});
  EXPECT_EQ(sender_.requests[0].method, "POST");
  EXPECT_EQ(sender_.requests[0].url, "https://shop.example/confirm?key=k");
  EXPECT_EQ(sender_.HeaderOf(0, "WebHook-Allowed-Rate"), "60");
  sender_.Answer(0, HttpResponse{.status = 204});
  EXPECT_EQ(told_, absl::OkStatus());

  Confirm({.url = "https://shop.example/confirm", .method = Method::kGet});
  EXPECT_EQ(sender_.requests[1].method, "GET");
  EXPECT_EQ(sender_.HeaderOf(1, "WebHook-Allowed-Rate"), "*");
  sender_.Answer(1, HttpResponse{.status = 404});
  EXPECT_EQ(told_->code(), absl::StatusCode::kNotFound);

  Confirm({.url = "https://shop.example/secret"});
  sender_.Answer(2, absl::PermissionDeniedError("loopback"));
  EXPECT_EQ(told_->code(), absl::StatusCode::kPermissionDenied);
  EXPECT_THAT(std::string(Message(*told_)), Not(HasSubstr("secret")));
}

TEST_F(WebhookConfirmationTest, CallsNoUrlThatItShouldNot) {
  const WebhookConfirmation cases[] = {
      {.url = ""},
      {.url = "http://shop.example/secret"},
      {.url = "file:///secret"},
      {.url = "https://user:secret@shop.example/"},
      {.url = "https://shop.example/", .consent = {.rate = 0}},
      {.url = "https://shop.example/", .timeout = absl::ZeroDuration()},
  };
  for (const WebhookConfirmation& c : cases) {
    const std::optional<absl::Status> told = Confirm(c);
    ASSERT_TRUE(told.has_value()) << c.url;
    EXPECT_EQ(told->code(), absl::StatusCode::kInvalidArgument) << c.url;
    EXPECT_THAT(std::string(Message(*told)), Not(HasSubstr("secret")));
  }
  EXPECT_THAT(sender_.requests, IsEmpty());
  EXPECT_FALSE(Confirm({.url = "http://127.0.0.1/", .allow_http = true}).has_value());
}

constexpr std::string_view kCallback = "/confirm?id=1&key=4f1c9a";

class WebhookCallbackTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto made = MakeConsentCallback(std::string(kCallback), {.rate = 120},
                                    [this](WebhookConsent c) { granted_.push_back(c); });
    ASSERT_TRUE(made.ok()) << made.status();
    handler_ = *std::move(made);
  }

  HttpServerResponse Call(std::string_view method, std::string_view target,
                          std::vector<cloudevents::HttpHeader> headers = {}) {
    std::optional<HttpServerResponse> answer;
    handler_({.method = std::string(method),
              .target = std::string(target),
              .headers = std::move(headers)},
             HttpResponder([&answer](HttpServerResponse a) { answer = std::move(a); }));
    EXPECT_TRUE(answer.has_value());
    return answer.value_or(HttpServerResponse{.status = 599});
  }

  std::vector<WebhookConsent> granted_;
  HttpHandler handler_;
};

TEST_F(WebhookCallbackTest, WhoKnowsTheTargetGrantsWhatWasAskedOrAnotherRate) {
  EXPECT_EQ(Call("GET", kCallback).status, 200);
  EXPECT_EQ(Call("POST", kCallback, {{"webhook-allowed-rate", "60"}}).status, 200);
  EXPECT_EQ(Call("POST", kCallback, {{"WebHook-Allowed-Rate", "*"}}).status, 200);
  EXPECT_THAT(granted_, ElementsAre(WebhookConsent{.rate = 120}, WebhookConsent{.rate = 60},
                                    WebhookConsent{}));
}

TEST_F(WebhookCallbackTest, NobodyElseDoes) {
  for (const std::string_view target :
       {"/", "/confirm", "/confirm?id=1&key=4f1c9", "/confirm?id=1&key=4f1c9a&", "/confirm?id=1",
        "/Confirm?id=1&key=4f1c9a", ""}) {
    const HttpServerResponse answer = Call("GET", target);
    EXPECT_EQ(answer.status, 404) << target;
    EXPECT_THAT(answer.body, Not(HasSubstr("confirm")));
  }
  EXPECT_EQ(Call("HEAD", kCallback).status, 405);
  EXPECT_EQ(Call("OPTIONS", kCallback).status, 405);
  EXPECT_EQ(Call("POST", kCallback, {{"WebHook-Allowed-Rate", "0"}}).status, 400);
  EXPECT_EQ(Call("POST", kCallback, {{"WebHook-Allowed-Rate", "soon"}}).status, 400);
  EXPECT_THAT(granted_, IsEmpty());
}

TEST_F(WebhookCallbackTest, ATargetThatIsEasyToGuessIsRefused) {
  const auto granted = [](WebhookConsent) {};
  for (const char* target : {"", "/", "/confirm", "confirm?key=0123456789", "/confirm 0123456789",
                             "/confirm#0123456789"}) {
    EXPECT_EQ(MakeConsentCallback(target, {}, granted).status().code(),
              absl::StatusCode::kInvalidArgument)
        << target;
  }
  EXPECT_EQ(MakeConsentCallback(std::string(kCallback), {}, nullptr).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace adapters
