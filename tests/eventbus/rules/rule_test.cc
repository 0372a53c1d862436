// Rules on events: what the views show, explanations, and documents that are no JSON.
#include "eventbus/rules/rule.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/json_format.h"
#include "eventbus/rules/event_pattern.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace eventbus {
namespace {

using cloudevents::Event;
using cloudevents::EventBuilder;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Rule Pattern(std::string_view text, RuleView view = RuleView::kCloudEvents) {
  absl::StatusOr<Rule> rule = EventPattern::Parse(text, {.view = view});
  EXPECT_TRUE(rule.ok()) << rule.status();
  return rule.ok() ? *std::move(rule) : Rule::All();
}

EventBuilder Order() {
  EventBuilder builder;
  builder.Id("o-1").Source("/shop").Type("com.shop.order.placed").Subject("orders/o-1");
  builder.Time("2024-04-01T12:00:00+02:00");
  builder.Extension("priority", std::int32_t{3}).Extension("express", true);
  builder.Extension("region", "eu-west-1").Extension("account", "123456789012");
  builder.JsonData(R"({"country": "JP", "total_cents": 129900, "big": 9007199254740993})");
  return builder;
}

struct Row {
  std::string_view pattern;
  bool matches;
};

void Check(const Event& event, RuleView view, const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    SCOPED_TRACE(row.pattern);
    const Rule rule = Pattern(row.pattern, view);
    EXPECT_EQ(rule.Matches(event), row.matches);
    const Explanation explanation = rule.Explain(event);
    EXPECT_EQ(explanation.matches, row.matches);
    EXPECT_EQ(explanation.reason.empty(), row.matches) << explanation.reason;
  }
}

TEST(RuleTest, CloudEventsView) {
  const absl::StatusOr<Event> event = Order().DataSchema("https://example.com/s").Build();
  ASSERT_TRUE(event.ok()) << event.status();
  Check(*event, RuleView::kCloudEvents,
        {
            {R"({"data": {"total_cents": [{"numeric": [">", 100000]}]}})", true},
            {R"({"data": {"total_cents": [{"numeric": [">", 200000]}]}})", false},
            {R"({"data": {"big": [9007199254740993]}})", true},
            {R"({"data": {"big": [9007199254740992]}})", false},
            {R"({"type": [{"prefix": "com.shop."}], "data": {"country": ["JP"]}})", true},
            {R"({"id": ["o-1"], "source": ["/shop"], "specversion": ["1.0"]})", true},
            {R"({"subject": [{"suffix": "o-1"}]})", true},
            {R"({"time": ["2024-04-01T12:00:00+02:00"]})", true},
            {R"({"dataschema": ["https://example.com/s"]})", true},
            {R"({"priority": [3]})", true},
            {R"({"priority": ["3"]})", false},
            {R"({"priority": [{"numeric": [">=", 3]}]})", true},
            {R"({"express": [true]})", true},
            {R"({"express": ["true"]})", false},
            {R"({"region": ["eu-west-1"]})", true},
            {R"({"traceparent": [{"exists": false}]})", true},
            {R"({"datacontenttype": [{"exists": false}]})", true},
            {R"({"detail-type": [{"exists": true}]})", false},
            {R"({"data": [{"exists": true}]})", false},  // an object: no leaf
        });
}

TEST(RuleTest, EventBridgeView) {
  const absl::StatusOr<Event> event = Order().Extension("resources", "arn:aws:s3:::orders").Build();
  ASSERT_TRUE(event.ok()) << event.status();
  Check(*event, RuleView::kEventBridge,
        {
            {R"({"detail-type": ["com.shop.order.placed"], "source": ["/shop"]})", true},
            {R"({"detail": {"country": ["JP"]}})", true},
            {R"({"account": ["123456789012"], "region": ["eu-west-1"], "version": ["0"]})", true},
            {R"({"id": ["o-1"], "time": [{"prefix": "2024-04-01"}]})", true},
            {R"({"resources": ["arn:aws:s3:::orders"]})", true},
            {R"({"type": [{"exists": false}], "data": {"country": [{"exists": false}]}})", true},
            {R"({"priority": [{"exists": false}], "subject": [{"exists": false}]})", true},
        });
  const absl::StatusOr<Event> several =
      Order().Extension("resources", R"(["arn:aws:s3:::a", "arn:aws:s3:::b"])").Build();
  ASSERT_TRUE(several.ok()) << several.status();
  Check(*several, RuleView::kEventBridge,
        {{R"({"resources": ["arn:aws:s3:::b"]})", true}, {R"({"resources": ["b"]})", false}});
}

TEST(RuleTest, KindsOfData) {
  const absl::StatusOr<Event> text = Order().DataContentType("text/plain").TextData("42").Build();
  ASSERT_TRUE(text.ok()) << text.status();
  Check(*text, RuleView::kCloudEvents,
        {{R"({"data": ["42"]})", true}, {R"({"data": [42]})", false}});
  const absl::StatusOr<Event> binary =
      Order().DataContentType("application/octet-stream").BinaryData("42").Build();
  ASSERT_TRUE(binary.ok()) << binary.status();
  Check(*binary, RuleView::kCloudEvents, {{R"({"data": [{"exists": false}]})", true}});
  const absl::StatusOr<Event> none = Order().NoData().Build();
  ASSERT_TRUE(none.ok()) << none.status();
  Check(*none, RuleView::kCloudEvents, {{R"({"data": [{"exists": false}]})", true}});
  const absl::StatusOr<Event> null = Order().JsonData("null").Build();
  ASSERT_TRUE(null.ok()) << null.status();
  Check(*null, RuleView::kCloudEvents, {{R"({"data": [null]})", true}});
  const absl::StatusOr<Event> list = Order().JsonData(R"([{"a": 1}, "x"])").Build();
  ASSERT_TRUE(list.ok()) << list.status();
  Check(*list, RuleView::kCloudEvents,
        {{R"({"data": ["x"]})", true}, {R"({"data": {"a": [1]}})", true}});
}

TEST(RuleTest, DataThatIsNoJsonAfterAllHasNoFields) {
  const absl::StatusOr<Event> event = cloudevents::DecodeJson(
      R"({"specversion": "1.0", "id": "1", "source": "/", "type": "t", "data": {"a": 1, "b": tru}})",
      {.validate = cloudevents::Validation::kEnvelope});
  ASSERT_TRUE(event.ok()) << event.status();
  Check(*event, RuleView::kCloudEvents,
        {{R"({"data": {"a": [1]}})", false},
         {R"({"data": {"a": [{"exists": false}]}})", true},
         {R"({"type": ["t"]})", true}});
  EXPECT_THAT(Pattern(R"({"data": {"a": [1]}})").Explain(*event).reason,
              HasSubstr("the data is no JSON"));
}

TEST(RuleTest, AllMatchesEverything) {
  const absl::StatusOr<Event> event = Order().NoData().Build();
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_TRUE(Rule::All().Matches(*event));
  EXPECT_TRUE(Rule::All().Explain(*event).matches);
  EXPECT_EQ(*Rule::All().MatchesJson("{}"), true);
}

TEST(RuleTest, KeepsItsTextAndCopies) {
  constexpr std::string_view kText = R"({"type": ["a"]})";
  const Rule rule = Pattern(kText, RuleView::kEventBridge);
  const Rule copy = rule;
  EXPECT_EQ(copy.text(), kText);
  EXPECT_EQ(copy.text().data(), rule.text().data());
  EXPECT_EQ(copy.language(), "event-pattern");
  EXPECT_EQ(RuleViewName(copy.view()), "eventbridge");
  EXPECT_EQ(RuleViewName(Rule::All().view()), "cloudevents");
}

Explanation Explain(std::string_view pattern, std::string_view event) {
  const absl::StatusOr<Explanation> explanation = Pattern(pattern).ExplainJson(event);
  EXPECT_TRUE(explanation.ok()) << explanation.status();
  return explanation.ok() ? *explanation : Explanation{};
}

TEST(RuleTest, ExplainsTheFieldThatFailed) {
  const Explanation number =
      Explain(R"({"type": ["order"], "data": {"total_cents": [{"numeric": [">", 100]}]}})",
              R"({"type": "order", "data": {"total_cents": 50}})");
  EXPECT_EQ(number.path, "data.total_cents");
  EXPECT_EQ(number.test, R"({"numeric": [">", 100]})");
  EXPECT_EQ(number.found, "50");
  EXPECT_EQ(number.reason, R"(`data.total_cents` is 50; wanted {"numeric": [">", 100]})");

  const Explanation absent = Explain(R"({"a": ["x", {"prefix": "y"}]})", "{}");
  EXPECT_EQ(absent.reason, R"(`a` is nothing; wanted "x", {"prefix": "y"})");

  const Explanation many = Explain(R"({"a": [0]})", R"({"a": [1, "two", null, true, 5]})");
  EXPECT_EQ(many.found, R"(1, "two", null, ... (5 in all))");

  const Explanation or_branches = Explain(R"({"$or": [{"a": [1]}, {"b": [2]}]})", R"({"a": 2})");
  EXPECT_THAT(or_branches.reason, HasSubstr("`a` is 2; wanted 1; nor: `b` is nothing; wanted 2"));
  EXPECT_THAT(or_branches.path, IsEmpty());

  const Explanation binding =
      Explain(R"({"l": {"x": [1], "y": [2]}})", R"({"l": [{"x": 1}, {"y": 2}]})");
  EXPECT_THAT(binding.reason, HasSubstr("not all within the same array elements: `l.x`, `l.y`"));
}

TEST(RuleTest, ShortensWhatItFound) {
  const Explanation explanation =
      Explain(R"({"a": ["x"]})", "{\"a\": \"" + std::string(63, 'y') + "é and more\"}");
  EXPECT_EQ(explanation.found, "\"" + std::string(63, 'y') + "\"...");
}

TEST(RuleTest, RefusesDocumentsThatAreNoJsonObject) {
  const Rule rule = Pattern(R"({"a": [1]})");
  const std::vector<std::pair<std::string_view, std::string_view>> rows = {
      {"", "byte 0"},
      {"[1]", "no JSON object, at byte 0"},
      {" 1", "no JSON object, at byte 1"},
      {R"({"a": 1)", "byte 7"},
      {R"({"a": 1} {})", "byte 9"},
      {R"({"z": [1, {"y": tru}]})", "byte 16"},  // also where the rule does not look
      {"{\"z\": \"\xff\"}", "byte 7"},
  };
  for (const auto& [json, part] : rows) {
    SCOPED_TRACE(json);
    const absl::StatusOr<bool> matches = rule.MatchesJson(json);
    EXPECT_EQ(matches.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(matches.status().ToString(), HasSubstr(std::string(part)));
    EXPECT_EQ(rule.ExplainJson(json).status(), matches.status());
  }
}

}  // namespace
}  // namespace eventbus
