#include "eventbus/testing/recording_sink.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/json_format.h"
#include "eventbus/settle.h"
#include "eventbus/sink.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace eventbus::testing {
namespace {

using ::testing::ElementsAre;

cloudevents::Event EventWithId(std::string_view id) {
  return cloudevents::EventBuilder()
      .Id(id)
      .Source("/shop")
      .Type("com.shop.order.placed")
      .Build()
      .value();
}

class RecordingSinkTest : public ::testing::Test {
 protected:
  // An entry whose outcome is appended to outcomes_.
  SinkEntry Entry(std::string_view id, int attempt = 1) {
    const cloudevents::Event event = EventWithId(id);
    return {.event = event,
            .encoded = sink_.Encode(event).value(),
            .key = "key of " + std::string(id),
            .attempt = attempt,
            .settle = Settle([this, id = std::string(id)](const Outcome& outcome) {
              outcomes_.push_back(id + " " + std::string(OutcomeKindName(outcome.kind)));
            })};
  }

  template <typename... Ids>
  void Send(Ids... ids) {
    std::vector<SinkEntry> batch;
    (batch.push_back(Entry(ids)), ...);
    sink_.Send(std::move(batch));
  }

  std::vector<std::string> outcomes_;
  RecordingSink sink_{{.events = 3, .in_flight = 2}};
};

TEST_F(RecordingSinkTest, DeliversAndRecords) {
  Send("a", "b");
  Send("c");
  EXPECT_THAT(outcomes_, ElementsAre("a delivered", "b delivered", "c delivered"));
  ASSERT_EQ(sink_.batches().size(), 2);
  EXPECT_EQ(sink_.batches()[0].size(), 2);
  EXPECT_THAT(sink_.events(), ElementsAre(EventWithId("a"), EventWithId("b"), EventWithId("c")));
  const std::vector<RecordedEntry> entries = sink_.entries();
  ASSERT_EQ(entries.size(), 3);
  EXPECT_EQ(entries[2].event, EventWithId("c"));
  EXPECT_EQ(entries[2].key, "key of c");
  EXPECT_EQ(entries[2].attempt, 1);
  EXPECT_EQ(static_cast<const EncodedBytes&>(*entries[2].encoded).bytes(),
            cloudevents::EncodeJson(EventWithId("c")));
  EXPECT_EQ(sink_.limits().events, 3);
  EXPECT_EQ(sink_.limits().in_flight, 2);
}

TEST_F(RecordingSinkTest, FailsAsScripted) {
  const Outcome retry = {.kind = OutcomeKind::kRetry, .status = absl::UnavailableError("busy")};
  const Outcome permanent = {.kind = OutcomeKind::kPermanent, .status = absl::InternalError("no")};
  sink_.FailNth(2, retry);
  sink_.FailAll(permanent);
  Send("a", "b");
  EXPECT_THAT(outcomes_, ElementsAre("a permanent", "b retry"));
  sink_.FailNth(3, retry);
  sink_.SucceedAll();
  outcomes_.clear();
  Send("c");
  EXPECT_THAT(outcomes_, ElementsAre("c delivered"));
}

TEST_F(RecordingSinkTest, PassesTheWholeOutcomeOn) {
  sink_.FailNth(1, {.kind = OutcomeKind::kRetry,
                    .status = absl::UnavailableError("busy"),
                    .retry_after = absl::Seconds(7)});
  std::optional<Outcome> got;
  const cloudevents::Event event = EventWithId("a");
  std::vector<SinkEntry> batch;
  batch.push_back({.event = event,
                   .encoded = sink_.Encode(event).value(),
                   .settle = Settle([&](Outcome outcome) { got = std::move(outcome); })});
  sink_.Send(std::move(batch));
  ASSERT_TRUE(got.has_value());
  EXPECT_EQ(got->status, absl::UnavailableError("busy"));
  EXPECT_EQ(got->retry_after, absl::Seconds(7));
}

TEST_F(RecordingSinkTest, HoldsUntilReleased) {
  sink_.FailNth(2, {.kind = OutcomeKind::kUnknown, .status = absl::UnknownError("lost")});
  sink_.Hold();
  Send("a", "b");
  Send("c");
  EXPECT_EQ(sink_.held(), 3);
  EXPECT_EQ(sink_.batches().size(), 2);
  EXPECT_THAT(outcomes_, ElementsAre());
  sink_.Release();
  EXPECT_EQ(sink_.held(), 0);
  EXPECT_THAT(outcomes_, ElementsAre("a delivered", "b unknown", "c delivered"));
  Send("d");
  EXPECT_EQ(outcomes_.back(), "d delivered");
}

TEST_F(RecordingSinkTest, CloseSettlesWhatIsHeldAsUnknown) {
  EXPECT_EQ(sink_.close_deadline(), std::nullopt);
  sink_.Hold();
  Send("a");
  sink_.Close(absl::Seconds(9));
  EXPECT_EQ(sink_.close_deadline(), absl::Seconds(9));
  EXPECT_THAT(outcomes_, ElementsAre("a unknown"));
}

TEST_F(RecordingSinkTest, EncodeFailsWhileToldTo) {
  sink_.FailEncode(absl::ResourceExhaustedError("too large"));
  EXPECT_EQ(sink_.Encode(EventWithId("a")).status(), absl::ResourceExhaustedError("too large"));
  sink_.FailEncode(absl::OkStatus());
  EXPECT_TRUE(sink_.Encode(EventWithId("a")).ok());
  EXPECT_EQ(sink_.encode_calls(), 2);
}

TEST_F(RecordingSinkTest, ASettleMayUseTheSink) {
  const cloudevents::Event event = EventWithId("a");
  std::vector<SinkEntry> batch;
  batch.push_back({.event = event,
                   .encoded = sink_.Encode(event).value(),
                   .settle = Settle([&](const Outcome&) { Send("b"); })});
  sink_.Send(std::move(batch));
  EXPECT_THAT(outcomes_, ElementsAre("b delivered"));
  EXPECT_EQ(sink_.entries().size(), 2);
}

TEST(RecordingSinkThreadsTest, TakesBatchesFromManyThreads) {
  RecordingSink sink;
  sink.FailAll({.kind = OutcomeKind::kRetry, .status = absl::UnavailableError("busy")});
  const cloudevents::Event event = EventWithId("a");
  std::vector<int> retries(4);
  std::vector<std::thread> threads;
  threads.reserve(retries.size());
  for (int& mine : retries) {
    threads.emplace_back([&sink, &event, &mine] {
      for (int i = 0; i < 50; ++i) {
        std::vector<SinkEntry> batch;
        batch.push_back({.event = event,
                         .encoded = sink.Encode(event).value(),
                         .settle = Settle([&mine](const Outcome& outcome) {
                           mine += outcome.status.code() == absl::StatusCode::kUnavailable ? 1 : 0;
                         })});
        sink.Send(std::move(batch));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(retries, ElementsAre(50, 50, 50, 50));
  EXPECT_EQ(sink.entries().size(), 200);
}

}  // namespace
}  // namespace eventbus::testing
