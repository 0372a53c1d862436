// Queued subscriptions: admission by credits, order, overflow, handlers that publish to themselves
// and handlers that settle later.
#include <future>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "eventbus/testing/recording_handler.h"
#include "eventbus/thread_pool_executor.h"
#include "gmock/gmock.h"
#include "tests/eventbus/shop.h"

namespace {

using eventbus::Overflow;
using eventbus::PublishResult;
using eventbus::Queued;
using eventbus::Settle;
using eventbus::testing::RecordingHandler;
using shop::OrderPlaced;
using shop::OrderShipped;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using QueuedTest = shop::BusTest;

OrderPlaced Order(std::string id) { return {std::move(id), "JP", 1}; }

TEST_F(QueuedTest, RunsLaterInTheOrderOfPublishing) {
  RecordingHandler<OrderPlaced> handler;
  auto subscription =
      bus_->Subscribe<OrderPlaced>("queued", handler, {.delivery = Queued{.capacity = 8}});
  ASSERT_TRUE(subscription.ok() && bus_->Start().ok());
  for (const char* id : {"1", "2", "3"}) {
    const PublishResult result = bus_->Publish(Order(id));
    EXPECT_TRUE(result.accepted.ok());
    EXPECT_EQ(result.queued, 1u);
    EXPECT_EQ(result.delivered, 0u);
  }
  EXPECT_EQ(handler.received().size(), 0u);
  executor_.RunUntilIdle();
  EXPECT_THAT(handler.received(), ElementsAre(Order("1"), Order("2"), Order("3")));
  EXPECT_TRUE(bus_->Drain(absl::ZeroDuration()).ok());
}

TEST_F(QueuedTest, ARefusedPublishLeavesNoTrace) {
  RecordingHandler<OrderPlaced> roomy;
  RecordingHandler<OrderPlaced> tight;
  RecordingHandler<OrderPlaced> inlined;
  auto a = bus_->Subscribe<OrderPlaced>("roomy", roomy, {.delivery = Queued{.capacity = 8}});
  auto b = bus_->Subscribe<OrderPlaced>(
      "tight", tight, {.delivery = Queued{.capacity = 1, .overflow = Overflow::kFail}});
  auto c = bus_->Subscribe<OrderPlaced>("inline", inlined);
  ASSERT_TRUE(bus_->Start().ok());
  EXPECT_TRUE(bus_->Publish(Order("1")).accepted.ok());
  const PublishResult refused = bus_->Publish(Order("2"));
  EXPECT_EQ(refused.accepted.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(refused.accepted.message()), HasSubstr("\"tight\""));
  EXPECT_EQ(refused.matched, 0u);
  executor_.RunUntilIdle();
  EXPECT_TRUE(bus_->Publish(Order("2")).accepted.ok());
  executor_.RunUntilIdle();
  for (const auto* handler : {&roomy, &tight, &inlined}) {
    EXPECT_THAT(handler->received(), ElementsAre(Order("1"), Order("2")));
  }
}

TEST_F(QueuedTest, ABatchIsAdmittedWhollyOrNotAtAll) {
  RecordingHandler<OrderPlaced> handler;
  auto subscription = bus_->Subscribe<OrderPlaced>(
      "queued", handler, {.delivery = Queued{.capacity = 3, .overflow = Overflow::kFail}});
  ASSERT_TRUE(bus_->Start().ok());
  const eventbus::Publisher<OrderPlaced> orders = bus_->PublisherOf<OrderPlaced>({.name = "o"});
  EXPECT_TRUE(orders.PublishAll({Order("1"), Order("2")}).accepted.ok());
  EXPECT_FALSE(orders.PublishAll({Order("3"), Order("4")}).accepted.ok());
  EXPECT_EQ(orders.PublishAll({Order("3")}).queued, 1u);
  executor_.RunUntilIdle();
  EXPECT_THAT(handler.received(), ElementsAre(Order("1"), Order("2"), Order("3")));
  const PublishResult never = orders.PublishAll({Order("1"), Order("2"), Order("3"), Order("4")});
  EXPECT_THAT(std::string(never.accepted.message()), HasSubstr("never will"));
}

TEST_F(QueuedTest, APublisherThatWaitsRunsTheTasksOfAManualExecutor) {
  RecordingHandler<OrderPlaced> handler;
  auto subscription =
      bus_->Subscribe<OrderPlaced>("queued", handler, {.delivery = Queued{.capacity = 1}});
  ASSERT_TRUE(bus_->Start().ok());
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(bus_->Publish(Order("x")).accepted.ok());
  executor_.RunUntilIdle();
  EXPECT_EQ(handler.received().size(), 10u);
}

TEST_F(QueuedTest, NobodyWaitsForABusThatIsNotStarted) {
  RecordingHandler<OrderPlaced> handler;
  auto subscription =
      bus_->Subscribe<OrderPlaced>("queued", handler, {.delivery = Queued{.capacity = 1}});
  EXPECT_TRUE(bus_->Publish(Order("1")).accepted.ok());
  EXPECT_THAT(std::string(bus_->Publish(Order("2")).accepted.message()), HasSubstr("started"));
  ASSERT_TRUE(bus_->Start().ok());
  executor_.RunUntilIdle();
  EXPECT_EQ(handler.received().size(), 1u);
}

TEST_F(QueuedTest, AHandlerThatPublishesToItsOwnFullQueueUsesTheReserve) {
  std::vector<std::string> handled;
  int refused = 0;
  auto cascade = bus_->Subscribe<OrderPlaced>("cascade",
                                              [&](const OrderPlaced& order) {
                                                handled.push_back(order.order_id);
                                                if (order.order_id != "root") return;
                                                for (int i = 0; i < 5; ++i) {
                                                  if (!bus_->Publish(Order("child")).accepted.ok())
                                                    ++refused;
                                                }
                                              },
                                              {.delivery = Queued{.capacity = 1, .reserve = 3}});
  ASSERT_TRUE(bus_->Start().ok());
  EXPECT_TRUE(bus_->Publish(Order("root")).accepted.ok());
  executor_.RunUntilIdle();
  EXPECT_THAT(handled, ElementsAre("root", "child", "child", "child"));
  EXPECT_EQ(refused, 2) << "refused aloud, not lost";
}

TEST_F(QueuedTest, AFailureGoesToTheDeadLettersAndTheNextOneRuns) {
  RecordingHandler<OrderPlaced> handler;
  handler.FailNth(1, absl::UnavailableError("down"));
  handler.ThrowNth(2, "broken");
  auto subscription = bus_->Subscribe<OrderPlaced>("queued", handler, {.delivery = Queued{}});
  ASSERT_TRUE(bus_->Start().ok());
  for (const char* id : {"1", "2", "3"}) bus_->Publish(Order(id));
  executor_.RunUntilIdle();
  EXPECT_EQ(handler.received().size(), 3u);
  ASSERT_EQ(bus_->DeadLetters().size(), 2u);
  EXPECT_EQ(bus_->DeadLetters()[0].last_status, absl::UnavailableError("down"));
  EXPECT_TRUE(bus_->RedriveAll().ok());
  executor_.RunUntilIdle();
  EXPECT_EQ(bus_->DeadLetters().size(), 0u);
  EXPECT_THAT(handler.received(),
              ElementsAre(Order("1"), Order("2"), Order("3"), Order("1"), Order("2")));
}

TEST_F(QueuedTest, TheNextDeliveryWaitsForALateSettle) {
  std::vector<std::string> started;
  std::optional<Settle> held;
  auto late = bus_->Subscribe<OrderPlaced>("late",
                                           [&](const OrderPlaced& order, Settle settle) {
                                             started.push_back(order.order_id);
                                             held.emplace(std::move(settle));
                                           },
                                           {.delivery = Queued{}});
  ASSERT_TRUE(bus_->Start().ok());
  bus_->Publish(Order("1"));
  bus_->Publish(Order("2"));
  executor_.RunUntilIdle();
  EXPECT_THAT(started, ElementsAre("1"));
  held->Delivered();
  executor_.RunUntilIdle();
  EXPECT_THAT(started, ElementsAre("1", "2"));
  held.reset();  // never settled: unknown, and not forgotten
  executor_.RunUntilIdle();
  ASSERT_EQ(bus_->DeadLetters().size(), 1u);
  EXPECT_TRUE(bus_->Drain(absl::ZeroDuration()).ok());
}

TEST_F(QueuedTest, AnInlineHandlerMaySettleLaterToo) {
  std::optional<Settle> held;
  auto late = bus_->Subscribe<OrderPlaced>(
      "late", [&](const OrderPlaced&, Settle settle) { held.emplace(std::move(settle)); });
  const PublishResult result = bus_->Publish(Order("1"));
  EXPECT_EQ(result.matched, 1u);
  EXPECT_EQ(result.queued, 1u);
  EXPECT_FALSE(bus_->Drain(absl::Seconds(1)).ok());
  held->Permanent(absl::InvalidArgumentError("no"));
  EXPECT_TRUE(bus_->Drain(absl::Seconds(1)).ok());
  EXPECT_EQ(bus_->DeadLetters().size(), 1u);
}

TEST_F(QueuedTest, ASubscriptionMayBringItsOwnExecutor) {
  eventbus::testing::ManualExecutor loop(&clock_);
  RecordingHandler<OrderPlaced> handler;
  auto subscription =
      bus_->Subscribe<OrderPlaced>("ui", handler, {.delivery = Queued{}, .executor = &loop});
  ASSERT_TRUE(bus_->Start().ok());
  bus_->Publish(Order("1"));
  executor_.RunUntilIdle();
  EXPECT_EQ(handler.received().size(), 0u);
  loop.RunUntilIdle();
  EXPECT_EQ(handler.received().size(), 1u);
}

// On real threads: many publishers, a tiny queue that blocks them, nothing lost, order kept.
TEST(QueuedThreadsTest, BlockedPublishersLoseNothing) {
  absl::StatusOr<eventbus::EventBus> bus =
      eventbus::EventBus::Create({.source = "/shop", .threads = 2});
  ASSERT_TRUE(bus.ok());
  constexpr int kPublishers = 4;
  constexpr int kEach = 500;
  std::vector<std::vector<std::int64_t>> seen(kPublishers);  // serial: no lock
  auto subscription = bus->Subscribe<OrderPlaced>(
      "queued",
      [&](const OrderPlaced& order) {
        seen[static_cast<std::size_t>(std::stoi(order.order_id))].push_back(order.total_cents);
      },
      {.delivery = Queued{.capacity = 3}});
  ASSERT_TRUE(bus->Start().ok());
  std::vector<std::thread> publishers;
  for (int p = 0; p < kPublishers; ++p) {
    publishers.emplace_back([&, p] {
      const auto orders = bus->PublisherOf<OrderPlaced>({.name = "o"});
      for (int i = 0; i < kEach; ++i) {
        EXPECT_TRUE(orders.Publish({std::to_string(p), "JP", i}).accepted.ok());
      }
    });
  }
  for (std::thread& publisher : publishers) publisher.join();
  EXPECT_TRUE(bus->Drain(absl::InfiniteDuration()).ok());
  for (const auto& one : seen) {
    ASSERT_EQ(one.size(), static_cast<std::size_t>(kEach));
    for (int i = 0; i < kEach; ++i) EXPECT_EQ(one[static_cast<std::size_t>(i)], i);
  }
}

TEST(QueuedThreadsTest, StopWakesAPublisherThatWaits) {
  absl::StatusOr<eventbus::EventBus> bus = eventbus::EventBus::Create({.source = "/shop"});
  std::promise<void> entered;
  std::promise<void> leave;
  auto stuck = bus->Subscribe<OrderPlaced>("stuck",
                                           [&, first = true](const OrderPlaced&) mutable {
                                             if (!std::exchange(first, false)) return;
                                             entered.set_value();
                                             leave.get_future().wait();
                                           },
                                           {.delivery = Queued{.capacity = 1}});
  ASSERT_TRUE(bus->Start().ok());
  bus->Publish(OrderPlaced{});
  entered.get_future().wait();
  absl::StatusCode code = absl::StatusCode::kOk;
  std::thread waits([&] { code = bus->Publish(OrderPlaced{}).accepted.code(); });
  const eventbus::StopReport report = bus->Stop(absl::ZeroDuration());
  waits.join();
  EXPECT_EQ(code, absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(report.drained.code(), absl::StatusCode::kDeadlineExceeded);
  ASSERT_EQ(report.leftovers.size(), 1u);
  EXPECT_EQ(report.leftovers[0].name, "stuck");
  leave.set_value();
}

}  // namespace
