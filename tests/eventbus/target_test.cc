// Targets: rules choose, sinks get batches within their limits, failures end in the dead letters.
#include <string>
#include <thread>
#include <vector>

#include "eventbus/rules/event_pattern.h"
#include "eventbus/testing/recording_sink.h"
#include "gmock/gmock.h"
#include "tests/eventbus/shop.h"

namespace {

using eventbus::EventPattern;
using eventbus::Outcome;
using eventbus::OutcomeKind;
using eventbus::Rule;
using eventbus::SinkLimits;
using eventbus::testing::RecordingSink;
using shop::OrderPlaced;
using shop::OrderShipped;

using TargetTest = shop::BusTest;

TEST_F(TargetTest, GetsTheEventsThatMatchItsRule) {
  RecordingSink sink;
  auto target =
      bus_->AddTarget("japan", *EventPattern::Parse(R"({"data": {"country": ["JP"]}})"), &sink);
  ASSERT_TRUE(target.ok() && bus_->Start().ok());
  EXPECT_EQ(bus_->Publish(OrderPlaced{"o-1", "JP", 1}).queued, 1u);
  EXPECT_EQ(bus_->Publish(OrderPlaced{"o-2", "FR", 1}).matched, 0u);
  EXPECT_EQ(bus_->Publish(OrderShipped{"o-1"}).matched, 0u);
  executor_.RunUntilIdle();
  ASSERT_EQ(sink.events().size(), 1u);
  EXPECT_EQ(sink.events()[0].subject(), "orders/o-1");
  EXPECT_TRUE(bus_->Drain(absl::ZeroDuration()).ok());
  EXPECT_EQ(bus_->DeadLetters().size(), 0u);
}

TEST_F(TargetTest, BatchesKeepTheSinksLimits) {
  RecordingSink sink(SinkLimits{.events = 3, .in_flight = 1});
  auto target = bus_->AddTarget("all", Rule::All(), &sink);
  for (int i = 0; i < 7; ++i) bus_->Publish(OrderPlaced{std::to_string(i), "JP", i});
  ASSERT_TRUE(bus_->Start().ok());
  executor_.RunUntilIdle();
  ASSERT_EQ(sink.batches().size(), 3u);
  ASSERT_EQ(sink.events().size(), 7u);
  for (int i = 0; i < 7; ++i) {
    EXPECT_EQ(sink.events()[static_cast<std::size_t>(i)].subject(), "orders/" + std::to_string(i));
  }
}

TEST_F(TargetTest, BatchesKeepTheByteLimit) {
  RecordingSink sink(SinkLimits{.events = 100, .bytes = 500});
  auto target = bus_->AddTarget("all", Rule::All(), &sink);
  for (int i = 0; i < 5; ++i) bus_->Publish(OrderPlaced{std::to_string(i), "JP", i});
  ASSERT_TRUE(bus_->Start().ok());
  executor_.RunUntilIdle();
  EXPECT_EQ(sink.events().size(), 5u);
  EXPECT_GE(sink.batches().size(), 3u);
}

TEST_F(TargetTest, NoMoreBatchesAreInFlightThanTheSinkAllows) {
  RecordingSink sink(SinkLimits{.events = 1, .in_flight = 2});
  sink.Hold();
  auto target = bus_->AddTarget("all", Rule::All(), &sink);
  ASSERT_TRUE(bus_->Start().ok());
  for (int i = 0; i < 5; ++i) bus_->Publish(OrderPlaced{std::to_string(i), "JP", i});
  executor_.RunUntilIdle();
  EXPECT_EQ(sink.batches().size(), 2u);
  sink.Release();
  executor_.RunUntilIdle();
  EXPECT_EQ(sink.events().size(), 5u);
  EXPECT_TRUE(bus_->Drain(absl::ZeroDuration()).ok());
}

TEST_F(TargetTest, AnOversizeEventFailsForGoodUnsent) {
  RecordingSink sink(SinkLimits{.bytes_per_event = 100});
  auto target = bus_->AddTarget("all", Rule::All(), &sink);
  ASSERT_TRUE(bus_->Start().ok());
  bus_->Publish(OrderPlaced{std::string(200, 'x'), "JP", 1});
  executor_.RunUntilIdle();
  EXPECT_EQ(sink.batches().size(), 0u);
  ASSERT_EQ(bus_->DeadLetters().size(), 1u);
  EXPECT_EQ(bus_->DeadLetters()[0].last_status.code(), absl::StatusCode::kResourceExhausted);
}

TEST_F(TargetTest, FailuresEndInTheDeadLettersAndCanBeRedriven) {
  RecordingSink sink(SinkLimits{.events = 10});
  sink.FailAll({OutcomeKind::kRetry, absl::UnavailableError("down"), std::nullopt});
  auto target = bus_->AddTarget("all", Rule::All(), &sink);
  ASSERT_TRUE(bus_->Start().ok());
  for (int i = 0; i < 3; ++i) bus_->Publish(OrderPlaced{std::to_string(i), "JP", i});
  executor_.RunUntilIdle();
  ASSERT_EQ(bus_->DeadLetters().size(), 3u);
  EXPECT_EQ(bus_->DeadLetters()[0].consumer, "all");
  EXPECT_EQ(bus_->DeadLetters()[0].rule, std::string(Rule::All().text()));
  EXPECT_EQ(observer_.count(), 3u);
  sink.SucceedAll();
  EXPECT_TRUE(bus_->RedriveAll().ok());
  executor_.RunUntilIdle();
  EXPECT_EQ(bus_->DeadLetters().size(), 0u);
  EXPECT_EQ(sink.entries().back().attempt, 2);
}

TEST_F(TargetTest, AnEventThatCannotBeEncodedFailsAlone) {
  RecordingSink sink;
  sink.FailEncode(absl::InvalidArgumentError("not expressible"));
  auto target = bus_->AddTarget("all", Rule::All(), &sink);
  ASSERT_TRUE(bus_->Start().ok());
  bus_->Publish(OrderPlaced{"o-1", "JP", 1});
  executor_.RunUntilIdle();
  ASSERT_EQ(bus_->DeadLetters().size(), 1u);
  EXPECT_EQ(bus_->DeadLetters()[0].last_status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(bus_->Drain(absl::ZeroDuration()).ok());
}

TEST_F(TargetTest, StopReportsWhatIsLeftAndClosesTheSink) {
  RecordingSink sink;
  sink.Hold();
  auto target = bus_->AddTarget("all", Rule::All(), &sink);
  ASSERT_TRUE(bus_->Start().ok());
  bus_->Publish(OrderPlaced{"o-1", "JP", 1});
  bus_->Publish(OrderPlaced{"o-2", "JP", 1});
  const eventbus::StopReport report = bus_->Stop(absl::Seconds(5));
  EXPECT_EQ(report.drained.code(), absl::StatusCode::kDeadlineExceeded);
  ASSERT_EQ(report.leftovers.size(), 1u);
  EXPECT_EQ(report.leftovers[0].name, "all");
  EXPECT_EQ(report.leftovers[0].deliveries, 1u) << "the one that was never sent";
  EXPECT_EQ(report.dead_letters, 1u) << "the one whose answer is unknown";
  EXPECT_TRUE(sink.close_deadline().has_value());
  EXPECT_EQ(bus_->Publish(OrderPlaced{}).accepted.code(), absl::StatusCode::kFailedPrecondition);
}

// The dead letters are bounded: the oldest goes, and somebody is told.
TEST(DeadLetterLimitTest, TheOldestIsEvictedAloud) {
  eventbus::testing::RecordingObserver observer;
  absl::StatusOr<eventbus::EventBus> bus = eventbus::EventBus::Create(
      {.source = "/shop", .observer = &observer, .dead_letter_capacity = 2});
  auto fails = bus->Subscribe<OrderPlaced>(
      "fails", [](const OrderPlaced&) { return absl::InternalError("no"); });
  for (int i = 0; i < 3; ++i) bus->Publish(OrderPlaced{std::to_string(i), "JP", 1});
  EXPECT_EQ(bus->DeadLetters().size(), 2u);
  EXPECT_EQ(bus->DeadLetters()[0].number, 2u);
  ASSERT_EQ(observer.count(), 4u);
  EXPECT_EQ(observer.failures().back().fate, eventbus::FailureFate::kEvicted);
  EXPECT_TRUE(bus->DiscardDeadLetter(2).ok());
  EXPECT_EQ(bus->DiscardDeadLetter(2).code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(bus->Redrive(99).code(), absl::StatusCode::kNotFound);
}

}  // namespace
