#include "cli/ordered_sends.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "eventbus/settle.h"
#include "eventbus/sink.h"
#include "eventbus/testing/recording_sink.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace eventbus::cli {
namespace {

using ::eventbus::testing::RecordingSink;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

cloudevents::Event EventOf(std::string_view id, std::string_view data = "0") {
  return *cloudevents::EventBuilder().Id(id).Source("/s").Type("t").JsonData(data).Build();
}

// Sends to a recording sink and keeps the reports as "PLACE KIND".
class OrderedSendsTest : public ::testing::Test {
 protected:
  void Open(const SinkLimits& limits) {
    sink_ = std::make_unique<RecordingSink>(limits);
    sends_ = std::make_unique<OrderedSends>(
        sink_.get(), [this](std::string_view place, const Outcome& outcome) {
          reports_.push_back(std::string(place) + " " + std::string(OutcomeKindName(outcome.kind)));
          return report_status_;
        });
  }

  std::vector<std::size_t> BatchSizes() const {
    std::vector<std::size_t> sizes;
    for (const auto& batch : sink_->batches()) sizes.push_back(batch.size());
    return sizes;
  }

  std::unique_ptr<RecordingSink> sink_;
  std::unique_ptr<OrderedSends> sends_;
  std::vector<std::string> reports_;
  absl::Status report_status_;
};

TEST_F(OrderedSendsTest, ReportsEachEventAtOnceWhereOneBatchIsTakenAtATime) {
  Open({.events = 1, .in_flight = 1});
  ASSERT_TRUE(sends_->Add("a", EventOf("1")).ok());
  EXPECT_THAT(reports_, ElementsAre("a delivered"));
  ASSERT_TRUE(sends_->Fail("b", absl::InvalidArgumentError("bad")).ok());
  EXPECT_THAT(reports_, ElementsAre("a delivered", "b permanent"));
  ASSERT_TRUE(sends_->Finish().ok());
  EXPECT_THAT(reports_, ElementsAre("a delivered", "b permanent"));
}

TEST_F(OrderedSendsTest, FillsBatchesAndEndsThemAtABadLine) {
  Open({.events = 3, .in_flight = 1});
  for (const std::string_view id : {"1", "2", "3", "4"}) {
    ASSERT_TRUE(sends_->Add(std::string(id), EventOf(id)).ok());
  }
  EXPECT_THAT(BatchSizes(), ElementsAre(3));
  ASSERT_TRUE(sends_->Fail("x", absl::InvalidArgumentError("bad")).ok());
  ASSERT_TRUE(sends_->Add("5", EventOf("5")).ok());
  EXPECT_THAT(BatchSizes(), ElementsAre(3, 1));
  ASSERT_TRUE(sends_->Finish().ok());
  EXPECT_THAT(BatchSizes(), ElementsAre(3, 1, 1));
  EXPECT_THAT(reports_, ElementsAre("1 delivered", "2 delivered", "3 delivered", "4 delivered",
                                    "x permanent", "5 delivered"));
}

TEST_F(OrderedSendsTest, SplitsByBytesAndRefusesWhatIsTooLarge) {
  Open({.events = 10, .bytes = 150, .in_flight = 1});
  ASSERT_TRUE(sends_->Add("1", EventOf("1")).ok());  // some sixty bytes each
  ASSERT_TRUE(sends_->Add("2", EventOf("2")).ok());
  ASSERT_TRUE(sends_->Add("3", EventOf("3")).ok());
  ASSERT_TRUE(sends_->Add("4", EventOf("4", "\"" + std::string(200, 'x') + "\"")).ok());
  ASSERT_TRUE(sends_->Finish().ok());
  EXPECT_THAT(BatchSizes(), ElementsAre(2, 1));
  EXPECT_THAT(reports_, ElementsAre("1 delivered", "2 delivered", "3 delivered", "4 permanent"));
}

TEST_F(OrderedSendsTest, KeepsTheOrderWithManyInFlight) {
  Open({.events = 1, .in_flight = 3});
  sink_->FailNth(2, {.kind = OutcomeKind::kRetry, .status = absl::UnavailableError("busy")});
  sink_->Hold();
  ASSERT_TRUE(sends_->Add("1", EventOf("1")).ok());
  ASSERT_TRUE(sends_->Add("2", EventOf("2")).ok());
  ASSERT_TRUE(sends_->Fail("x", absl::InvalidArgumentError("bad")).ok());
  EXPECT_EQ(sink_->held(), 2U);
  EXPECT_THAT(reports_, IsEmpty());
  sink_->Release();
  ASSERT_TRUE(sends_->Finish().ok());
  EXPECT_THAT(reports_, ElementsAre("1 delivered", "2 retry", "x permanent"));
}

TEST_F(OrderedSendsTest, AnEventThatCannotBeWrittenIsNotSent) {
  Open({});
  sink_->FailEncode(absl::InvalidArgumentError("no"));
  ASSERT_TRUE(sends_->Add("1", EventOf("1")).ok());
  EXPECT_THAT(reports_, ElementsAre("1 permanent"));
  EXPECT_THAT(sink_->batches(), IsEmpty());
}

TEST_F(OrderedSendsTest, AFailingReportEndsIt) {
  Open({});
  report_status_ = absl::UnavailableError("closed");
  EXPECT_EQ(sends_->Add("1", EventOf("1")), absl::UnavailableError("closed"));
}

TEST_F(OrderedSendsTest, MayBeLeftWithEventsUnderWay) {
  Open({.events = 1, .in_flight = 2});
  sink_->Hold();
  ASSERT_TRUE(sends_->Add("1", EventOf("1")).ok());
  sends_.reset();
  sink_->Release();
  EXPECT_THAT(reports_, IsEmpty());
}

}  // namespace
}  // namespace eventbus::cli
