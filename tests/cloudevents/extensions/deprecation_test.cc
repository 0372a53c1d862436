#include "cloudevents/extensions/deprecation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "cloudevents/testing/matchers.h"
#include "tests/cloudevents/extensions/journeys.h"

namespace cloudevents {
namespace {

using ::cloudevents::testing::HasAttribute;
using ::testing::HasSubstr;

const absl::Time kFrom = absl::FromUnixSeconds(1728604800);    // 2024-10-11T00:00:00Z
const absl::Time kSunset = absl::FromUnixSeconds(1731369600);  // 2024-11-12T00:00:00Z
constexpr std::string_view kMigration = "https://example.com/migrate-to-new-evt";

TEST(DeprecationTest, SurvivesJsonAndHttp) {
  const Deprecation rows[] = {
      {},
      {.from = kFrom},
      {.sunset = kSunset},
      {.from = kFrom, .sunset = kFrom},
      {.migration = kMigration},
      {.from = kFrom, .sunset = kSunset + absl::Nanoseconds(5), .migration = kMigration},
  };
  for (const Deprecation& row : rows) {
    EventBuilder builder = PlainEvent();
    ASSERT_TRUE(SetDeprecation(row, builder).ok());
    EXPECT_THAT(BuildEvent(builder), HasAttribute("deprecated", "true"));
    for (const Event& event : Journeys(builder)) EXPECT_EQ(*GetDeprecation(event), row);
  }
}

TEST(DeprecationTest, ReadsTheExamplesOfTheSpecification) {
  constexpr std::string_view kEnvelope =
      R"({"specversion":"1.0","id":"1","source":"/s","type":"t",
          "deprecationfrom": "2024-10-11T00:00:00Z",
          "deprecationsunset": "2024-11-12T00:00:00Z",
          "deprecationmigration": "https://example.com/migrate-to-new-evt",
          "deprecated": )";
  for (const std::string_view deprecated : {"true}", "\"true\"}"}) {
    EXPECT_EQ(*GetDeprecation(EventOfJson(std::string(kEnvelope) + std::string(deprecated))),
              (Deprecation{.from = kFrom, .sunset = kSunset, .migration = kMigration}));
  }
}

TEST(DeprecationTest, MayBeAbsent) {
  EXPECT_EQ(*GetDeprecation(BuildEvent(PlainEvent())), std::nullopt);
}

TEST(DeprecationTest, NamesWhatBreaksARule) {
  EXPECT_EQ(RefusalOf(GetDeprecation(EventWith("deprecated", false))),
            "attribute \"deprecated\": it is false, and must be true where it is set");
  EXPECT_THAT(RefusalOf(GetDeprecation(EventWith("deprecated", "TRUE"))),
              HasSubstr("attribute \"deprecated\": \"TRUE\" is no Boolean"));
  EXPECT_EQ(
      RefusalOf(GetDeprecation(EventWith("deprecationsunset", kSunset))),
      "attribute \"deprecated\": it is not set, and is required beside \"deprecationsunset\"");
  const EventBuilder deprecated = PlainEvent().Extension("deprecated", true);
  EXPECT_THAT(RefusalOf(GetDeprecation(
                  BuildEvent(EventBuilder(deprecated).Extension("deprecationfrom", "2024-10-11")))),
              HasSubstr("attribute \"deprecationfrom\": \"2024-10-11\" is no RFC 3339 timestamp"));
  EXPECT_THAT(RefusalOf(GetDeprecation(BuildEvent(
                  EventBuilder(deprecated).Extension("deprecationmigration", "/migrate")))),
              HasSubstr("attribute \"deprecationmigration\": \"/migrate\""));
  EXPECT_EQ(RefusalOf(GetDeprecation(BuildEvent(EventBuilder(deprecated)
                                                    .Extension("deprecationfrom", kSunset)
                                                    .Extension("deprecationsunset", kFrom)))),
            "attribute \"deprecationsunset\": 2024-10-11T00:00:00Z is before deprecationfrom, "
            "2024-11-12T00:00:00Z");
}

TEST(DeprecationTest, ComparesInstantsNotTexts) {
  const Event event = BuildEvent(PlainEvent()
                                     .Extension("deprecated", true)
                                     .Extension("deprecationfrom", "2024-10-11T02:00:00+02:00")
                                     .Extension("deprecationsunset", "2024-10-11T00:00:00Z"));
  EXPECT_EQ(*GetDeprecation(event), (Deprecation{.from = kFrom, .sunset = kFrom}));
}

TEST(DeprecationTest, TakesAUriThatSaysItIsAReference) {
  const Event event =
      BuildEvent(PlainEvent()
                     .Extension("deprecated", true)
                     .Extension("deprecationmigration", *AttributeValue::UriReference(kMigration)));
  EXPECT_EQ(*GetDeprecation(event), (Deprecation{.migration = kMigration}));
}

TEST(DeprecationTest, RefusesToWriteWhatBreaksARule) {
  EventBuilder builder = PlainEvent();
  EXPECT_THAT(RefusalOf(SetDeprecation({.deprecated = false}, builder)),
              HasSubstr("attribute \"deprecated\""));
  EXPECT_THAT(RefusalOf(SetDeprecation({.from = kSunset, .sunset = kFrom}, builder)),
              HasSubstr("attribute \"deprecationsunset\""));
  EXPECT_THAT(RefusalOf(SetDeprecation({.migration = "not a URI"}, builder)),
              HasSubstr("attribute \"deprecationmigration\""));
  EXPECT_EQ(BuildEvent(builder), BuildEvent(PlainEvent()));
}

}  // namespace
}  // namespace cloudevents
