// The webhook sink and the webhook source over real HTTP on loopback, in all three modes.
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "adapters/http/client.h"
#include "adapters/webhook/webhook_listener.h"
#include "adapters/webhook/webhook_sink.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/clock.h"
#include "eventbus/internal/mutex.h"
#include "eventbus/settle.h"
#include "eventbus/sink.h"
#include "eventbus/source.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/adapters/webhook/webhook_loopback_fixture.h"

namespace adapters {
namespace {

using ::cloudevents::ContentMode;
using ::cloudevents::Event;
using ::cloudevents::EventBuilder;
using ::cloudevents::internal::Cat;
using ::cloudevents::internal::Message;
using ::eventbus::Outcome;
using ::eventbus::OutcomeKind;
using ::testing::HasSubstr;

constexpr ContentMode kModes[] = {ContentMode::kBinary, ContentMode::kStructured,
                                  ContentMode::kBatched};

EventBuilder Hurtful(std::string_view id) {
  EventBuilder builder;
  builder.Id(id).Source("/sh%C3%B6p?q=%25").Type("com.shop.order");
  return builder;
}

// Events that one encoding or another is known to break.
std::vector<Event> HurtfulEvents() {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  return {
      *Hurtful("plain").JsonData(R"({"a":1})").Build(),
      *Hurtful("\xE2\x82\xAC \xF0\x9F\x98\x80 \"quoted\\\" 100% %41").JsonData("[]").Build(),
      *Hurtful("1").Subject("  ").Extension("ext", "a%20b, c;d=\"e\"").JsonData("1e400").Build(),
      *Hurtful("2").JsonData("null").Build(),
      *Hurtful("3").Build(),
      *Hurtful("4").DataContentType("application/octet-stream").BinaryData(bytes).Build(),
      *Hurtful("5").DataContentType("application/octet-stream").BinaryData("").Build(),
      *Hurtful("6").DataContentType("text/plain; charset=utf-8").TextData("l1\r\nl2").Build(),
      *Hurtful("7").JsonData(R"({"d":3e2,"d":12345678901234567890})").Build(),
      *Hurtful("8").Time("2024-02-29T23:59:59.123456789+05:30").JsonData(R"("x")").Build(),
      *Hurtful("9").Extension("flag", true).Extension("count", -2147483647).Build(),
  };
}

class WebhookLoopbackTest : public WebhookLoopbackFixture {};

TEST_F(WebhookLoopbackTest, HurtfulEventsArriveEquivalentInEveryMode) {
  Listen({.bearer_tokens = {"t"}});
  const std::vector<Event> events = HurtfulEvents();
  for (const ContentMode mode : kModes) {
    const auto sink = SinkTo({.mode = mode, .bearer_token = "t"});
    const std::size_t before = inlet_.events().size();
    for (const Event& event : events) {
      Send(*sink, {event});
      const Outcome outcome = outcomes_.WaitFor(1).front();
      EXPECT_EQ(outcome.kind, OutcomeKind::kDelivered) << event << "\n" << outcome.status;
    }
    const std::vector<Event> arrived = inlet_.events();
    ASSERT_EQ(arrived.size() - before, events.size());
    for (std::size_t i = 0; i < events.size(); ++i) {
      EXPECT_TRUE(Equivalent(events[i], arrived[before + i]))
          << "sent " << events[i] << "\ncame " << arrived[before + i];
      EXPECT_EQ(events[i].data(), arrived[before + i].data());
    }
  }
}

TEST_F(WebhookLoopbackTest, AThousandEventsTravelInOneRequestAndInMany) {
  Listen({});
  std::vector<Event> events;
  for (int i = 0; i < 1000; ++i) {
    events.push_back(*Hurtful(std::to_string(i)).JsonData(Cat("{\"n\":", i, "}")).Build());
  }
  const auto batched = SinkTo({.mode = ContentMode::kBatched, .max_batch_events = 1000});
  Send(*batched, {});
  Send(*batched, events);
  for (const Outcome& outcome : outcomes_.WaitFor(1000)) {
    EXPECT_EQ(outcome.kind, OutcomeKind::kDelivered);
  }
  EXPECT_EQ(inlet_.offers(), 1U);
  EXPECT_TRUE(Equivalent(inlet_.events().back(), events.back()));

  const auto binary = SinkTo({.mode = ContentMode::kBinary});
  for (const Event& event : events) Send(*binary, {event});
  for (const Outcome& outcome : outcomes_.WaitFor(1000)) {
    EXPECT_EQ(outcome.kind, OutcomeKind::kDelivered);
  }
  EXPECT_EQ(inlet_.events().size(), 2000U);
}

TEST_F(WebhookLoopbackTest, AWrongTokenIsPermanentAndNothingArrives) {
  Listen({.bearer_tokens = {"right"}});
  for (const char* token : {"", "wrong"}) {
    const Outcome outcome = SendOne(*SinkTo({.bearer_token = token}));
    EXPECT_EQ(outcome.kind, OutcomeKind::kPermanent);
    EXPECT_EQ(outcome.status.code(), absl::StatusCode::kUnauthenticated);
    EXPECT_THAT(std::string(Message(outcome.status)), HasSubstr("Bearer token"));
  }
  EXPECT_EQ(inlet_.offers(), 0U);
}

TEST_F(WebhookLoopbackTest, OverloadAndStoppingAskForAnotherAttempt) {
  Listen({.retry_after = absl::Seconds(9)});
  const auto sink = SinkTo({});
  inlet_.AnswerNext(absl::ResourceExhaustedError("full"));
  Outcome outcome = SendOne(*sink);
  EXPECT_EQ(outcome.kind, OutcomeKind::kRetry);
  EXPECT_EQ(outcome.status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(outcome.retry_after, absl::Seconds(9));

  clock_.Advance(absl::Seconds(9));
  inlet_.AnswerNext(absl::OkStatus());
  listener_->Pause();
  outcome = SendOne(*sink);
  EXPECT_EQ(outcome.kind, OutcomeKind::kRetry);
  EXPECT_EQ(outcome.retry_after, absl::Seconds(9));
  clock_.Advance(absl::Seconds(9));
  listener_->Resume();
  EXPECT_EQ(SendOne(*sink).kind, OutcomeKind::kDelivered);
}

TEST_F(WebhookLoopbackTest, StopLetsTheAnswerUnderWayOut) {
  Listen({});
  const auto sink = SinkTo({});
  inlet_.AnswerNext(std::nullopt);
  Send(*sink, {*Hurtful("1").Build()});
  inlet_.WaitForOffers(1);
  std::thread bus([this] { inlet_.AnswerHeld(absl::OkStatus()); });
  listener_->Stop(absl::InfiniteDuration());
  bus.join();
  EXPECT_EQ(outcomes_.WaitFor(1).front().kind, OutcomeKind::kDelivered);
  EXPECT_EQ(listener_->port(), 0);
}

TEST_F(WebhookLoopbackTest, WithoutAListenerNothingWasSent) {
  Listen({});
  const auto sink = SinkTo({});
  listener_->Stop(clock_.Monotonic());
  const Outcome outcome = SendOne(*sink);
  EXPECT_EQ(outcome.kind, OutcomeKind::kRetry);
  EXPECT_EQ(outcome.status.code(), absl::StatusCode::kUnavailable);
}

TEST_F(WebhookLoopbackTest, ATakenPortStopsTheStart) {
  Listen({});
  auto second = WebhookListener::Create({}, {.port = listener_->port()}, &clock_);
  EXPECT_EQ((*second)->Start(&inlet_).code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace adapters
