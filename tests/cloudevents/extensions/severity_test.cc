#include "cloudevents/extensions/severity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "cloudevents/testing/matchers.h"
#include "tests/cloudevents/extensions/journeys.h"

namespace cloudevents {
namespace {

using ::cloudevents::testing::LacksAttribute;
using ::testing::HasSubstr;

constexpr Severity kRows[] = {
    {.number = 0},
    {.number = 9, .text = "INFO"},
    {.number = 17, .text = "Schwerwiegend"},
    {.number = 25},
    {.number = std::numeric_limits<std::int32_t>::max()},
};

TEST(SeverityTest, SurvivesJsonAndHttp) {
  for (const Severity& row : kRows) {
    EventBuilder builder = PlainEvent();
    ASSERT_TRUE(SetSeverity(row, builder).ok());
    for (const Event& event : Journeys(builder)) EXPECT_EQ(*GetSeverity(event), row);
  }
}

TEST(SeverityTest, MayBeAbsent) { EXPECT_EQ(*GetSeverity(BuildEvent(PlainEvent())), std::nullopt); }

TEST(SeverityTest, NamesWhatBreaksARule) {
  EXPECT_EQ(RefusalOf(GetSeverity(EventWith("severitynumber", std::int32_t{-1}))),
            "attribute \"severitynumber\": -1 is negative");
  EXPECT_THAT(RefusalOf(GetSeverity(EventWith("severitynumber", "high"))),
              HasSubstr("attribute \"severitynumber\": \"high\" is no Integer"));
  EXPECT_EQ(RefusalOf(GetSeverity(EventWith("severitytext", "INFO"))),
            "attribute \"severitynumber\": it is not set, and is required beside \"severitytext\"");
  EXPECT_THAT(RefusalOf(GetSeverity(BuildEvent(PlainEvent()
                                                   .Extension("severitynumber", std::int32_t{9})
                                                   .Extension("severitytext", "")))),
              HasSubstr("attribute \"severitytext\": it is empty"));
}

TEST(SeverityTest, RefusesToWriteWhatBreaksARule) {
  EventBuilder builder = PlainEvent();
  EXPECT_THAT(RefusalOf(SetSeverity({.number = -1}, builder)), HasSubstr("-1 is negative"));
  EXPECT_THAT(RefusalOf(SetSeverity({.number = 1, .text = ""}, builder)), HasSubstr("empty"));
  EXPECT_EQ(BuildEvent(builder), BuildEvent(PlainEvent()));
}

TEST(SeverityTest, RemovesATextThatIsUnset) {
  EventBuilder builder = PlainEvent().Extension("severitytext", "INFO");
  ASSERT_TRUE(SetSeverity({.number = 17}, builder).ok());
  EXPECT_THAT(BuildEvent(builder), LacksAttribute("severitytext"));
}

TEST(SeverityTest, IsShownByItsTextOrItsNumbersName) {
  struct Row {
    Severity severity;
    std::string_view text;
  };
  constexpr Row kNames[] = {
      {{.number = 0}, ""},
      {{.number = 1}, "TRACE"},
      {{.number = 4}, "TRACE4"},
      {{.number = 5}, "DEBUG"},
      {{.number = 9}, "INFO"},
      {{.number = 12}, "INFO4"},
      {{.number = 13}, "WARN"},
      {{.number = 17}, "ERROR"},
      {{.number = 18}, "ERROR2"},
      {{.number = 21}, "FATAL"},
      {{.number = 24}, "FATAL4"},
      {{.number = 25}, ""},
      {{.number = -1}, ""},
      {{.number = 9, .text = "Info"}, "Info"},
      {{.number = 99, .text = "PANIC"}, "PANIC"},
  };
  for (const Row& row : kNames) EXPECT_EQ(SeverityText(row.severity), row.text);
}

}  // namespace
}  // namespace cloudevents
