// Where structs and events meet: events published to typed handlers, structs to event handlers and
// rules, and structs of two C++ types under one name.
#include <atomic>
#include <string>
#include <vector>

#include "eventbus/rules/event_pattern.h"
#include "gmock/gmock.h"
#include "tests/eventbus/shop.h"

namespace ledger {

// Another module's own struct for the shop's event.
struct Sale {
  std::int64_t total_cents = 0;
  static inline std::atomic<int> decoded = 0;
};

// A module's struct for a family of types, with an unchecked 32-bit member.
struct AnyOrder {
  std::int32_t total_cents = 0;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(AnyOrder, total_cents)

}  // namespace ledger

template <>
struct eventbus::EventType<ledger::Sale> {
  static constexpr std::string_view kName = "com.shop.order.placed";
  static absl::StatusOr<ledger::Sale> Decode(const cloudevents::Event& event) {
    ++ledger::Sale::decoded;
    const absl::StatusOr<const nlohmann::json*> data = event.json();
    if (!data.ok()) return data.status();
    if (!(*data)->contains("total_cents")) return absl::InvalidArgumentError("no total_cents");
    return ledger::Sale{(**data)["total_cents"].get<std::int64_t>()};
  }
};

template <>
struct eventbus::EventType<ledger::AnyOrder> : eventbus::JsonEventType<ledger::AnyOrder> {
  static constexpr std::string_view kName = "com.shop.order";
  static constexpr std::array<std::string_view, 1> kDecodedFrom = {"com.shop.order.*"};
};

namespace {

using eventbus::EventPattern;
using eventbus::PublishResult;
using ledger::AnyOrder;
using ledger::Sale;
using shop::CacheInvalidated;
using shop::OrderPlaced;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using EventRouteTest = shop::BusTest;

cloudevents::Event MakeEvent(std::string_view type, std::string_view data) {
  absl::StatusOr<cloudevents::Event> event =
      cloudevents::EventBuilder().Id("e-1").Source("/far").Type(type).JsonData(data).Build();
  EXPECT_TRUE(event.ok()) << event.status();
  return *event;
}

TEST_F(EventRouteTest, AnEventIsDecodedOnceForAllHandlersOfAType) {
  Sale::decoded = 0;
  std::vector<std::int64_t> cents;
  auto a = bus_->Subscribe<Sale>("a", [&](const Sale& sale) { cents.push_back(sale.total_cents); });
  auto b = bus_->Subscribe<Sale>("b", [&](const Sale& sale) { cents.push_back(sale.total_cents); });
  const PublishResult result =
      bus_->Publish(MakeEvent("com.shop.order.placed", R"({"total_cents": 5})"));
  EXPECT_EQ(result.delivered, 2u);
  EXPECT_THAT(cents, ElementsAre(5, 5));
  EXPECT_EQ(Sale::decoded, 1);
}

TEST_F(EventRouteTest, WhatCannotBeDecodedFailsForThatHandlerOnly) {
  int events = 0;
  auto typed = bus_->Subscribe<Sale>("typed", [](const Sale&) { FAIL(); });
  auto typed_too = bus_->Subscribe<Sale>("typed.too", [](const Sale&) { FAIL(); });
  auto untyped = bus_->Subscribe<Sale>("untyped", [&](const cloudevents::Event&) { ++events; });
  Sale::decoded = 0;
  const PublishResult result = bus_->Publish(MakeEvent("com.shop.order.placed", "{}"));
  EXPECT_TRUE(result.accepted.ok());
  EXPECT_EQ(result.failed, 2u);
  EXPECT_EQ(result.delivered, 1u);
  EXPECT_EQ(events, 1);
  EXPECT_EQ(Sale::decoded, 1) << "the failure is remembered";
  EXPECT_THAT(std::string(result.failures()[0].status.message()), HasSubstr("no total_cents"));
}

TEST_F(EventRouteTest, TwoStructsUnderOneNameMeetThroughTheEvent) {
  std::int64_t cents = 0;
  auto ledger =
      bus_->Subscribe<Sale>("ledger", [&](const Sale& sale) { cents = sale.total_cents; });
  const PublishResult result = bus_->Publish(OrderPlaced{"o-1", "JP", 4200});
  EXPECT_EQ(result.delivered, 1u);
  EXPECT_EQ(cents, 4200);
}

TEST_F(EventRouteTest, DecodingIsChecked) {
  int handled = 0;
  auto any = bus_->Subscribe<AnyOrder>("any", [&](const AnyOrder&) { ++handled; });
  struct Row {
    const char* data;
    bool fits;
  };
  for (const Row& row : std::vector<Row>{{R"({"total_cents": 1})", true},
                                         {R"({"total_cents": -2147483648})", true},
                                         {R"({"total_cents": 1.0})", true},
                                         {R"({"total_cents": 1.5})", false},
                                         {R"({"total_cents": 4294967297})", false},
                                         {R"({"total_cents": 2147483648})", false},
                                         {R"({"total_cents": 1e30})", false},
                                         {R"({"total_cents": true})", false},
                                         {R"({"total_cents": "1"})", false},
                                         {R"({"total_cents": null})", false},
                                         {R"([])", false}}) {
    handled = 0;
    const PublishResult result = bus_->Publish(MakeEvent("com.shop.order.paid", row.data));
    EXPECT_EQ(handled, row.fits ? 1 : 0) << row.data;
    EXPECT_EQ(result.failed, row.fits ? 0u : 1u) << row.data;
  }
}

TEST_F(EventRouteTest, APrefixTakesAFamilyOfTypes) {
  std::vector<std::string> types;
  auto family = bus_->Subscribe<AnyOrder>("family", [&](const cloudevents::Event& event) {
    types.push_back(std::string(event.type()));
  });
  for (const char* type : {"com.shop.order.a", "com.shop.order", "com.shop.orders.b",
                           "com.shop.order.b.c", "com.shop"}) {
    bus_->Publish(MakeEvent(type, "{}"));
  }
  EXPECT_THAT(types, ElementsAre("com.shop.order.a", "com.shop.order.b.c"));
}

TEST_F(EventRouteTest, RulesChooseAmongStructs) {
  std::vector<std::string> large;
  auto review = bus_->Subscribe<OrderPlaced>(
      "review", [&](const OrderPlaced& order) { large.push_back(order.order_id); },
      {.rule = *EventPattern::Parse(R"({"data": {"total_cents": [{"numeric": [">", 1000]}]}})")});
  ASSERT_TRUE(review.ok());
  EXPECT_EQ(bus_->Publish(OrderPlaced{"small", "JP", 1000}).matched, 0u);
  EXPECT_EQ(bus_->Publish(OrderPlaced{"large", "JP", 1001}).delivered, 1u);
  EXPECT_THAT(large, ElementsAre("large"));
}

TEST_F(EventRouteTest, RulesChooseAmongAllTypes) {
  std::vector<std::string> seen;
  auto audit = bus_->SubscribeEvents(
      "audit", *EventPattern::Parse(R"({"type": [{"prefix": "com.shop."}]})"),
      [&](const cloudevents::Event& event) { seen.push_back(std::string(event.type())); });
  bus_->Publish(OrderPlaced{});
  bus_->Publish(MakeEvent("org.other", "{}"));
  EXPECT_THAT(seen, ElementsAre("com.shop.order.placed"));
}

TEST_F(EventRouteTest, AStructWithoutAnEncodingIsRefusedWhereAnEventIsNeeded) {
  int handled = 0;
  auto cache =
      bus_->Subscribe<CacheInvalidated>("cache", [&](const CacheInvalidated&) { ++handled; });
  auto audit = bus_->SubscribeEvents("audit", eventbus::Rule::All(),
                                     [](const cloudevents::Event&) { FAIL(); });
  const PublishResult result = bus_->Publish(CacheInvalidated{1});
  EXPECT_EQ(result.accepted.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(result.accepted.message()), HasSubstr("JsonEventType"));
  EXPECT_EQ(handled, 0) << "all or nothing";
}

TEST_F(EventRouteTest, AnEventFromOutsideKeepsItsAttributes) {
  const cloudevents::Event published = MakeEvent("org.other", R"({"a": 1.50})");
  auto audit =
      bus_->SubscribeEvents("audit", eventbus::Rule::All(),
                            [&](const cloudevents::Event& event) { EXPECT_EQ(event, published); });
  EXPECT_EQ(bus_->Publish(published).delivered, 1u);
}

TEST(RouteLimitTest, TypesBeyondTheLimitAreStillDelivered) {
  absl::StatusOr<eventbus::EventBus> bus =
      eventbus::EventBus::Create({.source = "/shop", .max_routes = 2});
  int handled = 0;
  auto any = bus->Subscribe<AnyOrder>("any", [&](const cloudevents::Event&) { ++handled; });
  for (int i = 0; i < 10; ++i) {
    bus->Publish(MakeEvent("com.shop.order." + std::to_string(i), "{}"));
  }
  EXPECT_EQ(handled, 10);
}

}  // namespace
