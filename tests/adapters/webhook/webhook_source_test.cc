#include "adapters/webhook/webhook_source.h"

#include <cstddef>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "adapters/http/handler.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"
#include "cloudevents/formats/protobuf_format.h"
#include "cloudevents/formats/xml_format.h"
#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/source.h"
#include "eventbus/testing/fake_clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/adapters/webhook/webhook_source_fixture.h"

namespace adapters {
namespace {

using ::cloudevents::internal::Message;
using ::eventbus::Until;
using ::testing::HasSubstr;

class WebhookSourceTest : public WebhookSourceFixture {};

TEST_F(WebhookSourceTest, CreationNamesTheOptionThatIsWrong) {
  const struct {
    WebhookSourceOptions options;
    std::string text;
  } cases[] = {
      {{.path = ""}, "path"},
      {{.path = "x"}, "path"},
      {{.path = "/x?y"}, "path"},
      {{.bearer_tokens = {"ok", ""}}, "bearer_tokens"},
      {{.bearer_tokens = {"a b"}}, "bearer_tokens"},
      {{.retry_after = -absl::Seconds(1)}, "retry_after"},
      {{.formats = {{.name = "mute"}}}, "mute"},
      {{.max_pending = 0}, "max_pending"},
  };
  for (const auto& c : cases) {
    const absl::Status status = WebhookSource::Create(c.options, &clock_).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(Message(status)), HasSubstr(c.text));
  }
}

TEST_F(WebhookSourceTest, SuccessSaysHowFarTheEventsCame) {
  const struct {
    Until until;
    int status;
  } cases[] = {{Until::kAccepted, 202}, {Until::kStored, 202}, {Until::kHandled, 204}};
  for (const auto& c : cases) {
    Make({.until = c.until});
    const auto answer = Handle(Good());
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->status, c.status);
    EXPECT_EQ(answer->body, "");
    EXPECT_EQ(inlet_.until(), c.until);
  }
}

TEST_F(WebhookSourceTest, AnswersOnlyOnceTheBusHas) {
  Make();
  inlet_.AnswerNext(std::nullopt);
  EXPECT_FALSE(Handle(Good()).has_value());
  inlet_.AnswerHeld(absl::OkStatus());
  EXPECT_EQ(answers_[0]->status, 202);
}

TEST_F(WebhookSourceTest, TakesAllModes) {
  Make();
  HttpServerRequest binary = Post("text/plain", "hi");
  for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{
           {"ce-specversion", "1.0"}, {"CE-ID", "a%20b"}, {"ce-source", "/s"}, {"ce-type", "t"}}) {
    binary.headers.push_back({name, value});
  }
  EXPECT_EQ(Handle(std::move(binary))->status, 202);
  EXPECT_EQ(Handle(Good())->status, 202);
  const std::string event(kEvent);
  EXPECT_EQ(Handle(Post(kBatch, "[" + event + "," + event + "]"))->status, 202);
  ASSERT_EQ(inlet_.events().size(), 4U);
  EXPECT_EQ(inlet_.events()[0].id(), "a b");
  EXPECT_EQ(inlet_.offers(), 3U) << "a batch is offered whole";
  EXPECT_EQ(Handle(Post(kBatch, "[]"))->status, 202);
  EXPECT_EQ(inlet_.offers(), 3U);
}

TEST_F(WebhookSourceTest, BadInputIsRefusedByName) {
  Make({.max_body_bytes = 1000});
  EXPECT_EQ(Refused(Post(kStructured, "{")), 400);
  EXPECT_EQ(Refused(Post(kStructured, ""), ""), 400);
  EXPECT_EQ(Refused(Post(kStructured, R"({"specversion":"1.0","source":"/s","type":"t"})"), "id"),
            400);
  EXPECT_EQ(
      Refused(Post(kBatch, "[" + std::string(kEvent) + R"(,{"specversion":"1.0","id":""}])"), "1"),
      400);
  HttpServerRequest no_type = Post("text/plain", "hi");
  no_type.headers.push_back({"ce-specversion", "1.0"});
  no_type.headers.push_back({"ce-id", "1"});
  no_type.headers.push_back({"ce-source", "/s"});
  EXPECT_EQ(Refused(std::move(no_type), "type"), 400);

  EXPECT_EQ(Refused(Post("text/plain", "hi")), 415);
  EXPECT_EQ(Refused({.method = "POST", .target = "/hook"}), 415);
  EXPECT_EQ(Refused(Post("application/cloudevents+xml", "<a/>")), 415);
  EXPECT_EQ(Refused(Post("application/cloudevents-batch+avro", "")), 415);
  HttpServerRequest compressed = Good();
  compressed.headers.push_back({"Content-Encoding", "gzip"});
  EXPECT_EQ(Refused(std::move(compressed)), 415);

  EXPECT_EQ(Refused(Post(kStructured, std::string(1001, ' ')), "1000"), 413);
  EXPECT_EQ(inlet_.offers(), 0U);
}

TEST_F(WebhookSourceTest, OnlyPostToThePath) {
  Make();
  for (const std::string_view method : {"GET", "PUT", "OPTIONS", "DELETE", "post"}) {
    HttpServerRequest request = Good();
    request.method = method;
    EXPECT_EQ(Refused(std::move(request)), 405) << method;
    EXPECT_EQ(HeaderOf(*answers_.back(), "Allow"), "POST");
  }
  for (const std::string_view target : {"/", "/hook/", "/Hook", "/hooks", "hook", "*", ""}) {
    HttpServerRequest request = Good();
    request.target = target;
    EXPECT_EQ(Refused(std::move(request)), 404) << target;
  }
  for (const std::string_view target : {"/hook?a=/b", "http://h.example/hook", "http://h/hook?q"}) {
    HttpServerRequest request = Good();
    request.target = target;
    EXPECT_EQ(Handle(std::move(request))->status, 202) << target;
  }
}

TEST_F(WebhookSourceTest, WithTokensOnlyTheirHoldersEnter) {
  Make({.bearer_tokens = {"old", "new"}});
  EXPECT_EQ(Refused(Good()), 401);
  EXPECT_EQ(HeaderOf(*answers_.back(), "WWW-Authenticate"), "Bearer");
  for (const auto& [value, status] : std::vector<std::pair<std::string, int>>{
           {"Bearer old", 202}, {"Bearer new", 202}, {"Bearer nex", 401}, {"Basic new", 401}}) {
    HttpServerRequest request = Good();
    request.headers.push_back({"Authorization", value});
    EXPECT_EQ(Handle(std::move(request))->status, status) << value;
  }
  HttpServerRequest request = Good();
  request.target = "/hook?access_token=new";
  EXPECT_EQ(Handle(std::move(request))->status, 202);
  EXPECT_EQ(HeaderOf(*answers_.back(), "Cache-Control"), "private");
}

TEST_F(WebhookSourceTest, ATokenInTwoPlacesIsABadRequest) {
  Make({.bearer_tokens = {"new"}});
  HttpServerRequest request = Good();
  request.target = "/hook?access_token=new";
  request.headers.push_back({"Authorization", "Bearer new"});
  EXPECT_EQ(Refused(std::move(request), "one place"), 400);
  request = Good();
  request.target = "/hook?access_token=new&access_token=new";
  EXPECT_EQ(Refused(std::move(request)), 400);
  EXPECT_EQ(inlet_.offers(), 0U);
}

TEST_F(WebhookSourceTest, UnderstandsTheFormatsItIsGiven) {
  constexpr cloudevents::EventFormat kFormats[] = {cloudevents::kProtobufFormat,
                                                   cloudevents::kXmlFormat};
  {
    std::vector<cloudevents::EventFormat> given(std::begin(kFormats), std::end(kFormats));
    Make({.formats = given});
  }
  const cloudevents::Event event =
      *cloudevents::EventBuilder().Id("1").Source("/s").Type("t").JsonData("{}").Build();
  const std::vector<cloudevents::Event> both = {event, event};
  std::size_t arrived = 0;
  for (const cloudevents::EventFormat& format : kFormats) {
    EXPECT_EQ(Handle(Post(format.media_type, *format.encode(event)))->status, 202);
    EXPECT_EQ(Handle(Post(format.batch_media_type, *format.encode_batch(both)))->status, 202);
    arrived += 3;
    ASSERT_EQ(inlet_.events().size(), arrived);
    EXPECT_TRUE(Equivalent(inlet_.events().back(), event));
    EXPECT_EQ(Refused(Post(format.media_type, "\xff")), 400);
  }
  for (const std::string_view type : {kStructured, kBatch, std::string_view("text/plain")}) {
    EXPECT_EQ(Refused(Post(type, kEvent), "application/cloudevents+protobuf"), 415) << type;
    EXPECT_EQ(Refused(Post(type, kEvent), "application/cloudevents-batch+xml"), 415) << type;
  }
}

TEST_F(WebhookSourceTest, WithoutFormatsOnlyBinaryModeIsUnderstood) {
  Make({.formats = {}});
  EXPECT_EQ(Refused(Good(), "none"), 415);
  HttpServerRequest binary = Post("text/plain", "hi");
  for (const char* name : {"ce-id", "ce-source", "ce-type"}) binary.headers.push_back({name, "x"});
  binary.headers.push_back({"ce-specversion", "1.0"});
  EXPECT_EQ(Handle(std::move(binary))->status, 202);
}

TEST_F(WebhookSourceTest, WhatTheBusRefusesHasItsOwnAnswer) {
  const struct {
    absl::Status status;
    int answer;
    std::string retry_after;
  } cases[] = {
      {absl::InvalidArgumentError("no such type"), 400, ""},
      {absl::ResourceExhaustedError("full"), 429, "8"},
      {absl::FailedPreconditionError("stopped"), 503, "8"},
      {absl::UnavailableError("storage"), 503, "8"},
      {absl::InternalError("secret"), 500, ""},
      {absl::NotFoundError("secret"), 500, ""},
  };
  Make({.until = Until::kHandled, .retry_after = absl::Milliseconds(7500)});
  for (const auto& c : cases) {
    SCOPED_TRACE(c.status.ToString());
    inlet_.AnswerNext(c.status);
    EXPECT_EQ(Refused(Good()), c.answer);
    EXPECT_EQ(HeaderOf(*answers_.back(), "Retry-After"), c.retry_after);
    EXPECT_THAT(answers_.back()->body, ::testing::Not(HasSubstr("secret")));
  }
}

// Whatever a handler returned: the sender did nothing wrong, and posting again would not help.
TEST_F(WebhookSourceTest, AFailedDeliveryIsTheReceiversFault) {
  Make({.until = Until::kHandled});
  inlet_.AnswerNext(std::nullopt);
  for (const absl::Status& failure :
       {absl::InvalidArgumentError("secret"), absl::ResourceExhaustedError("secret"),
        absl::FailedPreconditionError("secret"), absl::InternalError("secret")}) {
    EXPECT_FALSE(Handle(Good()).has_value());
    inlet_.AnswerHeld(absl::OkStatus(), failure);
    ASSERT_TRUE(answers_.back().has_value());
    EXPECT_EQ(answers_.back()->status, 500);
    EXPECT_THAT(answers_.back()->body, ::testing::Not(HasSubstr("secret")));
  }
}

TEST_F(WebhookSourceTest, MorePendingThanAllowedIsOverload) {
  Make({.max_pending = 2});
  inlet_.AnswerNext(std::nullopt);
  EXPECT_FALSE(Handle(Good()).has_value());
  EXPECT_FALSE(Handle(Good()).has_value());
  EXPECT_EQ(Refused(Good()), 429);
  EXPECT_EQ(HeaderOf(*answers_.back(), "Retry-After"), "5");
  inlet_.AnswerHeld(absl::OkStatus());
  EXPECT_FALSE(Handle(Good()).has_value()) << "there is room again";
  inlet_.AnswerHeld(absl::OkStatus());
}

TEST_F(WebhookSourceTest, TakesNothingBeforeStartWhilePausedAndAfterStop) {
  auto source = WebhookSource::Create({.path = "/hook"}, &clock_);
  source_ = *std::move(source);
  EXPECT_EQ(Refused(Good()), 503);
  ASSERT_TRUE(source_->Start(&inlet_).ok());
  EXPECT_EQ(Handle(Good())->status, 202);
  source_->Pause();
  EXPECT_EQ(Refused(Good()), 503);
  EXPECT_EQ(HeaderOf(*answers_.back(), "Retry-After"), "5");
  source_->Resume();
  EXPECT_EQ(Handle(Good())->status, 202);
  source_->Stop(clock_.Monotonic());
  EXPECT_EQ(Refused(Good()), 503);
  EXPECT_EQ(inlet_.offers(), 2U);
}

TEST_F(WebhookSourceTest, StopWaitsForAnswersUnderWay) {
  Make();
  inlet_.AnswerNext(std::nullopt);
  EXPECT_FALSE(Handle(Good()).has_value());
  std::thread bus([this] { inlet_.AnswerHeld(absl::OkStatus()); });
  source_->Stop(absl::InfiniteDuration());
  EXPECT_EQ(answers_[0]->status, 202);
  bus.join();
}

TEST_F(WebhookSourceTest, AfterTheDeadlineALateAnswerStillGoesOut) {
  Make();
  inlet_.AnswerNext(std::nullopt);
  EXPECT_FALSE(Handle(Good()).has_value());
  source_->Stop(clock_.Monotonic());
  source_.reset();
  inlet_.AnswerHeld(absl::OkStatus());
  EXPECT_EQ(answers_[0]->status, 202);
}

}  // namespace
}  // namespace adapters
