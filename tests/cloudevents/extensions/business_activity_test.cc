#include "cloudevents/extensions/business_activity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "tests/cloudevents/extensions/journeys.h"

namespace cloudevents {
namespace {

using ::testing::HasSubstr;

constexpr BusinessActivity kRequired = {.transaction_id = "tx-00017",
                                        .process_id = "order-to-cash",
                                        .process_transaction_id = "payment",
                                        .step_id = "start"};

BusinessActivity With(std::optional<std::string_view> status, std::optional<bool> completed) {
  BusinessActivity activity = kRequired;
  activity.step_status = status;
  activity.completed = completed;
  return activity;
}

TEST(BusinessActivityTest, SurvivesJsonAndHttp) {
  for (const BusinessActivity& row :
       {kRequired, With("success", true), With("waiting", false), With(std::nullopt, true)}) {
    EventBuilder builder = PlainEvent();
    ASSERT_TRUE(SetBusinessActivity(row, builder).ok());
    for (const Event& event : Journeys(builder)) EXPECT_EQ(*GetBusinessActivity(event), row);
  }
}

TEST(BusinessActivityTest, MayBeAbsent) {
  EXPECT_EQ(*GetBusinessActivity(BuildEvent(PlainEvent())), std::nullopt);
}

TEST(BusinessActivityTest, NeedsAllFourIds) {
  for (const std::string_view name : {"bamtxid", "bampid", "bamptxid", "bamptxsid"}) {
    EventBuilder builder = PlainEvent();
    ASSERT_TRUE(SetBusinessActivity(kRequired, builder).ok());
    EXPECT_THAT(
        RefusalOf(GetBusinessActivity(BuildEvent(EventBuilder(builder).RemoveExtension(name)))),
        HasSubstr("attribute \"" + std::string(name) + "\": it is not set"));
    EXPECT_THAT(RefusalOf(GetBusinessActivity(BuildEvent(builder.Extension(name, "")))),
                HasSubstr("attribute \"" + std::string(name) + "\": it is empty"));
  }
}

TEST(BusinessActivityTest, RefusesToWriteWhatBreaksARule) {
  EventBuilder builder = PlainEvent();
  EXPECT_THAT(RefusalOf(SetBusinessActivity({.transaction_id = "tx-00017"}, builder)),
              HasSubstr("attribute \"bampid\": it is empty"));
  EXPECT_THAT(RefusalOf(SetBusinessActivity(With("", true), builder)),
              HasSubstr("attribute \"bamptxsstatus\": it is empty"));
  EXPECT_EQ(BuildEvent(builder), BuildEvent(PlainEvent()));
}

}  // namespace
}  // namespace cloudevents
