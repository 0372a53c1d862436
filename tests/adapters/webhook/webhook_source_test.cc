#include "adapters/webhook/webhook_source.h"

#include <cstddef>
#include <functional>
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
#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/source.h"
#include "eventbus/testing/fake_clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/adapters/webhook/fake_inlet.h"

namespace adapters {
namespace {

using ::cloudevents::internal::Message;
using ::eventbus::Until;
using ::testing::HasSubstr;

constexpr std::string_view kEvent = R"({"specversion":"1.0","id":"1","source":"/s","type":"t"})";
constexpr std::string_view kStructured = "application/cloudevents+json";
constexpr std::string_view kBatch = "application/cloudevents-batch+json";

HttpServerRequest Post(std::string_view type, std::string_view body) {
  return {.method = "POST",
          .target = "/hook",
          .headers = {{"Content-Type", std::string(type)}},
          .body = std::string(body)};
}

HttpServerRequest Good() { return Post(kStructured, kEvent); }

std::string HeaderOf(const HttpServerResponse& response, std::string_view name) {
  for (const cloudevents::HttpHeader& header : response.headers) {
    if (header.name == name) return header.value;
  }
  return "";
}

class WebhookSourceTest : public ::testing::Test {
 protected:
  void Make(WebhookSourceOptions options = {}) {
    options.path = "/hook";
    auto source = WebhookSource::Create(std::move(options), &clock_);
    ASSERT_TRUE(source.ok()) << source.status();
    source_ = *std::move(source);
    ASSERT_TRUE(source_->Start(&inlet_).ok());
  }

  // The answer, if it has come by the time Handle returns; later ones too, in answers_.
  std::optional<HttpServerResponse> Handle(HttpServerRequest request) {
    const std::size_t at = answers_.size();
    answers_.emplace_back();
    source_->Handle(std::move(request), HttpResponder([this, at](HttpServerResponse response) {
                      answers_[at] = std::move(response);
                    }));
    return answers_[at];
  }

  // The status of a refusal, after a look at its problem description.
  int Refused(HttpServerRequest request, std::string_view detail = "") {
    const std::optional<HttpServerResponse> answer = Handle(std::move(request));
    if (!answer.has_value()) return 0;
    EXPECT_EQ(HeaderOf(*answer, "Content-Type"), "application/problem+json");
    const nlohmann::json problem = nlohmann::json::parse(answer->body);
    EXPECT_EQ(problem["status"], answer->status);
    EXPECT_EQ(problem["type"], "about:blank");
    EXPECT_TRUE(problem["title"].is_string());
    EXPECT_THAT(problem["detail"].get<std::string>(), HasSubstr(std::string(detail)));
    return answer->status;
  }

  eventbus::testing::FakeClock clock_;
  FakeInlet inlet_{absl::OkStatus()};
  std::unique_ptr<WebhookSource> source_;
  std::vector<std::optional<HttpServerResponse>> answers_;
};

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
