// A webhook source on a fake clock and a fake inlet, and its answers.
#ifndef TESTS_ADAPTERS_WEBHOOK_WEBHOOK_SOURCE_FIXTURE_H_
#define TESTS_ADAPTERS_WEBHOOK_WEBHOOK_SOURCE_FIXTURE_H_

#include <cstddef>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "adapters/http/handler.h"
#include "adapters/webhook/webhook_source.h"
#include "cloudevents/bindings/http_message.h"
#include "eventbus/testing/fake_clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/adapters/webhook/fake_inlet.h"

namespace adapters {

inline constexpr std::string_view kEvent =
    R"({"specversion":"1.0","id":"1","source":"/s","type":"t"})";
inline constexpr std::string_view kStructured = "application/cloudevents+json";
inline constexpr std::string_view kBatch = "application/cloudevents-batch+json";

inline HttpServerRequest Post(std::string_view type, std::string_view body) {
  return {.method = "POST",
          .target = "/hook",
          .headers = {{"Content-Type", std::string(type)}},
          .body = std::string(body)};
}

inline HttpServerRequest Good() { return Post(kStructured, kEvent); }

inline std::string HeaderOf(const HttpServerResponse& response, std::string_view name) {
  for (const cloudevents::HttpHeader& header : response.headers) {
    if (header.name == name) return header.value;
  }
  return "";
}

class WebhookSourceFixture : public ::testing::Test {
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
    EXPECT_THAT(problem["detail"].get<std::string>(), ::testing::HasSubstr(std::string(detail)));
    return answer->status;
  }

  eventbus::testing::FakeClock clock_;
  FakeInlet inlet_{absl::OkStatus()};
  std::unique_ptr<WebhookSource> source_;
  std::vector<std::optional<HttpServerResponse>> answers_;
};

}  // namespace adapters

#endif  // TESTS_ADAPTERS_WEBHOOK_WEBHOOK_SOURCE_FIXTURE_H_
