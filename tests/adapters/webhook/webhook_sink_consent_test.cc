// What a webhook sink does before the first request, and between requests: handshake, rate,
// Retry-After, 410.
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "adapters/http/sender.h"
#include "adapters/webhook/webhook_consent.h"
#include "adapters/webhook/webhook_sink.h"
#include "adapters/webhook/webhook_sink_options.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/settle.h"
#include "eventbus/testing/fake_clock.h"
#include "eventbus/testing/manual_executor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/adapters/webhook/webhook_sink_fixture.h"

namespace adapters {
namespace {

using ::cloudevents::ContentMode;
using ::cloudevents::internal::Message;
using ::eventbus::OutcomeKind;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

HttpResponse Consent(std::string rate, int status = 200) {
  return {.status = status,
          .headers = {{"WebHook-Allowed-Origin", "shop.example"},
                      {"WebHook-Allowed-Rate", std::move(rate)}}};
}

class WebhookSinkConsentTest : public WebhookSinkFixture {
 protected:
  static WebhookSinkOptions Asking() {
    return {.bearer_token = "t0k",
            .origin = "shop.example",
            .require_consent = true,
            .request_rate = 120};
  }

  void SendOne() { SendAll({JsonOrder("1")}); }

  // How many of the requests are deliveries.
  std::size_t Posts() const {
    std::size_t posts = 0;
    for (const HttpRequest& request : sender_.requests) posts += request.method == "POST" ? 1 : 0;
    return posts;
  }

  std::string TextOf(std::size_t event) const {
    return std::string(Message(outcomes_.at(event)->status));
  }

  eventbus::testing::ManualExecutor executor_{&clock_};
};

TEST_F(WebhookSinkConsentTest, AsksOnceThenSendsWhatWaits) {
  Make(Asking());
  SendOne();
  SendOne();
  ASSERT_EQ(sender_.requests.size(), 1U);
  EXPECT_EQ(sender_.requests[0].method, "OPTIONS");
  EXPECT_EQ(sender_.requests[0].url, kSecretUrl);
  EXPECT_EQ(sender_.requests[0].body, nullptr);
  EXPECT_EQ(sender_.HeaderOf(0, "WebHook-Request-Origin"), "shop.example");
  EXPECT_EQ(sender_.HeaderOf(0, "WebHook-Request-Rate"), "120");
  EXPECT_EQ(sender_.HeaderOf(0, "WebHook-Request-Callback"), std::nullopt);
  EXPECT_EQ(sender_.HeaderOf(0, "Authorization"), "Bearer t0k");
  EXPECT_EQ(sink_->consent(), std::nullopt);

  sender_.Answer(0, Consent("100"));
  EXPECT_EQ(sink_->consent(), WebhookConsent{.rate = 100});
  EXPECT_EQ(Posts(), 2U);
  SendOne();
  EXPECT_EQ(Posts(), 3U);
  EXPECT_EQ(sender_.requests.size(), 4U) << "one handshake";
  for (std::size_t i = 1; i < 4; ++i) {
    EXPECT_EQ(sender_.HeaderOf(i, "WebHook-Request-Origin"), "shop.example");
    EXPECT_EQ(sender_.HeaderOf(i, "WebHook-Request-Rate"), std::nullopt);
    sender_.Answer(i, HttpResponse{.status = 202});
    EXPECT_EQ(outcomes_[i - 1]->kind, OutcomeKind::kDelivered);
  }
}

TEST_F(WebhookSinkConsentTest, TheHeadersConsentWhateverTheStatus) {
  for (const int status : {200, 204, 302, 401, 404, 405, 500}) {
    SCOPED_TRACE(status);
    Make(Asking());
    const std::size_t at = sender_.requests.size();
    const std::size_t posts = Posts();
    SendOne();
    sender_.Answer(at, Consent("*", status));
    EXPECT_EQ(Posts(), posts + 1);
    sink_.reset();
  }
}

TEST_F(WebhookSinkConsentTest, TheStatusNeverConsents) {
  const struct {
    int status;
    std::vector<cloudevents::HttpHeader> headers;
  } cases[] = {
      {200, {}},
      {200, {{"Allow", "POST, OPTIONS"}}},
      {204, {{"Access-Control-Allow-Origin", "*"}}},
      {200, {{"WebHook-Allowed-Origin", "other.example"}, {"WebHook-Allowed-Rate", "*"}}},
      {200, {{"WebHook-Allowed-Origin", "shop.example"}}},
      {200, {{"WebHook-Allowed-Origin", "*"}, {"WebHook-Allowed-Rate", "0"}}},
      {405, {{"Allow", "POST"}}},
  };
  for (const auto& c : cases) {
    Make(Asking());
    const std::size_t event = outcomes_.size();
    SendOne();
    sender_.Answer(sender_.requests.size() - 1,
                   HttpResponse{.status = c.status, .headers = c.headers});
    ASSERT_TRUE(outcomes_[event].has_value());
    EXPECT_EQ(outcomes_[event]->kind, OutcomeKind::kPermanent);
    EXPECT_EQ(outcomes_[event]->status.code(), absl::StatusCode::kPermissionDenied);
    EXPECT_THAT(TextOf(event), AllOf(HasSubstr("https://shop.example"), HasSubstr("no consent"),
                                     Not(HasSubstr("secret"))));
    EXPECT_EQ(Posts(), 0U);
  }
}

TEST_F(WebhookSinkConsentTest, ATargetThatRefusedIsLeftInPeaceUntilTheInterval) {
  WebhookSinkOptions options = Asking();
  options.handshake_interval = absl::Minutes(10);
  Make(options);
  SendOne();
  sender_.Answer(0, HttpResponse{.status = 200});
  clock_.Advance(absl::Minutes(10) - absl::Nanoseconds(1));
  SendOne();
  EXPECT_EQ(outcomes_[1]->kind, OutcomeKind::kPermanent);
  EXPECT_EQ(sender_.requests.size(), 1U);
  clock_.Advance(absl::Nanoseconds(1));
  SendOne();
  ASSERT_EQ(sender_.requests.size(), 2U);
  sender_.Answer(1, Consent("*"));
  EXPECT_EQ(Posts(), 1U);
}

TEST_F(WebhookSinkConsentTest, AHandshakeThatFailsIsMadeAgainWithTheNextEvent) {
  Make(Asking());
  SendOne();
  sender_.Answer(0, absl::DeadlineExceededError("timeout"));
  EXPECT_EQ(outcomes_[0]->kind, OutcomeKind::kRetry) << "no event was sent";
  SendOne();
  ASSERT_EQ(sender_.requests.size(), 2U);
  sender_.Answer(1, HttpResponse{.status = 503, .headers = {{"Retry-After", "30"}}});
  EXPECT_EQ(outcomes_[1]->kind, OutcomeKind::kRetry);
  EXPECT_EQ(outcomes_[1]->retry_after, absl::Seconds(30));
  clock_.Advance(absl::Seconds(29));
  SendOne();
  EXPECT_EQ(outcomes_[2]->kind, OutcomeKind::kRetry);
  EXPECT_EQ(outcomes_[2]->retry_after, absl::Seconds(1));
  clock_.Advance(absl::Seconds(1));
  SendOne();
  EXPECT_EQ(sender_.requests.size(), 3U);
}

TEST_F(WebhookSinkConsentTest, ConsentByCallbackLetsTheNextAttemptThrough) {
  WebhookSinkOptions options = Asking();
  options.callback = "https://shop.example/confirm?key=k";
  Make(options);
  SendOne();
  EXPECT_EQ(sender_.HeaderOf(0, "WebHook-Request-Callback"), options.callback);
  sender_.Answer(0, HttpResponse{.status = 200});
  EXPECT_EQ(outcomes_[0]->kind, OutcomeKind::kRetry);
  EXPECT_EQ(outcomes_[0]->retry_after, options.handshake_interval);
  ASSERT_TRUE(sink_->GrantConsent({.rate = 7}).ok());
  EXPECT_EQ(sink_->consent(), WebhookConsent{.rate = 7});
  SendOne();
  EXPECT_EQ(Posts(), 1U);
  EXPECT_EQ(sink_->GrantConsent({.rate = 0}).code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(WebhookSinkConsentTest, WithAnExecutorEventsWaitForTheCallback) {
  WebhookSinkOptions options = Asking();
  options.callback = "https://shop.example/confirm?key=k";
  Make(options, &executor_);
  SendOne();
  sender_.Answer(0, HttpResponse{.status = 200});
  SendOne();
  EXPECT_FALSE(outcomes_[0].has_value());
  EXPECT_FALSE(outcomes_[1].has_value());
  executor_.AdvanceBy(options.handshake_interval);
  ASSERT_EQ(sender_.requests.size(), 2U) << "it asks again";
  sender_.Answer(1, HttpResponse{.status = 200});
  ASSERT_TRUE(sink_->GrantConsent({}).ok());
  EXPECT_EQ(Posts(), 2U);
}

TEST_F(WebhookSinkConsentTest, ARetryAfterToTheHandshakeHoldsDeliveriesToo) {
  WebhookSinkOptions options = Asking();
  options.callback = "https://shop.example/confirm?key=k";
  Make(options, &executor_);
  SendOne();
  sender_.Answer(0, HttpResponse{.status = 503, .headers = {{"Retry-After", "60"}}});
  executor_.AdvanceBy(absl::Seconds(1));
  ASSERT_TRUE(sink_->GrantConsent({}).ok());
  executor_.AdvanceBy(absl::Seconds(58));
  EXPECT_EQ(Posts(), 0U);
  executor_.AdvanceBy(absl::Seconds(1));
  EXPECT_EQ(Posts(), 1U);
}

TEST_F(WebhookSinkConsentTest, ConsentWithARetryAfterIsHeld) {
  Make(Asking(), &executor_);
  SendOne();
  HttpResponse answer = Consent("*", 429);
  answer.headers.push_back({"Retry-After", "30"});
  sender_.Answer(0, answer);
  EXPECT_EQ(Posts(), 0U);
  executor_.AdvanceBy(absl::Seconds(30));
  EXPECT_EQ(Posts(), 1U);
}

TEST_F(WebhookSinkConsentTest, A410ToTheHandshakeEndsTheTarget) {
  Make(Asking(), &executor_);
  SendOne();
  sender_.Answer(0, HttpResponse{.status = 410});
  EXPECT_TRUE(sink_->gone());
  EXPECT_EQ(outcomes_[0]->kind, OutcomeKind::kPermanent);
  executor_.AdvanceBy(absl::Hours(1));
  SendOne();
  EXPECT_EQ(outcomes_[1]->kind, OutcomeKind::kPermanent);
  EXPECT_EQ(sender_.requests.size(), 1U);
}

TEST_F(WebhookSinkConsentTest, ACallbackThatOvertakesTheAnswerCounts) {
  WebhookSinkOptions options = Asking();
  options.callback = "https://shop.example/confirm?key=k";
  Make(options);
  SendOne();
  ASSERT_TRUE(sink_->GrantConsent({}).ok());
  EXPECT_EQ(Posts(), 1U);
  sender_.Answer(0, HttpResponse{.status = 200});
  EXPECT_EQ(sink_->consent(), WebhookConsent{});
  SendOne();
  EXPECT_EQ(Posts(), 2U);
}

TEST_F(WebhookSinkConsentTest, WithoutAnExecutorWhatExceedsTheRateIsToBeRetried) {
  Make(Asking());
  SendOne();
  sender_.Answer(0, Consent("2"));
  clock_.Advance(absl::Seconds(20));
  SendOne();
  EXPECT_EQ(Posts(), 2U);
  SendOne();
  EXPECT_EQ(Posts(), 2U);
  EXPECT_EQ(outcomes_[2]->kind, OutcomeKind::kRetry);
  EXPECT_EQ(outcomes_[2]->status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(outcomes_[2]->retry_after, absl::Seconds(41)) << "61 s after the first";
  EXPECT_THAT(TextOf(2), AllOf(HasSubstr("https://shop.example"), HasSubstr("2 requests")));
  clock_.Advance(absl::Seconds(41));
  SendOne();
  EXPECT_EQ(Posts(), 3U);
}

TEST_F(WebhookSinkConsentTest, WithAnExecutorItWaitsInOrder) {
  Make(Asking(), &executor_);
  for (int i = 0; i < 5; ++i) SendAll({JsonOrder(std::to_string(i))});
  sender_.Answer(0, Consent("2"));
  EXPECT_EQ(Posts(), 2U);
  executor_.AdvanceBy(absl::Seconds(60));
  EXPECT_EQ(Posts(), 2U);
  executor_.AdvanceBy(absl::Seconds(1));
  EXPECT_EQ(Posts(), 4U);
  executor_.AdvanceBy(absl::Seconds(61));
  ASSERT_EQ(Posts(), 5U);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(sender_.HeaderOf(static_cast<std::size_t>(i) + 1, "ce-id"), std::to_string(i));
    EXPECT_FALSE(outcomes_[static_cast<std::size_t>(i)].has_value()) << "waiting is no attempt";
  }
  EXPECT_EQ(executor_.timers(), 0U);
}

TEST_F(WebhookSinkConsentTest, TheHalvesOfABatchCountAsRequests) {
  WebhookSinkOptions options = Asking();
  options.mode = ContentMode::kBatched;
  Make(options, &executor_);
  SendAll({JsonOrder("a"), JsonOrder("b")});
  sender_.Answer(0, Consent("2"));
  sender_.Answer(1, HttpResponse{.status = 400});
  EXPECT_EQ(Posts(), 2U) << "the batch and its first half";
  executor_.AdvanceBy(absl::Seconds(61));
  EXPECT_EQ(Posts(), 3U);
}

TEST_F(WebhookSinkConsentTest, ARateThatChangesCountsWhatWasSentBefore) {
  Make(Asking());
  SendOne();
  sender_.Answer(0, Consent("2"));
  SendOne();
  EXPECT_EQ(Posts(), 2U);
  ASSERT_TRUE(sink_->GrantConsent({.rate = 3}).ok());
  SendOne();
  SendOne();
  EXPECT_EQ(Posts(), 3U);
}

TEST_F(WebhookSinkConsentTest, AForgottenConsentIsAskedForAgain) {
  Make(Asking());
  SendOne();
  sender_.Answer(0, Consent("*"));
  sender_.Answer(1, HttpResponse{.status = 403});
  EXPECT_EQ(outcomes_[0]->kind, OutcomeKind::kPermanent) << "the consent is fresh: it is the event";
  SendOne();
  SendOne();
  clock_.Advance(absl::Minutes(1));
  sender_.Answer(2, HttpResponse{.status = 403});
  sender_.Answer(3, HttpResponse{.status = 403});
  EXPECT_EQ(outcomes_[1]->kind, OutcomeKind::kRetry);
  EXPECT_EQ(outcomes_[2]->kind, OutcomeKind::kRetry);
  EXPECT_EQ(sink_->consent(), std::nullopt);
  SendOne();
  ASSERT_EQ(sender_.requests.size(), 5U);
  EXPECT_EQ(sender_.requests[4].method, "OPTIONS");
}

TEST_F(WebhookSinkConsentTest, WithoutRequiredConsentA403IsPermanent) {
  Make({});
  SendOne();
  clock_.Advance(absl::Hours(1));
  sender_.Answer(0, HttpResponse{.status = 403});
  EXPECT_EQ(outcomes_[0]->kind, OutcomeKind::kPermanent);
}

TEST_F(WebhookSinkConsentTest, RetryAfterHoldsBackAllRequests) {
  for (const int status : {429, 503}) {
    SCOPED_TRACE(status);
    Make({});
    const std::size_t request = sender_.requests.size();
    const std::size_t event = outcomes_.size();
    SendOne();
    SendOne();
    sender_.Answer(request, HttpResponse{.status = status, .headers = {{"Retry-After", "30"}}});
    EXPECT_EQ(outcomes_[event]->retry_after, absl::Seconds(30));
    clock_.Advance(absl::Seconds(10));
    SendOne();
    EXPECT_EQ(sender_.requests.size(), request + 2);
    EXPECT_EQ(outcomes_[event + 2]->kind, OutcomeKind::kRetry);
    EXPECT_EQ(outcomes_[event + 2]->retry_after, absl::Seconds(20));
    EXPECT_THAT(TextOf(event + 2), HasSubstr("Retry-After"));
    // The one that was under way is answered meanwhile, with an earlier time.
    sender_.Answer(request + 1, HttpResponse{.status = status, .headers = {{"Retry-After", "1"}}});
    clock_.Advance(absl::Seconds(19));
    SendOne();
    EXPECT_EQ(sender_.requests.size(), request + 2);
    clock_.Advance(absl::Seconds(1));
    SendOne();
    EXPECT_EQ(sender_.requests.size(), request + 3);
    sink_.reset();
  }
}

TEST_F(WebhookSinkConsentTest, WithAnExecutorRequestsAreHeldUntilRetryAfterIsOver) {
  Make({}, &executor_);
  SendOne();
  sender_.Answer(0, HttpResponse{.status = 429, .headers = {{"Retry-After", "30"}}});
  EXPECT_EQ(outcomes_[0]->kind, OutcomeKind::kRetry);
  SendOne();
  SendOne();
  EXPECT_EQ(Posts(), 1U);
  executor_.AdvanceBy(absl::Seconds(30));
  EXPECT_EQ(Posts(), 3U);
}

TEST_F(WebhookSinkConsentTest, AnAnswerWithoutRetryAfterHoldsNothingBack) {
  Make({});
  for (std::size_t i = 0; i < 3; ++i) {
    SendOne();
    ASSERT_EQ(sender_.requests.size(), i + 1);
    sender_.Answer(i, HttpResponse{.status = 503});
  }
}

TEST_F(WebhookSinkConsentTest, TheHandshakeHeedsRetryAfterToo) {
  Make(Asking());
  SendOne();
  sender_.Answer(0, Consent("*"));
  sender_.Answer(1, HttpResponse{.status = 429, .headers = {{"Retry-After", "30"}}});
  SendOne();
  EXPECT_EQ(sender_.requests.size(), 2U);
}

TEST_F(WebhookSinkConsentTest, AfterA410NothingMoreIsSent) {
  Make({}, &executor_);
  SendOne();
  SendOne();
  EXPECT_FALSE(sink_->gone());
  sender_.Answer(0, HttpResponse{.status = 410});
  EXPECT_TRUE(sink_->gone());
  EXPECT_EQ(outcomes_[0]->kind, OutcomeKind::kPermanent);
  EXPECT_FALSE(outcomes_[1].has_value()) << "its own answer settles it";
  SendOne();
  EXPECT_EQ(sender_.requests.size(), 2U);
  EXPECT_EQ(outcomes_[2]->kind, OutcomeKind::kPermanent);
  EXPECT_EQ(outcomes_[2]->status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(TextOf(2), AllOf(HasSubstr("not sent"), HasSubstr("https://shop.example"),
                               HasSubstr("410"), Not(HasSubstr("secret"))));
  sender_.Answer(1, HttpResponse{.status = 202});
  EXPECT_EQ(outcomes_[1]->kind, OutcomeKind::kDelivered);
  EXPECT_TRUE(sink_->gone()) << "it stays gone";
}

TEST_F(WebhookSinkConsentTest, A410EndsWhatWaitsToo) {
  Make({}, &executor_);
  SendOne();
  SendOne();
  sender_.Answer(0, HttpResponse{.status = 503, .headers = {{"Retry-After", "30"}}});
  SendOne();
  EXPECT_FALSE(outcomes_[2].has_value());
  sender_.Answer(1, HttpResponse{.status = 410});
  EXPECT_EQ(outcomes_[2]->kind, OutcomeKind::kPermanent);
  executor_.AdvanceBy(absl::Minutes(1));
  EXPECT_EQ(Posts(), 2U);
}

TEST_F(WebhookSinkConsentTest, ClosingSettlesWhatWaitsAsNotSent) {
  Make(Asking(), &executor_);
  SendOne();
  sink_->Close(clock_.Monotonic());
  EXPECT_EQ(outcomes_[0]->kind, OutcomeKind::kRetry);
  sender_.Answer(0, Consent("*"));
  EXPECT_EQ(Posts(), 0U);

  Make({}, &executor_);
  SendOne();
  sender_.Answer(1, HttpResponse{.status = 429, .headers = {{"Retry-After", "30"}}});
  SendOne();
  sink_.reset();
  EXPECT_EQ(outcomes_[2]->kind, OutcomeKind::kRetry);
  executor_.AdvanceBy(absl::Minutes(1));
  EXPECT_EQ(Posts(), 1U) << "the timer finds nobody";
}

// A dead clock is for AddressSanitizer to find.
TEST_F(WebhookSinkConsentTest, TheClockMayEndWithTheSink) {
  auto clock = std::make_unique<eventbus::testing::FakeClock>();
  for (const bool asks : {false, true}) {
    WebhookSinkOptions options = asks ? Asking() : WebhookSinkOptions{};
    options.url = kSecretUrl;
    auto sink = WebhookSink::Create(options, &sender_, clock.get());
    ASSERT_TRUE(sink.ok()) << sink.status();
    const cloudevents::Event order = JsonOrder("1");
    std::vector<eventbus::SinkEntry> batch;
    batch.push_back(Entry(order, *(*sink)->Encode(order)));
    (*sink)->Send(std::move(batch));
  }
  clock.reset();
  for (std::size_t i = 0; i < 2; ++i) {
    sender_.Answer(i, HttpResponse{.status = 503, .headers = {{"Retry-After", "30"}}});
    EXPECT_NE(outcomes_[i]->kind, OutcomeKind::kDelivered);
  }
}

TEST_F(WebhookSinkConsentTest, AnOriginAloneIsOnlySaid) {
  Make({.origin = "shop.example"});
  SendOne();
  ASSERT_EQ(sender_.requests.size(), 1U);
  EXPECT_EQ(sender_.requests[0].method, "POST");
  EXPECT_EQ(sender_.HeaderOf(0, "WebHook-Request-Origin"), "shop.example");
}

}  // namespace
}  // namespace adapters
