// A webhook sink under random answers: seeded on one thread, against the rules of the protocol, and
// from many threads, against losing an event or settling one twice.
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/http/sender.h"
#include "adapters/webhook/webhook_consent.h"
#include "adapters/webhook/webhook_sink.h"
#include "cloudevents/bindings/http_binding.h"
#include "eventbus/clock.h"
#include "eventbus/settle.h"
#include "eventbus/sink.h"
#include "eventbus/testing/fake_clock.h"
#include "eventbus/testing/manual_executor.h"
#include "eventbus/thread_pool_executor.h"
#include "gtest/gtest.h"
#include "tests/adapters/webhook/webhook_sink_fixture.h"

namespace adapters {
namespace {

using ::cloudevents::ContentMode;

// Answers at once, on the calling thread, as the function says.
class PromptSender final : public HttpSender {
 public:
  using Answer = std::function<absl::StatusOr<HttpResponse>(const HttpRequest&)>;
  explicit PromptSender(Answer answer) : answer_(std::move(answer)) {}
  void Send(HttpRequest request, HttpDone done) override { done(answer_(request)); }

 private:
  Answer answer_;
};

HttpResponse Consent(const std::string& rate) {
  return {.status = 200,
          .headers = {{"WebHook-Allowed-Origin", "*"}, {"WebHook-Allowed-Rate", rate}}};
}

// What the target sees, and whether the sender keeps to what it was told.
class StrictTarget {
 public:
  StrictTarget(std::uint32_t seed, const eventbus::Clock* clock) : random_(seed), clock_(clock) {}

  absl::StatusOr<HttpResponse> Answer(const HttpRequest& request) {
    const absl::Duration now = clock_->Monotonic();
    EXPECT_FALSE(gone_) << "after 410";
    EXPECT_GE(now, quiet_until_) << "within Retry-After";
    if (request.method == "OPTIONS") {
      EXPECT_FALSE(rate_.has_value()) << "asked though it had consent";
      return AnswerHandshake(now);
    }
    EXPECT_TRUE(rate_.has_value()) << "sent without consent";
    posts_.push_back(now);
    EXPECT_LE(std::count_if(posts_.begin(), posts_.end(),
                            [now](absl::Duration post) { return now - post < absl::Minutes(1); }),
              rate_.value_or(0));
    return AnswerPost(now);
  }

  std::size_t posts() const { return posts_.size(); }

 private:
  absl::StatusOr<HttpResponse> AnswerHandshake(absl::Duration now) {
    switch (random_() % 4) {
      case 0:
        return HttpResponse{.status = 200};
      case 1:
        return absl::UnavailableError("no connection");
      case 2:
        return Later(503, now);
      default:
        rate_ = 1 + static_cast<std::int64_t>(random_() % 20);
        return Consent(std::to_string(*rate_));
    }
  }

  absl::StatusOr<HttpResponse> AnswerPost(absl::Duration now) {
    switch (random_() % 200) {
      case 0:
        gone_ = true;
        return HttpResponse{.status = 410};
      case 1:
      case 2:
        return Later(429, now);
      case 3:
        return HttpResponse{.status = 400};
      case 4:
        return absl::UnknownError("reset");
      default:
        return HttpResponse{.status = 202};
    }
  }

  HttpResponse Later(int status, absl::Duration now) {
    const auto seconds = static_cast<std::int64_t>(random_() % 100);
    quiet_until_ = std::max(quiet_until_, now + absl::Seconds(seconds));
    return {.status = status, .headers = {{"Retry-After", std::to_string(seconds)}}};
  }

  std::mt19937 random_;
  const eventbus::Clock* clock_;
  bool gone_ = false;
  absl::Duration quiet_until_;
  std::optional<std::int64_t> rate_;
  std::vector<absl::Duration> posts_;
};

class WebhookSinkRandomTest : public ::testing::Test {
 protected:
  // A batch whose settlements are counted: all, and those that were one too many.
  std::vector<eventbus::SinkEntry> Batch(const WebhookSink& sink, std::size_t events) {
    std::vector<eventbus::SinkEntry> batch;
    for (std::size_t i = 0; i < events; ++i) {
      const cloudevents::Event event = JsonOrder(std::to_string(i));
      batch.push_back({.event = event,
                       .encoded = *sink.Encode(event),
                       .settle = eventbus::Settle([this](const eventbus::Outcome& outcome) {
                         EXPECT_EQ(outcome.status.ok(),
                                   outcome.kind == eventbus::OutcomeKind::kDelivered);
                         ++settled_;
                       })});
    }
    sent_ += events;
    return batch;
  }

  std::atomic<std::size_t> sent_ = 0;
  std::atomic<std::size_t> settled_ = 0;
};

TEST_F(WebhookSinkRandomTest, KeepsToWhatTheTargetSaidAndSettlesAll) {
  std::size_t posts = 0;
  for (std::uint32_t seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    eventbus::testing::FakeClock clock;
    eventbus::testing::ManualExecutor executor({.seed = seed}, &clock);
    StrictTarget target(seed, &clock);
    PromptSender sender([&target](const HttpRequest& request) { return target.Answer(request); });
    auto sink = WebhookSink::Create({.url = "https://shop.example",
                                     .mode = ContentMode::kBatched,
                                     .origin = "shop.example",
                                     .require_consent = true,
                                     .request_rate = 20},
                                    &sender, &clock, random() % 2 == 0 ? &executor : nullptr);
    ASSERT_TRUE(sink.ok()) << sink.status();
    for (int i = 0; i < 150; ++i) {
      (*sink)->Send(Batch(**sink, 1 + random() % 4));
      executor.AdvanceBy(absl::Milliseconds(random() % 6'000));
    }
    sink->reset();
    EXPECT_EQ(settled_, sent_);
    posts += target.posts();
  }
  EXPECT_GT(posts, 1'000U);
}

TEST_F(WebhookSinkRandomTest, WhomItSettlesMayDestroyIt) {
  const eventbus::SystemClock clock;
  PromptSender sender([](const HttpRequest&) { return absl::ResourceExhaustedError("full"); });
  auto sink = WebhookSink::Create({.url = "https://shop.example"}, &sender, &clock);
  ASSERT_TRUE(sink.ok()) << sink.status();
  std::vector<eventbus::SinkEntry> batch;
  batch.push_back({.event = JsonOrder("1"),
                   .encoded = *(*sink)->Encode(JsonOrder("1")),
                   .settle = eventbus::Settle([&](const eventbus::Outcome&) {
                     sink->reset();
                     ++settled_;
                   })});
  (*sink)->Send(std::move(batch));
  EXPECT_EQ(settled_, 1U);
}

TEST_F(WebhookSinkRandomTest, ManyThreadsLoseNothingWhileItIsClosed) {
  for (std::uint32_t seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE(seed);
    const eventbus::SystemClock clock;
    std::atomic<std::uint32_t> requests = 0;
    PromptSender sender([&requests](const HttpRequest& request) -> absl::StatusOr<HttpResponse> {
      if (request.method == "OPTIONS") return Consent("1000000");
      switch (++requests % 50) {
        case 0:
          return HttpResponse{.status = 429, .headers = {{"Retry-After", "1"}}};
        case 1:
          return HttpResponse{.status = 400};
        default:
          return HttpResponse{.status = 202};
      }
    });
    eventbus::ThreadPoolExecutor executor({.threads = 2}, &clock);
    // What of a Retry-After is believed is short enough for the timers to run meanwhile.
    auto sink = WebhookSink::Create({.url = "https://shop.example",
                                     .mode = ContentMode::kBatched,
                                     .origin = "shop.example",
                                     .require_consent = true,
                                     .max_retry_after = absl::Microseconds(50)},
                                    &sender, &clock, &executor);
    ASSERT_TRUE(sink.ok()) << sink.status();
    std::vector<std::thread> threads;
    for (int t = 0; t < 3; ++t) {
      threads.emplace_back([this, &sink, seed, t] {
        std::mt19937 random(seed * 10 + static_cast<std::uint32_t>(t));
        for (int i = 0; i < 200; ++i) (*sink)->Send(Batch(**sink, 1 + random() % 3));
      });
    }
    threads.emplace_back([&sink] { EXPECT_TRUE((*sink)->GrantConsent({}).ok()); });
    threads.emplace_back([&sink, &requests] {
      while (requests < 100) std::this_thread::yield();
      (*sink)->Close(absl::ZeroDuration());
    });
    for (std::thread& thread : threads) thread.join();
    sink->reset();
    EXPECT_EQ(settled_, sent_);
  }
}

}  // namespace
}  // namespace adapters
