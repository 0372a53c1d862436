// Typed publishing to inline handlers: who is called, in which order, and what the result says.
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "tests/eventbus/shop.h"

namespace {

// Counts how often it is copied.
struct Counted {
  Counted() = default;
  Counted(const Counted& other) : copies(other.copies + 1) {}
  Counted(Counted&&) = default;
  int copies = 0;
};

// Cannot be copied at all.
struct MoveOnly {
  std::unique_ptr<int> value;
};

}  // namespace

template <>
struct eventbus::EventType<Counted> {
  static constexpr std::string_view kName = "com.example.counted";
};
template <>
struct eventbus::EventType<MoveOnly> {
  static constexpr std::string_view kName = "com.example.move.only";
};

namespace {

using eventbus::EventContext;
using eventbus::PublishResult;
using eventbus::Subscription;
using shop::CacheInvalidated;
using shop::OrderPlaced;
using shop::OrderShipped;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using PublishTest = shop::BusTest;

TEST_F(PublishTest, CallsHandlersInTheOrderOfSubscribing) {
  std::vector<std::string> calls;
  auto first = bus_->Subscribe<OrderPlaced>(
      "first", [&](const OrderPlaced& order) { calls.push_back("first " + order.order_id); });
  auto other = bus_->Subscribe<OrderShipped>(
      "other", [&](const OrderShipped&) { calls.push_back("other"); });
  auto second = bus_->Subscribe<OrderPlaced>(
      "second", [&](const OrderPlaced& order) { calls.push_back("second " + order.order_id); });
  ASSERT_TRUE(first.ok() && other.ok() && second.ok());

  const PublishResult result = bus_->Publish(OrderPlaced{"o-1", "JP", 1});

  EXPECT_TRUE(result.accepted.ok()) << result.accepted;
  EXPECT_EQ(result.matched, 2u);
  EXPECT_EQ(result.delivered, 2u);
  EXPECT_EQ(result.failed, 0u);
  EXPECT_EQ(result.queued, 0u);
  EXPECT_THAT(calls, ElementsAre("first o-1", "second o-1"));
}

TEST_F(PublishTest, GivesHandlersTheStructItselfWithoutMakingAnEvent) {
  const CacheInvalidated published{7};  // has no encoding: an event could not be made
  const CacheInvalidated* handled = nullptr;
  auto subscription = bus_->Subscribe<CacheInvalidated>(
      "cache", [&](const CacheInvalidated& event) { handled = &event; });
  ASSERT_TRUE(subscription.ok());
  EXPECT_TRUE(bus_->Publish(published).accepted.ok());
  EXPECT_EQ(handled, &published);
}

TEST_F(PublishTest, CountsNobody) {
  const PublishResult result = bus_->Publish(OrderPlaced{});
  EXPECT_TRUE(result.accepted.ok());
  EXPECT_EQ(result.matched, 0u);
}

TEST_F(PublishTest, AFailingHandlerStopsNoOther) {
  int healthy = 0;
  auto refuses = bus_->Subscribe<OrderPlaced>(
      "refuses", [](const OrderPlaced&) { return absl::NotFoundError("no such article"); });
  auto throws = bus_->Subscribe<OrderPlaced>(
      "throws", [](const OrderPlaced&) { throw std::runtime_error("broken"); });
  auto throws_int = bus_->Subscribe<OrderPlaced>("throws.int", [](const OrderPlaced&) { throw 1; });
  auto works = bus_->Subscribe<OrderPlaced>("works", [&](const OrderPlaced&) {
    ++healthy;
    return absl::OkStatus();
  });

  const PublishResult result = bus_->Publish(OrderPlaced{"o-1", "JP", 1});

  EXPECT_TRUE(result.accepted.ok()) << "a failing handler never changes the admission";
  EXPECT_EQ(healthy, 1);
  EXPECT_EQ(result.matched, 4u);
  EXPECT_EQ(result.delivered, 1u);
  EXPECT_EQ(result.failed, 3u);
  ASSERT_EQ(result.failures().size(), 3u);
  EXPECT_EQ(result.failures()[0].consumer, "refuses");
  EXPECT_EQ(result.failures()[0].status, absl::NotFoundError("no such article"));
  EXPECT_EQ(result.failures()[1].consumer, "throws");
  EXPECT_THAT(std::string(result.failures()[1].status.message()), HasSubstr("broken"));
  EXPECT_EQ(result.failures()[2].consumer, "throws.int");

  const std::vector<eventbus::DeadLetter> letters = bus_->DeadLetters();
  ASSERT_EQ(letters.size(), 3u);
  EXPECT_EQ(letters[0].consumer, "refuses");
  ASSERT_TRUE(letters[0].event.has_value());
  EXPECT_EQ(letters[0].event->subject(), "orders/o-1");
  EXPECT_EQ(observer_.count(), 3u);
}

TEST_F(PublishTest, KeepsAFailureEvenWhereNoEventCanBeMade) {
  auto refuses = bus_->Subscribe<CacheInvalidated>(
      "cache", [](const CacheInvalidated&) { return absl::InternalError("stuck"); });
  EXPECT_EQ(bus_->Publish(CacheInvalidated{1}).failed, 1u);
  ASSERT_EQ(bus_->DeadLetters().size(), 1u);
  EXPECT_FALSE(bus_->DeadLetters()[0].event.has_value());
}

TEST_F(PublishTest, MoveOnlyHandlersAndStructs) {
  auto count = std::make_unique<int>(0);
  int* seen = count.get();
  auto subscription = bus_->Subscribe<OrderPlaced>(
      "move.only", [count = std::move(count)](const OrderPlaced&) { ++*count; });
  ASSERT_TRUE(subscription.ok());
  EXPECT_EQ(bus_->Publish(OrderPlaced{}).delivered, 1u);
  EXPECT_EQ(*seen, 1);
}

TEST_F(PublishTest, NestedPublishesRunDepthFirst) {
  std::vector<std::string> calls;
  const eventbus::Publisher<OrderShipped> shipped = bus_->PublisherOf<OrderShipped>({.name = "s"});
  auto ships = bus_->Subscribe<OrderPlaced>("ships", [&](const OrderPlaced& order) {
    calls.push_back("ships");
    shipped.Publish(OrderShipped{order.order_id});
  });
  auto after =
      bus_->Subscribe<OrderPlaced>("after", [&](const OrderPlaced&) { calls.push_back("after"); });
  auto told =
      bus_->Subscribe<OrderShipped>("told", [&](const OrderShipped&) { calls.push_back("told"); });
  bus_->Publish(OrderPlaced{"o-1", "JP", 1});
  EXPECT_THAT(calls, ElementsAre("ships", "told", "after"));
}

TEST_F(PublishTest, RefusesEndlessNesting) {
  int calls = 0;
  absl::Status innermost;
  auto loops = bus_->Subscribe<OrderPlaced>("loops", [&](const OrderPlaced& order) {
    ++calls;
    const PublishResult result = bus_->Publish(order);
    if (!result.accepted.ok()) innermost = result.accepted;
  });
  EXPECT_TRUE(bus_->Publish(OrderPlaced{}).accepted.ok());
  EXPECT_EQ(calls, 33);
  EXPECT_EQ(innermost.code(), absl::StatusCode::kResourceExhausted);
}

TEST_F(PublishTest, AContextIsMadeForHandlersThatAsk) {
  std::string id;
  std::string subject;
  auto audit =
      bus_->Subscribe<OrderPlaced>("audit", [&](const OrderPlaced&, const EventContext& context) {
        id = std::string(context.id());
        subject = std::string(*context.subject());
        EXPECT_EQ(context.source(), "/shop");
        EXPECT_EQ(context.type(), "com.shop.order.placed");
        EXPECT_EQ(context.attempt(), 1);
        EXPECT_EQ(context.time(), clock_.Now());
      });
  EXPECT_EQ(bus_->Publish(OrderPlaced{"o-9", "JP", 1}).delivered, 1u);
  EXPECT_EQ(id, "00000000-0000-0000-0000-000000000001");
  EXPECT_EQ(subject, "orders/o-9");
}

TEST_F(PublishTest, PublishersHaveTheirOwnSource) {
  std::string source;
  auto audit = bus_->Subscribe<OrderPlaced>(
      "audit", [&](const cloudevents::Event& event) { source = std::string(event.source()); });
  bus_->PublisherOf<OrderPlaced>({.name = "till", .source = "/shop/till"}).Publish(OrderPlaced{});
  EXPECT_EQ(source, "/shop/till");
}

TEST_F(PublishTest, SharesWhatIsPublishedAsASharedPointer) {
  const auto order = std::make_shared<const OrderPlaced>(OrderPlaced{"o-1", "JP", 1});
  const OrderPlaced* handled = nullptr;
  auto audit =
      bus_->Subscribe<OrderPlaced>("audit", [&](const OrderPlaced& event) { handled = &event; },
                                   {.delivery = eventbus::Queued{}});
  ASSERT_TRUE(bus_->Start().ok());
  EXPECT_EQ(bus_->Publish(order).queued, 1u);
  executor_.RunUntilIdle();
  EXPECT_EQ(handled, order.get());
}

TEST_F(PublishTest, CopiesTheStructOnlyWhereSomebodyNeedsItLater) {
  std::vector<int> inlined;
  std::vector<int> queued;
  auto now = bus_->Subscribe<Counted>(
      "now", [&](const Counted& event) { inlined.push_back(event.copies); });
  ASSERT_TRUE(bus_->Start().ok());
  const Counted event;
  bus_->Publish(event);
  auto later = bus_->Subscribe<Counted>(
      "later", [&](const Counted& event) { queued.push_back(event.copies); },
      {.delivery = eventbus::Queued{}});
  bus_->Publish(event);
  bus_->Publish(Counted());
  bus_->Publish(std::make_shared<const Counted>());
  executor_.RunUntilIdle();
  EXPECT_THAT(inlined, ElementsAre(0, 1, 0, 0));
  EXPECT_THAT(queued, ElementsAre(1, 0, 0)) << "one copy for all who take it";
}

TEST_F(PublishTest, AStructThatCannotBeCopiedIsMovedOrShared) {
  int sum = 0;
  auto later =
      bus_->Subscribe<MoveOnly>("later", [&](const MoveOnly& event) { sum += *event.value; },
                                {.delivery = eventbus::Queued{}});
  ASSERT_TRUE(bus_->Start().ok());
  EXPECT_TRUE(bus_->Publish(MoveOnly{std::make_unique<int>(1)}).accepted.ok());
  const auto shared = std::make_shared<const MoveOnly>(MoveOnly{std::make_unique<int>(2)});
  EXPECT_TRUE(bus_->Publish(shared).accepted.ok());
  const MoveOnly kept{std::make_unique<int>(4)};
  EXPECT_THAT(std::string(bus_->Publish(kept).accepted.message()), HasSubstr("by move"));
  executor_.RunUntilIdle();
  EXPECT_EQ(sum, 3);
}

TEST_F(PublishTest, NamesAreDistinctAndNotEmpty) {
  auto first = bus_->Subscribe<OrderPlaced>("same", [](const OrderPlaced&) {});
  EXPECT_TRUE(first.ok());
  EXPECT_EQ(bus_->Subscribe<OrderShipped>("same", [](const OrderShipped&) {}).status().code(),
            absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(bus_->Subscribe<OrderShipped>("", [](const OrderShipped&) {}).status().code(),
            absl::StatusCode::kInvalidArgument);
  first->Unsubscribe();
  EXPECT_TRUE(bus_->Subscribe<OrderShipped>("same", [](const OrderShipped&) {}).ok());
}

TEST(CreateTest, ChecksItsOptions) {
  EXPECT_EQ(eventbus::EventBus::Create({}).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(eventbus::EventBus::Create({.source = "/a b"}).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(eventbus::EventBus::Create({.source = "/a", .threads = 0}).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(eventbus::EventBus::Create({.source = "/a"}).ok());
}

}  // namespace
