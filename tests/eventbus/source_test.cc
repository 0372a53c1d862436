// Sources: offers are admitted whole, never wait, and are told as far as they asked.
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "eventbus/testing/recording_handler.h"
#include "gmock/gmock.h"
#include "tests/eventbus/shop.h"

namespace {

using eventbus::Inlet;
using eventbus::OfferResult;
using eventbus::Overflow;
using eventbus::Queued;
using eventbus::Until;
using eventbus::testing::RecordingHandler;
using shop::OrderPlaced;
using ::testing::ElementsAre;

// A source whose test offers by hand.
class HandSource final : public eventbus::Source {
 public:
  explicit HandSource(absl::Status start = absl::OkStatus()) : start_(std::move(start)) {}
  absl::Status Start(Inlet* inlet) override {
    inlet_ = inlet;
    log.push_back("start");
    return start_;
  }
  void Pause() override { log.push_back("pause"); }
  void Resume() override { log.push_back("resume"); }
  void Stop(absl::Duration) override { log.push_back("stop"); }

  // Whether it was accepted; nullopt while there is no answer.
  std::optional<absl::Status> Offer(std::vector<cloudevents::Event> events, Until until) {
    answers_.push_back(std::make_unique<std::optional<OfferResult>>());
    inlet_->Offer(std::move(events), until,
                  [place = answers_.back().get()](OfferResult result) { *place = result; });
    if (!answers_.back()->has_value()) return std::nullopt;
    return (*answers_.back())->accepted;
  }
  std::optional<OfferResult> last_answer() const { return *answers_.back(); }

  std::vector<std::string> log;

 private:
  absl::Status start_;
  Inlet* inlet_ = nullptr;
  std::vector<std::unique_ptr<std::optional<OfferResult>>> answers_;
};

class SourceTest : public shop::BusTest {
 protected:
  SourceTest() : shop::BusTest({.max_inbound = 4}) {}

  void StartWithSource(eventbus::SourceOptions options = {}) {
    ASSERT_TRUE(bus_->AddSource("hand", &source_, options).ok());
    ASSERT_TRUE(bus_->Start().ok());
  }

  static cloudevents::Event Order(const std::string& id) {
    return *cloudevents::EventBuilder()
                .Id(id)
                .Source("/far")
                .Type("com.shop.order.placed")
                .JsonData(R"({"order_id":")" + id + R"(","country":"JP","total_cents":1})")
                .Build();
  }

  HandSource source_;
  RecordingHandler<OrderPlaced> handler_;
};

TEST_F(SourceTest, InlineHandlersRunOnTheExecutor) {
  auto inlined = bus_->Subscribe<OrderPlaced>("inline", handler_);
  StartWithSource();
  EXPECT_EQ(source_.Offer({Order("1"), Order("2")}, Until::kAccepted), absl::OkStatus());
  EXPECT_EQ(handler_.received().size(), 0u);
  executor_.RunUntilIdle();
  EXPECT_THAT(handler_.received(),
              ElementsAre(OrderPlaced{"1", "JP", 1}, OrderPlaced{"2", "JP", 1}));
}

TEST_F(SourceTest, InlineHandlersRunOnTheSourcesThreadWhereAsked) {
  auto inlined = bus_->Subscribe<OrderPlaced>("inline", handler_);
  StartWithSource({.inline_on_source_thread = true});
  source_.Offer({Order("1")}, Until::kAccepted);
  EXPECT_EQ(handler_.received().size(), 1u);
}

TEST_F(SourceTest, HandledMeansAllDeliveriesHaveEnded) {
  auto inlined = bus_->Subscribe<OrderPlaced>("inline", handler_);
  RecordingHandler<OrderPlaced> queued;
  queued.FailNth(2, absl::DataLossError("second"));
  auto later = bus_->Subscribe<OrderPlaced>("queued", queued, {.delivery = Queued{}});
  StartWithSource();
  EXPECT_EQ(source_.Offer({Order("1")}, Until::kHandled), std::nullopt);
  executor_.RunUntilIdle();
  EXPECT_EQ(source_.last_answer()->handled, absl::OkStatus());
  EXPECT_EQ(source_.Offer({Order("2")}, Until::kHandled), std::nullopt);
  executor_.RunUntilIdle();
  EXPECT_EQ(source_.last_answer()->accepted, absl::OkStatus());
  EXPECT_EQ(source_.last_answer()->handled, absl::DataLossError("second"));
  EXPECT_EQ(bus_->DeadLetters().size(), 1u);
}

TEST_F(SourceTest, NobodyInterestedIsHandled) {
  StartWithSource();
  source_.Offer({Order("1")}, Until::kHandled);
  executor_.RunUntilIdle();
  EXPECT_EQ(source_.last_answer()->handled, absl::OkStatus());
  EXPECT_EQ(source_.Offer({}, Until::kAccepted), absl::OkStatus());
}

TEST_F(SourceTest, AFullQueueRefusesAtOnceEvenWhereItBlocksPublishers) {
  auto later = bus_->Subscribe<OrderPlaced>(
      "queued", handler_, {.delivery = Queued{.capacity = 1, .overflow = Overflow::kBlock}});
  StartWithSource();
  EXPECT_EQ(source_.Offer({Order("1")}, Until::kAccepted), absl::OkStatus());
  EXPECT_EQ(source_.Offer({Order("2")}, Until::kAccepted)->code(),
            absl::StatusCode::kResourceExhausted);
  executor_.RunUntilIdle();
  EXPECT_EQ(source_.Offer({Order("2")}, Until::kAccepted), absl::OkStatus());
  executor_.RunUntilIdle();
  EXPECT_EQ(handler_.received().size(), 2u);
}

TEST_F(SourceTest, WhatWaitsForInlineHandlersIsBounded) {
  auto inlined = bus_->Subscribe<OrderPlaced>("inline", handler_);
  StartWithSource();
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(source_.Offer({Order("x")}, Until::kAccepted), absl::OkStatus());
  }
  EXPECT_EQ(source_.Offer({Order("x")}, Until::kAccepted)->code(),
            absl::StatusCode::kResourceExhausted);
  executor_.RunUntilIdle();
  EXPECT_EQ(source_.Offer({Order("x")}, Until::kAccepted), absl::OkStatus());
}

TEST_F(SourceTest, StoredNeedsAStorage) {
  StartWithSource();
  EXPECT_EQ(source_.Offer({Order("1")}, Until::kStored)->code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(SourceTest, StartsAndStopsWithTheBus) {
  HandSource other;
  ASSERT_TRUE(bus_->AddSource("other", &other).ok());
  EXPECT_EQ(bus_->AddSource("other", &source_).code(), absl::StatusCode::kAlreadyExists);
  StartWithSource();
  EXPECT_EQ(bus_->AddSource("late", &other).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(bus_->Stop(absl::Seconds(1)).drained.ok());
  EXPECT_THAT(source_.log, ElementsAre("start", "stop"));
  EXPECT_EQ(source_.Offer({Order("1")}, Until::kAccepted)->code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(SourceTest, ASourceThatDoesNotStartStopsTheStart) {
  HandSource broken(absl::UnavailableError("port taken"));
  ASSERT_TRUE(bus_->AddSource("hand", &source_).ok());
  ASSERT_TRUE(bus_->AddSource("broken", &broken).ok());
  const absl::Status started = bus_->Start();
  EXPECT_EQ(started.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(started.message()), ::testing::HasSubstr("\"broken\""));
  EXPECT_THAT(source_.log, ElementsAre("start", "stop"));
}

TEST_F(SourceTest, ABusThatGoesTellsWhoWaits) {
  auto inlined = bus_->Subscribe<OrderPlaced>("inline", handler_);
  StartWithSource();
  EXPECT_EQ(source_.Offer({Order("1")}, Until::kHandled), std::nullopt);
  const eventbus::StopReport report = bus_->Stop(-absl::Seconds(1));
  EXPECT_EQ(report.leftovers.size(), 1u);
  EXPECT_EQ(report.dead_letters, 1u) << "accepted, and not lost";
  EXPECT_EQ(source_.last_answer()->handled.code(), absl::StatusCode::kCancelled);
}

}  // namespace
