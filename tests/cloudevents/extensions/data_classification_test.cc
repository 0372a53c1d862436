#include "cloudevents/extensions/data_classification.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "cloudevents/testing/matchers.h"
#include "tests/cloudevents/extensions/journeys.h"

namespace cloudevents {
namespace {

using ::cloudevents::testing::HasAttribute;
using ::cloudevents::testing::LacksAttribute;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;

Event WithRegulations(std::string_view text) {
  return BuildEvent(PlainEvent()
                        .Extension("dataclassification", "confidential")
                        .Extension("dataregulation", text));
}

TEST(DataClassificationTest, SurvivesJsonAndHttp) {
  const DataClassification rows[] = {
      {.classification = "public"},
      {.classification = ""},  // Nothing says that it must not be empty.
      {.classification = "confidential", .regulations = {"GDPR"}},
      {.classification = "restricted",
       .regulations = {"GDPR", "HIPAA", "PCI-DSS", "ISO-27001", "NIST-800-53", "CCPA"},
       .category = "special-category"},
      {.classification = "internal", .category = "non-pii"},
  };
  for (const DataClassification& row : rows) {
    EventBuilder builder = PlainEvent();
    ASSERT_TRUE(SetDataClassification(row, builder).ok());
    for (const Event& event : Journeys(builder)) EXPECT_EQ(*GetDataClassification(event), row);
  }
}

TEST(DataClassificationTest, MayBeAbsent) {
  EXPECT_EQ(*GetDataClassification(BuildEvent(PlainEvent())), std::nullopt);
}

TEST(DataClassificationTest, ReadsTheListOfRegulations) {
  struct Row {
    std::string_view text;
    std::vector<std::string_view> regulations;
  };
  const Row rows[] = {
      {"GDPR", {"GDPR"}},
      {"GDPR,HIPAA", {"GDPR", "HIPAA"}},
      {"GDPR, HIPAA", {"GDPR", "HIPAA"}},
      {"  GDPR  ,  HIPAA  ", {"GDPR", "HIPAA"}},
      {"NIST-800-53,DPA-KE,APEC-CBPR", {"NIST-800-53", "DPA-KE", "APEC-CBPR"}},
      {"a,b,c,d,e,f", {"a", "b", "c", "d", "e", "f"}},
      {"GDPR,GDPR", {"GDPR", "GDPR"}},
  };
  for (const Row& row : rows) {
    const Event event = WithRegulations(row.text);
    const absl::StatusOr<std::optional<DataClassification>> read = GetDataClassification(event);
    ASSERT_TRUE(read.ok()) << row.text << ": " << read.status();
    EXPECT_THAT((*read)->regulations, ElementsAreArray(row.regulations)) << row.text;
  }
}

TEST(DataClassificationTest, RefusesListsThatBreakTheRules) {
  struct Row {
    std::string_view text;
    std::string_view why;
  };
  constexpr Row kRows[] = {
      {"", "it is empty"},
      {" ", "a regulation is empty"},
      {",", "a regulation is empty"},
      {"GDPR,", "a regulation is empty"},
      {",GDPR", "a regulation is empty"},
      {"GDPR,,HIPAA", "a regulation is empty"},
      {"GDPR, ,HIPAA", "a regulation is empty"},
      {"NIST 800-53", "\"NIST 800-53\" has a space"},
      {"GDPR,PCI DSS", "\"PCI DSS\" has a space"},
      {"GDPR HIPAA", "\"GDPR HIPAA\" has a space"},
  };
  for (const Row& row : kRows) {
    EXPECT_THAT(RefusalOf(GetDataClassification(WithRegulations(row.text))),
                AllOf(HasSubstr("attribute \"dataregulation\": "), HasSubstr(row.why)))
        << row.text;
  }
}

TEST(DataClassificationTest, NamesWhatBreaksARule) {
  EXPECT_EQ(RefusalOf(GetDataClassification(EventWith("datacategory", "phi"))),
            "attribute \"dataclassification\": it is not set, and is required beside "
            "\"datacategory\"");
  EXPECT_THAT(RefusalOf(GetDataClassification(EventWith("datacategory", ""))),
              HasSubstr("attribute \"datacategory\": it is empty"));
  EXPECT_THAT(RefusalOf(GetDataClassification(EventWith("dataclassification", std::int32_t{1}))),
              HasSubstr("its type must be String"));
}

TEST(DataClassificationTest, RefusesToWriteWhatWouldBeReadOtherwise) {
  for (const std::string_view regulation : {"", " ", "GDPR,HIPAA", "GDPR ", " GDPR", "PCI DSS"}) {
    EventBuilder builder = PlainEvent();
    EXPECT_THAT(RefusalOf(SetDataClassification(
                    {.classification = "public", .regulations = {"CCPA", regulation}}, builder)),
                HasSubstr("attribute \"dataregulation\""))
        << regulation;
    EXPECT_EQ(BuildEvent(builder), BuildEvent(PlainEvent()));
  }
}

TEST(DataClassificationTest, WritesCommasAloneAndRemovesWhatIsUnset) {
  EventBuilder builder = PlainEvent().Extension("datacategory", "phi");
  ASSERT_TRUE(
      SetDataClassification({.classification = "public", .regulations = {"GDPR", "CCPA"}}, builder)
          .ok());
  EXPECT_THAT(BuildEvent(builder), HasAttribute("dataregulation", "GDPR,CCPA"));
  EXPECT_THAT(BuildEvent(builder), LacksAttribute("datacategory"));
  ASSERT_TRUE(SetDataClassification({.classification = "public"}, builder).ok());
  EXPECT_THAT(BuildEvent(builder), LacksAttribute("dataregulation"));
}

}  // namespace
}  // namespace cloudevents
