#include "adapters/webhook/webhook_sink.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/http/sender.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"
#include "cloudevents/formats/json_format.h"
#include "cloudevents/formats/protobuf_format.h"
#include "cloudevents/formats/xml_format.h"
#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/settle.h"
#include "eventbus/sink.h"
#include "eventbus/testing/fake_clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/adapters/webhook/webhook_sink_fixture.h"

namespace adapters {
namespace {

using ::cloudevents::ContentMode;
using ::cloudevents::Event;
using ::cloudevents::internal::Message;
using ::eventbus::OutcomeKind;
using ::testing::HasSubstr;
using ::testing::Not;

class WebhookSinkTest : public WebhookSinkFixture {};

TEST_F(WebhookSinkTest, CreationNamesTheOptionThatIsWrong) {
  const struct {
    std::function<void(WebhookSinkOptions&)> spoil;
    std::string text;
  } cases[] = {
      {[](auto& o) { o.url = "mailto:a@b"; }, "URL"},
      {[](auto& o) { o.bearer_token = "secret\r\nX: y"; }, "bearer_token"},
      {[](auto& o) { o.headers = {{"content-type", "a/b"}}; }, "content-type"},
      {[](auto& o) { o.headers = {{"CE-id", "1"}}; }, "CE-id"},
      {[](auto& o) { o.headers = {{"X", "a\nb"}}; }, "control"},
      {[](auto& o) { o.headers = {{"", "a"}}; }, "empty"},
      {[](auto& o) {
         o.bearer_token = "t";
         o.headers = {{"Authorization", "Bearer u"}};
       },
       "Authorization"},
      {[](auto& o) { o.headers = {{"WebHook-Request-Origin", "a"}}; }, "WebHook-Request-Origin"},
      {[](auto& o) { o.token_in_query = true; }, "token_in_query"},
      {[](auto& o) {
         o.bearer_token = "t";
         o.url = "https://shop.example/?access_token=secret";
       },
       "access_token"},
      {[](auto& o) { o.origin = "https://shop.example"; }, "origin"},
      {[](auto& o) { o.require_consent = true; }, "require_consent"},
      {[](auto& o) { o.request_rate = 0; }, "request_rate"},
      {[](auto& o) { o.callback = "/secret"; }, "callback"},
      {[](auto& o) { o.handshake_interval = -absl::Seconds(1); }, "handshake_interval"},
      {[](auto& o) { o.format.encode = nullptr; }, "format"},
      {[](auto& o) {
         o.mode = ContentMode::kBatched;
         o.format.encode_batch = nullptr;
       },
       "batches"},
      {[](auto& o) { o.max_batch_events = 0; }, "max_batch_events"},
      {[](auto& o) { o.max_in_flight = 0; }, "max_in_flight"},
      {[](auto& o) { o.max_body_bytes = 1; }, "max_body_bytes"},
      {[](auto& o) { o.request_timeout = absl::ZeroDuration(); }, "request_timeout"},
      {[](auto& o) { o.max_retry_after = -absl::Seconds(1); }, "max_retry_after"},
  };
  for (const auto& c : cases) {
    WebhookSinkOptions options{.url = "https://shop.example"};
    c.spoil(options);
    const absl::Status status = WebhookSink::Create(std::move(options), &sender_, &clock_).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.text;
    EXPECT_THAT(std::string(Message(status)), HasSubstr(c.text));
    EXPECT_THAT(std::string(Message(status)), Not(HasSubstr("secret")));
  }
}

TEST_F(WebhookSinkTest, SendsBinaryWithTokenAndExtraHeaders) {
  Make({.bearer_token = "t0k", .headers = {{"X-Shop", "1"}}});
  SendAll({JsonOrder("o 1")});
  ASSERT_EQ(sender_.requests.size(), 1U);
  const HttpRequest& request = sender_.requests[0];
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, kSecretUrl);
  EXPECT_EQ(*request.body, R"({"n": 1})");
  EXPECT_EQ(sender_.HeaderOf(0, "ce-id"), "o%201");
  EXPECT_EQ(sender_.HeaderOf(0, "Content-Type"), "application/json");
  EXPECT_EQ(sender_.HeaderOf(0, "Authorization"), "Bearer t0k");
  EXPECT_EQ(sender_.HeaderOf(0, "X-Shop"), "1");
  EXPECT_FALSE(outcomes_[0].has_value());
  sender_.Answer(0, HttpResponse{.status = 202});
  EXPECT_EQ(outcomes_[0]->kind, OutcomeKind::kDelivered);
}

TEST_F(WebhookSinkTest, TheTokenCanTravelInTheQuery) {
  for (const auto& [url, sent] : std::vector<std::pair<std::string, std::string>>{
           {"https://shop.example", "https://shop.example?access_token=a%2Bb%2Fc%3D"},
           {"https://shop.example/x?p=q",
            "https://shop.example/x?p=q&access_token=a%2Bb%2Fc%3D"}}) {
    const std::size_t at = sender_.requests.size();
    Make({.url = url, .bearer_token = "a+b/c=", .token_in_query = true});
    SendAll({JsonOrder("1")});
    EXPECT_EQ(sender_.requests[at].url, sent);
    EXPECT_EQ(sender_.HeaderOf(at, "Authorization"), std::nullopt);
    EXPECT_EQ(sender_.HeaderOf(at, "Cache-Control"), "no-store");
    sink_.reset();
  }
}

TEST_F(WebhookSinkTest, StructuredAndBatchedEventsGoOutInTheFormatAskedFor) {
  constexpr cloudevents::EventFormat kFormats[] = {
      cloudevents::kJsonFormat, cloudevents::kProtobufFormat, cloudevents::kXmlFormat};
  const std::vector<Event> both = {JsonOrder("1"), JsonOrder("2")};
  for (const cloudevents::EventFormat& format : kFormats) {
    SCOPED_TRACE(std::string(format.name));
    const std::size_t at = sender_.requests.size();
    Make({.mode = ContentMode::kStructured, .format = format});
    SendAll({both[0]});
    EXPECT_EQ(sender_.HeaderOf(at, "Content-Type"), format.media_type);
    EXPECT_EQ(*sender_.requests[at].body, *format.encode(both[0]));

    Make({.mode = ContentMode::kBinary, .format = format});
    SendAll({*Order("3").Build()});
    EXPECT_EQ(sender_.HeaderOf(at + 1, "Content-Type"), format.media_type) << "no data: structured";

    Make({.mode = ContentMode::kBatched, .format = format});
    SendAll({both[0]});
    SendAll(both);
    EXPECT_EQ(sender_.HeaderOf(at + 2, "Content-Type"), format.batch_media_type);
    EXPECT_EQ(*sender_.requests[at + 2].body, *format.encode_batch(std::vector<Event>{both[0]}));
    EXPECT_EQ(*sender_.requests[at + 3].body, *format.encode_batch(both));
    EXPECT_LE(
        sender_.requests[at + 3].body->size(),
        (*sink_->Encode(both[0]))->wire_bytes() + (*sink_->Encode(both[1]))->wire_bytes() + 1);
    sink_.reset();
  }
}

TEST_F(WebhookSinkTest, WhatAFormatCannotWriteIsRefusedByEncode) {
  const Event event = *Order("1").Extension("1digit", "x").Build();
  for (const ContentMode mode : {ContentMode::kStructured, ContentMode::kBatched}) {
    Make({.mode = mode, .format = cloudevents::kXmlFormat});
    EXPECT_EQ(sink_->Encode(event).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST_F(WebhookSinkTest, WhatBinaryModeMayNotCarryGoesOutStructured) {
  Make({.mode = ContentMode::kBinary});
  SendAll({*Order("1").Build()});
  SendAll({*Order("2").BinaryData("\x01").Build()});
  SendAll({*Order("3").DataContentType("text/plain").TextData("").Build()});
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(sender_.HeaderOf(i, "Content-Type"), cloudevents::kJsonMediaType) << i;
    EXPECT_FALSE(sender_.requests[i].body->empty()) << i;
  }
}

TEST_F(WebhookSinkTest, ABatchIsOneRequestOfAtMostTheLimit) {
  const Event one = JsonOrder("1");
  const Event two = JsonOrder("2");
  const std::vector<Event> both = {one, two};
  const std::string body = cloudevents::EncodeJsonBatch(both);
  Make({.mode = ContentMode::kBatched, .max_batch_events = 2, .max_body_bytes = body.size()});
  EXPECT_EQ(sink_->limits().events, 2U);
  EXPECT_EQ((*sink_->Encode(one))->wire_bytes() + (*sink_->Encode(two))->wire_bytes(),
            sink_->limits().bytes);
  SendAll(both);
  ASSERT_EQ(sender_.requests.size(), 1U);
  EXPECT_EQ(*sender_.requests[0].body, body);
  EXPECT_EQ(sender_.HeaderOf(0, "Content-Type"), cloudevents::kJsonBatchMediaType);
  sender_.Answer(0, HttpResponse{.status = 429, .headers = {{"Retry-After", "3"}}});
  for (const auto& outcome : outcomes_) {
    EXPECT_EQ(outcome->kind, OutcomeKind::kRetry);
    EXPECT_EQ(outcome->retry_after, absl::Seconds(3));
  }
}

// One event that the receiver does not take spoils no other.
TEST_F(WebhookSinkTest, ARefusedBatchIsHalvedUntilTheEventAtFaultIsAlone) {
  Make({.mode = ContentMode::kBatched});
  SendAll({JsonOrder("a"), JsonOrder("b"), JsonOrder("bad"), JsonOrder("c"), JsonOrder("d")});
  for (std::size_t i = 0; i < sender_.requests.size(); ++i) {
    const bool refused = sender_.requests[i].body->find("\"bad\"") != std::string::npos;
    sender_.Answer(i, HttpResponse{.status = refused ? 400 : 202});
  }
  for (std::size_t i = 0; i < outcomes_.size(); ++i) {
    ASSERT_TRUE(outcomes_[i].has_value()) << i;
    EXPECT_EQ(outcomes_[i]->kind, i == 2 ? OutcomeKind::kPermanent : OutcomeKind::kDelivered) << i;
  }
  // The bodies keep the order: 5 = 2 + 3, then 3 = 1 + 2.
  EXPECT_EQ(sender_.requests.size(), 5U);
}

TEST_F(WebhookSinkTest, ABatchThatIsRefusedForAnotherReasonIsNot) {
  for (const int status : {401, 404, 410, 415, 503}) {
    Make({.mode = ContentMode::kBatched});
    const std::size_t request = sender_.requests.size();
    SendAll({JsonOrder("a"), JsonOrder("b")});
    sender_.Answer(request, HttpResponse{.status = status});
    EXPECT_EQ(sender_.requests.size(), request + 1) << status;
  }
}

TEST_F(WebhookSinkTest, ASinkThatIsClosedMeanwhileSendsNoHalves) {
  Make({.mode = ContentMode::kBatched});
  SendAll({JsonOrder("a"), JsonOrder("b")});
  sink_.reset();
  sender_.Answer(0, HttpResponse{.status = 400});
  EXPECT_EQ(sender_.requests.size(), 1U);
  EXPECT_EQ(outcomes_[1]->kind, OutcomeKind::kUnknown);
}

TEST_F(WebhookSinkTest, ARetrySendsTheSameBytes) {
  Make({.mode = ContentMode::kStructured});
  const Event event = JsonOrder("1");
  const auto encoded = *sink_->Encode(event);
  for (int attempt = 0; attempt < 2; ++attempt) {
    std::vector<eventbus::SinkEntry> batch;
    batch.push_back(Entry(event, encoded));
    sink_->Send(std::move(batch));
    sender_.Answer(attempt, HttpResponse{.status = 503});
  }
  EXPECT_EQ(sender_.requests[0].body, sender_.requests[1].body) << "one buffer";
}

TEST_F(WebhookSinkTest, AnEventAboveTheLimitIsRefusedByEncode) {
  for (const ContentMode mode :
       {ContentMode::kBinary, ContentMode::kStructured, ContentMode::kBatched}) {
    Make({.mode = mode, .max_body_bytes = 200});
    EXPECT_TRUE(sink_->Encode(JsonOrder("1")).ok());
    const Event large =
        *Order("1").DataContentType("text/plain").TextData(std::string(201, 'x')).Build();
    EXPECT_EQ(sink_->Encode(large).status().code(), absl::StatusCode::kResourceExhausted);
  }
}

TEST_F(WebhookSinkTest, FailuresNameTheHostAndNoSecret) {
  Make({});
  SendAll({JsonOrder("1")});
  sender_.Answer(0, HttpResponse{.status = 410, .body = "gone for good"});
  EXPECT_EQ(outcomes_[0]->kind, OutcomeKind::kPermanent);
  const std::string text(Message(outcomes_[0]->status));
  EXPECT_THAT(text, HasSubstr("https://shop.example answered 410"));
  EXPECT_THAT(text, HasSubstr("gone for good"));
  EXPECT_THAT(text, Not(HasSubstr("secret")));
}

TEST_F(WebhookSinkTest, CloseSettlesWhatIsUnderWayAndLateAnswersChangeNothing) {
  Make({});
  SendAll({JsonOrder("1")});
  sink_->Close(clock_.Monotonic());
  EXPECT_EQ(outcomes_[0]->kind, OutcomeKind::kUnknown);
  SendAll({JsonOrder("2")});
  EXPECT_EQ(outcomes_[1]->kind, OutcomeKind::kRetry);
  EXPECT_EQ(sender_.requests.size(), 1U);
  sink_.reset();
  sender_.Answer(0, HttpResponse{.status = 202});
  EXPECT_EQ(outcomes_[0]->kind, OutcomeKind::kUnknown);
}

TEST_F(WebhookSinkTest, ASenderThatForgetsARequestLeavesItUnknownAtTheLatestWhenClosed) {
  Make({});
  SendAll({JsonOrder("1")});
  sender_.dones.clear();
  sink_.reset();
  EXPECT_EQ(outcomes_[0]->kind, OutcomeKind::kUnknown);
}

}  // namespace
}  // namespace adapters
