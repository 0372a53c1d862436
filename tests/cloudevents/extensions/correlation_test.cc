#include "cloudevents/extensions/correlation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "cloudevents/testing/matchers.h"
#include "tests/cloudevents/extensions/journeys.h"

namespace cloudevents {
namespace {

using ::cloudevents::testing::LacksAttribute;
using ::testing::HasSubstr;

constexpr Correlation kRows[] = {
    {.correlation_id = "txn-abc-123"},
    {.causation_id = "order-123"},
    {.correlation_id = "txn-abc-123", .causation_id = "Euro \u20AC, 100%"},
};

TEST(CorrelationTest, SurvivesJsonAndHttp) {
  for (const Correlation& row : kRows) {
    EventBuilder builder = PlainEvent();
    ASSERT_TRUE(SetCorrelation(row, builder).ok());
    for (const Event& event : Journeys(builder)) EXPECT_EQ(*GetCorrelation(event), row);
  }
}

TEST(CorrelationTest, ReadsTheExamplesOfTheSpecification) {
  EXPECT_EQ(*GetCorrelation(EventOfJson(R"({
    "specversion": "1.0",
    "type": "com.example.order.placed",
    "source": "https://example.com/orders",
    "id": "order-123",
    "correlationid": "txn-abc-123",
    "data": {"orderId": "123", "customerId": "456"}
  })")),
            (Correlation{.correlation_id = "txn-abc-123"}));
  EXPECT_EQ(*GetCorrelation(EventOfJson(R"({
    "specversion": "1.0",
    "type": "com.example.payment.processed",
    "source": "https://example.com/payments",
    "id": "payment-789",
    "correlationid": "txn-abc-123",
    "causationid": "order-123",
    "data": {"amount": 150.0, "currency": "USD"}
  })")),
            (Correlation{.correlation_id = "txn-abc-123", .causation_id = "order-123"}));
}

TEST(CorrelationTest, MayBeAbsent) {
  EXPECT_EQ(*GetCorrelation(BuildEvent(PlainEvent())), std::nullopt);
}

TEST(CorrelationTest, NamesWhatBreaksARule) {
  EXPECT_EQ(RefusalOf(GetCorrelation(EventWith("correlationid", ""))),
            "attribute \"correlationid\": it is empty, which it must not be");
  EXPECT_THAT(RefusalOf(GetCorrelation(EventWith("causationid", ""))),
              HasSubstr("attribute \"causationid\""));
  EXPECT_EQ(RefusalOf(GetCorrelation(EventWith("causationid", std::int32_t{7}))),
            "attribute \"causationid\": its type must be String; it is Integer, \"7\"");
}

TEST(CorrelationTest, RefusesToWriteWhatBreaksARule) {
  EventBuilder builder = PlainEvent();
  EXPECT_THAT(RefusalOf(SetCorrelation({.correlation_id = "a", .causation_id = ""}, builder)),
              HasSubstr("attribute \"causationid\""));
  EXPECT_THAT(RefusalOf(SetCorrelation({.correlation_id = "a\n"}, builder)),
              HasSubstr("control character"));
  EXPECT_EQ(BuildEvent(builder), BuildEvent(PlainEvent()));
}

TEST(CorrelationTest, RemovesWhatIsUnset) {
  EventBuilder builder = PlainEvent().Extension("correlationid", "a").Extension("other", "b");
  ASSERT_TRUE(SetCorrelation({.causation_id = "c"}, builder).ok());
  EXPECT_THAT(BuildEvent(builder), LacksAttribute("correlationid"));
  EXPECT_EQ(BuildEvent(builder).extensions().size(), 2);
}

}  // namespace
}  // namespace cloudevents
