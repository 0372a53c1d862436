// Handlers and observers that call the bus back: none of its locks is held while they run, so every
// function of it may be called, and one consumer that blocks stalls no other.
#include <future>
#include <optional>
#include <string>
#include <vector>

#include "eventbus/observer.h"
#include "eventbus/testing/recording_handler.h"
#include "gmock/gmock.h"
#include "tests/eventbus/shop.h"

namespace {

using eventbus::EventBus;
using eventbus::Queued;
using eventbus::Rule;
using eventbus::Subscription;
using eventbus::testing::RecordingHandler;
using shop::OrderPlaced;
using shop::OrderShipped;

using ReentrantTest = shop::BusTest;

// Whatever a handler may do; `round` keeps names apart.
void DoEverything(EventBus& bus, int round) {
  auto other = bus.Subscribe<OrderShipped>("other" + std::to_string(round),
                                           [](const OrderShipped&) {}, {.delivery = Queued{}});
  EXPECT_TRUE(other.ok()) << other.status();
  bus.Publish(OrderShipped{"o-1"});
  bus.PublisherOf<OrderShipped>({.name = "inner"}).Publish(OrderShipped{"o-2"});
  EXPECT_GE(bus.Describe().consumers.size(), 2u);
  static_cast<void>(bus.DeadLetters());
  static_cast<void>(bus.RedriveAll());
  EXPECT_EQ(bus.DiscardDeadLetter(9999).code(), absl::StatusCode::kNotFound);
  other->Unsubscribe();
}

TEST_F(ReentrantTest, InlineHandlersMayDoEverything) {
  int rounds = 0;
  auto placed = bus_->Subscribe<OrderPlaced>(
      "placed", [&](const OrderPlaced&) { DoEverything(*bus_, ++rounds); });
  ASSERT_TRUE(bus_->Start().ok());
  EXPECT_EQ(bus_->Publish(OrderPlaced{}).delivered, 1u);
  EXPECT_EQ(bus_->Publish(OrderPlaced{}).delivered, 1u);
  executor_.RunUntilIdle();
  EXPECT_EQ(rounds, 2);
}

TEST_F(ReentrantTest, QueuedAndEventHandlersMayDoEverything) {
  int rounds = 0;
  auto queued = bus_->Subscribe<OrderPlaced>(
      "queued", [&](const OrderPlaced&) { DoEverything(*bus_, ++rounds); }, {.delivery = Queued{}});
  auto events = bus_->SubscribeEvents("events", Rule::All(), [&](const cloudevents::Event& event) {
    if (event.type() == "com.shop.order.placed") DoEverything(*bus_, ++rounds);
  });
  ASSERT_TRUE(bus_->Start().ok());
  EXPECT_TRUE(bus_->Publish(OrderPlaced{}).accepted.ok());
  executor_.RunUntilIdle();
  EXPECT_EQ(rounds, 2);
}

class CuriousObserver final : public eventbus::Observer {
 public:
  void OnFailure(const eventbus::DeliveryFailure&) override {
    ++failures;
    letters_seen = bus->DeadLetters().size();
    bus->Publish(OrderShipped{"told"});
  }
  EventBus* bus = nullptr;
  int failures = 0;
  std::size_t letters_seen = 0;
};

TEST(ReentrantObserverTest, MayAskTheBus) {
  CuriousObserver observer;
  absl::StatusOr<EventBus> bus = EventBus::Create({.source = "/shop", .observer = &observer});
  ASSERT_TRUE(bus.ok());
  observer.bus = &*bus;
  auto fails = bus->Subscribe<OrderPlaced>(
      "fails", [](const OrderPlaced&) { return absl::InternalError("no"); });
  RecordingHandler<OrderShipped> told;
  auto listens = bus->Subscribe<OrderShipped>("listens", told);
  EXPECT_EQ(bus->Publish(OrderPlaced{}).failed, 1u);
  EXPECT_EQ(observer.failures, 1);
  EXPECT_EQ(observer.letters_seen, 1u);
  EXPECT_EQ(told.count(), 1u);
}

// watermill#247: one blocked subscriber stalls the rest.
TEST(ReentrantThreadsTest, AConsumerThatBlocksStallsNoOther) {
  absl::StatusOr<EventBus> bus = EventBus::Create({.source = "/shop", .threads = 2});
  std::promise<void> entered;
  std::promise<void> leave;
  std::shared_future<void> left = leave.get_future().share();
  std::promise<void> all_handled;
  auto stuck = bus->Subscribe<OrderPlaced>("stuck",
                                           [&](const OrderPlaced&) {
                                             entered.set_value();
                                             left.wait();
                                           },
                                           {.delivery = Queued{}});
  int handled = 0;
  auto lively = bus->Subscribe<OrderShipped>("lively",
                                             [&](const OrderShipped&) {
                                               if (++handled == 100) all_handled.set_value();
                                             },
                                             {.delivery = Queued{}});
  ASSERT_TRUE(bus->Start().ok());
  bus->Publish(OrderPlaced{});
  entered.get_future().wait();
  for (int i = 0; i < 100; ++i) bus->Publish(OrderShipped{"o"});
  all_handled.get_future().wait();  // would never come
  leave.set_value();
  EXPECT_TRUE(bus->Drain(absl::InfiniteDuration()).ok());
}

}  // namespace
