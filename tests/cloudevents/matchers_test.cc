#include "cloudevents/testing/matchers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "cloudevents/event.h"

namespace cloudevents::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Matcher;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::testing::StringMatchResultListener;

Event Order(std::string_view subject, std::string_view data) {
  absl::StatusOr<Event> event = EventBuilder()
                                    .Id("1")
                                    .Source("/shop")
                                    .Type("order.placed")
                                    .Subject(subject)
                                    .Extension("n", 5)
                                    .JsonData(data)
                                    .Build();
  EXPECT_TRUE(event.ok()) << event.status();
  return *std::move(event);
}

Event WithoutData() { return *EventBuilder().Id("1").Source("/shop").Type("order.placed").Build(); }

// Why `event` does not match.
std::string Explain(const Matcher<const Event&>& matcher, const Event& event) {
  StringMatchResultListener listener;
  EXPECT_FALSE(matcher.MatchAndExplain(event, &listener));
  return listener.str();
}

TEST(MatchersTest, MatchAttributes) {
  const Event event = Order("o-1", "{}");
  EXPECT_THAT(event, AllOf(HasId("1"), HasSource("/shop"), HasType(StartsWith("order.")),
                           HasSubject("o-1"), HasAttribute("n", "5"), LacksAttribute("time")));
  EXPECT_THAT(event, Not(HasAttribute("time", ::testing::_)));
  EXPECT_THAT(event, Not(LacksAttribute("n")));
  EXPECT_EQ(Explain(HasSubject("o-2"), event), "whose subject is \"o-1\"");
  EXPECT_EQ(Explain(HasAttribute("time", "x"), event), "which has no time");
  EXPECT_EQ(Explain(LacksAttribute("n"), event), "whose n is \"5\"");
  EXPECT_EQ(::testing::DescribeMatcher<const Event&>(HasType("t")),
            "has the attribute type which is equal to \"t\"");
}

TEST(MatchersTest, MatchData) {
  const Event event = Order("o-1", R"({"total": 5, "lines": [1, 2]})");
  EXPECT_THAT(event, DataIs(HasSubstr("total")));
  EXPECT_THAT(event, JsonDataIs(R"({"lines":[1,2],"total":5.0})"));
  EXPECT_THAT(event, JsonDataMatches(SizeIs(2)));
  EXPECT_THAT(event, Not(JsonDataMatches(IsEmpty())));
  EXPECT_THAT(event, Not(HasNoData()));
  EXPECT_THAT(WithoutData(), HasNoData());
  EXPECT_THAT(WithoutData(), Not(DataIs("")));
  EXPECT_EQ(Explain(JsonDataIs(R"({"total": 6, "lines": [1, 2]})"), event),
            R"(whose data differs by [{"op":"replace","path":"/total","value":5}])");
  EXPECT_EQ(Explain(JsonDataIs("{"), event), "but what is expected is no JSON text");
  EXPECT_THAT(Explain(JsonDataIs("{}"), WithoutData()), HasSubstr("which has no JSON data"));
}

TEST(MatchersTest, MatchByEquivalence) {
  EXPECT_THAT(Order("o-1", R"({"a":1,"b":2})"), EquivalentTo(Order("o-1", R"({"b":2, "a":1})")));
  EXPECT_EQ(Explain(EquivalentTo(Order("o-2", "{}")), Order("o-1", "[]")),
            "which differs in subject (\"o-1\" instead of \"o-2\"), data");
  EXPECT_THAT(Explain(EquivalentTo(Order("o-1", "{}")), WithoutData()),
              HasSubstr("n (unset instead of \"5\")"));
}

TEST(MatchersTest, MatchWithinContainers) {
  const std::vector<Event> events = {Order("o-1", "{}"), Order("o-2", "{}")};
  EXPECT_THAT(events, Contains(HasSubject("o-2")));
  EXPECT_THAT(events, ::testing::ElementsAre(HasSubject("o-1"), JsonDataIs("{}")));
}

}  // namespace
}  // namespace cloudevents::testing
