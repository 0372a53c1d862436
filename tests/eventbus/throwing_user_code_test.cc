// Exceptions from all that a user hands in besides handlers: event types and sinks. Each becomes
// the failure of one publish or one delivery, and says who threw.
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "eventbus/testing/recording_observer.h"
#include "gmock/gmock.h"
#include "tests/eventbus/shop.h"

namespace {

using eventbus::EncodedBytes;
using eventbus::EncodedEvent;
using eventbus::PublishResult;
using eventbus::Rule;
using shop::OrderPlaced;
using ::testing::AllOf;
using ::testing::HasSubstr;

[[noreturn]] void Break(const char* what) { throw std::runtime_error(what); }

struct BreaksEncode {};
struct BreaksDecode {};
struct BreaksName {};
struct BreaksCopy {
  BreaksCopy() = default;
  BreaksCopy(const BreaksCopy&) { Break("no copy"); }
};

}  // namespace

template <>
struct eventbus::EventType<BreaksEncode> {
  static constexpr std::string_view kName = "breaks.encode";
  static absl::Status Encode(const BreaksEncode&, cloudevents::EventBuilder&) { Break("no bytes"); }
};
template <>
struct eventbus::EventType<BreaksDecode> {
  static constexpr std::string_view kName = "breaks.decode";
  static absl::StatusOr<BreaksDecode> Decode(const cloudevents::Event&) { Break("no struct"); }
};
template <>
struct eventbus::EventType<BreaksName> {
  static constexpr std::string_view kName = "breaks.name";
  static std::string Name(const BreaksName&) { Break("no name"); }
};
template <>
struct eventbus::EventType<BreaksCopy> {
  static constexpr std::string_view kName = "breaks.copy";
};

namespace {

class ThrowingUserCodeTest : public shop::BusTest {
 protected:
  std::string LastFailure() const {
    const std::vector<eventbus::DeadLetter> letters = bus_->DeadLetters();
    return letters.empty() ? "" : std::string(letters.back().last_status.message());
  }
};

TEST_F(ThrowingUserCodeTest, EncodeOfAnEventType) {
  auto events = bus_->SubscribeEvents("all", Rule::All(), [](const cloudevents::Event&) {});
  PublishResult result;
  EXPECT_NO_THROW(result = bus_->Publish(BreaksEncode{}));
  EXPECT_THAT(std::string(result.accepted.message()),
              AllOf(HasSubstr("breaks.encode"), HasSubstr("Encode threw: no bytes")));
}

TEST_F(ThrowingUserCodeTest, DecodeOfAnEventType) {
  auto typed = bus_->Subscribe<BreaksDecode>("typed", [](const BreaksDecode&) {});
  int healthy = 0;
  auto events =
      bus_->SubscribeEvents("all", Rule::All(), [&](const cloudevents::Event&) { ++healthy; });
  PublishResult result;
  EXPECT_NO_THROW(
      result = bus_->Publish(
          *cloudevents::EventBuilder().Id("1").Source("/far").Type("breaks.decode").Build()));
  EXPECT_TRUE(result.accepted.ok()) << result.accepted;
  EXPECT_EQ(result.failed, 1u);
  EXPECT_EQ(healthy, 1);
  EXPECT_THAT(LastFailure(), HasSubstr("Decode threw: no struct"));
}

TEST_F(ThrowingUserCodeTest, NameOfAnEventType) {
  auto typed = bus_->Subscribe<BreaksName>("typed", [](const BreaksName&) {});
  PublishResult result;
  EXPECT_NO_THROW(result = bus_->Publish(BreaksName{}));
  EXPECT_THAT(std::string(result.accepted.message()), HasSubstr("threw: no name"));
}

TEST_F(ThrowingUserCodeTest, CopyOfAStruct) {
  const BreaksCopy event;
  auto queued = bus_->Subscribe<BreaksCopy>("queued", [](const BreaksCopy&) {},
                                            {.delivery = eventbus::Queued{}});
  PublishResult result;
  EXPECT_NO_THROW(result = bus_->Publish(event));
  EXPECT_THAT(std::string(result.accepted.message()), HasSubstr("threw: no copy"));
}

// The handler has failed, and its event cannot be kept: somebody is told all the same.
TEST_F(ThrowingUserCodeTest, CopyOfAStructWhoseHandlerFailed) {
  const BreaksCopy event;
  auto fails = bus_->Subscribe<BreaksCopy>(
      "fails", [](const BreaksCopy&) { return absl::InternalError("stuck"); });
  PublishResult result;
  EXPECT_NO_THROW(result = bus_->Publish(event));
  EXPECT_TRUE(result.accepted.ok());
  EXPECT_EQ(result.failed, 1u);
  ASSERT_EQ(observer_.count(), 1u);
  EXPECT_EQ(observer_.failures()[0].fate, eventbus::FailureFate::kEvicted);
}

// Throws for one event of each kind.
class ThrowingSink final : public eventbus::Sink {
 public:
  eventbus::SinkLimits limits() const override { return {.events = 10}; }
  absl::StatusOr<std::shared_ptr<const EncodedEvent>> Encode(
      const cloudevents::Event& event) const override {
    if (event.subject() == "orders/encode") Break("cannot encode");
    return std::make_shared<EncodedBytes>(std::string(event.data()));
  }
  void Send(std::vector<eventbus::SinkEntry> batch) override {
    for (eventbus::SinkEntry& entry : batch) {
      if (entry.event.subject() == "orders/send") Break("cannot send");
      entry.settle.Delivered();
      ++sent;
    }
  }
  int sent = 0;
};

TEST_F(ThrowingUserCodeTest, EncodeOfASink) {
  ThrowingSink sink;
  auto target = bus_->AddTarget("far", Rule::All(), &sink);
  ASSERT_TRUE(bus_->Start().ok());
  bus_->Publish(OrderPlaced{"first", "JP", 1});
  bus_->Publish(OrderPlaced{"encode", "JP", 1});
  bus_->Publish(OrderPlaced{"last", "JP", 1});
  EXPECT_NO_THROW(executor_.RunUntilIdle());
  EXPECT_EQ(sink.sent, 2);
  EXPECT_EQ(bus_->DeadLetters().size(), 1u);
  EXPECT_THAT(LastFailure(), HasSubstr("Encode threw: cannot encode"));
  EXPECT_TRUE(bus_->Drain(absl::ZeroDuration()).ok());
}

TEST_F(ThrowingUserCodeTest, SendOfASink) {
  ThrowingSink sink;
  auto target = bus_->AddTarget("far", Rule::All(), &sink);
  for (const char* id : {"first", "send", "last"}) bus_->Publish(OrderPlaced{id, "JP", 1});
  ASSERT_TRUE(bus_->Start().ok());
  EXPECT_NO_THROW(executor_.RunUntilIdle());
  EXPECT_EQ(sink.sent, 1) << "they were one batch";
  ASSERT_EQ(bus_->DeadLetters().size(), 2u) << "what became of them is unknown";
  bus_->Publish(OrderPlaced{"next", "JP", 1});
  executor_.RunUntilIdle();
  EXPECT_EQ(sink.sent, 2) << "the target goes on";
  EXPECT_TRUE(bus_->Drain(absl::ZeroDuration()).ok());
}

}  // namespace
