// What the pattern parser refuses, and that its errors name the place, the operator and the fix.
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "eventbus/rules/event_pattern.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace eventbus {
namespace {

using ::testing::HasSubstr;

struct Row {
  std::string pattern;
  std::vector<std::string> message;  // parts of it
};

void Check(const std::vector<Row>& rows, const EventPatternOptions& options = {}) {
  for (const Row& row : rows) {
    SCOPED_TRACE(row.pattern);
    const absl::StatusOr<Rule> rule = EventPattern::Parse(row.pattern, options);
    EXPECT_EQ(rule.status().code(), absl::StatusCode::kInvalidArgument);
    const std::string message(rule.status().message().data(), rule.status().message().size());
    for (const std::string& part : row.message) EXPECT_THAT(message, HasSubstr(part));
  }
}

TEST(EventPatternErrorsTest, Json) {
  Check({
      {"", {"JSON", "too early", "byte 0"}},
      {"{", {"too early"}},
      {R"({"a": [1]} x)", {"text after", "byte 11"}},
      {R"({"a": [1]}{})", {"text after"}},
      {R"({"a": [01]})", {"start with 0", "byte 8"}},
      {R"({"a": [1,]})", {"expected a value", "byte 9"}},
      {R"({'a': [1]})", {"name in quotes", "byte 1"}},
      {R"({"a": ["\x"]})", {"escape"}},
      {"{\"a\": [\"\x80\"]}", {"UTF-8", "byte 8"}},
      {"{\"a\": [\"\n\"]}", {"control character"}},
      {R"([{"a": [1]}])", {"an array", "object"}},
      {R"("a")", {"a string", "object"}},
  });
}

TEST(EventPatternErrorsTest, Shape) {
  Check({
      {R"({})", {"in the pattern", "empty object", "Rule::All()"}},
      {R"({"a": {}})", {"at `a", "empty object"}},
      {R"({"a": []})", {"at `a`", "at least one alternative"}},
      {R"({"a": "x"})", {"at `a`", R"(["..."])"}},
      {R"({"a": {"b": 1}})", {"at `a.b`", "list of alternatives"}},
      {R"({"a": [[1]]})", {"at `a`", "list within"}},
      {R"({"a": [{}]})", {"at `a`", "has 0"}},
      {R"({"a": [{"prefix": "x", "suffix": "y"}]})", {"at `a`", "has 2", "alternative of its own"}},
      {R"({"a": [{"NUMERIC": ["=", 5]}]})", {"at `a`", "`NUMERIC` is no operator", "numeric"}},
  });
}

TEST(EventPatternErrorsTest, Operators) {
  Check({
      {R"({"a": [{"prefix": 1}]})", {"at `a`", "`prefix`", "a number"}},
      {R"({"a": [{"suffix": ["x"]}]})", {"`suffix`", "an array"}},
      {R"({"a": [{"prefix": {"wildcard": "x"}}]})", {"`prefix`", "equals-ignore-case"}},
      {R"({"a": [{"equals-ignore-case": ["x"]}]})", {"`equals-ignore-case`", "an array"}},
      {R"({"a": [{"wildcard": "a**"}]})", {"`wildcard` a**", "byte 1"}},
      {R"({"a": [{"wildcard": "a\\b"}]})", {"`wildcard`", "backslash", "byte 1"}},
      {R"({"a": [{"wildcard": "a\\"}]})", {"backslash"}},
      {R"({"a": [{"wildcard": 1}]})", {"`wildcard`", "a number"}},
      {R"({"a": [{"cidr": "10.0.0.0"}]})", {"`cidr`", "no mask"}},
      {R"({"a": [{"cidr": "10.0.0/8"}]})", {"no IP address"}},
      {R"({"a": [{"cidr": "010.0.0.0/8"}]})", {"no IP address", "leading zeros"}},
      {R"({"a": [{"cidr": "10.0.0.0/33"}]})", {"from 0 to 32"}},
      {R"({"a": [{"cidr": "::/129"}]})", {"from 0 to 128"}},
      {R"({"a": [{"cidr": "1:2:3:4:5:6:7::8:9/8"}]})", {"no IP address"}},
      {R"({"a": [{"cidr": "10.0.0.0/-1"}]})", {"from 0 to 32"}},
      {R"({"a": [{"exists": "true"}]})", {"`exists`", "true or false", "a string"}},
      {R"({"a": [{"exact": 1}]})", {"`exact`", "a string"}},
      {R"({"a": [{"numeric": 10}]})", {"`numeric`", "no list"}},
      {R"({"a": [{"numeric": []}]})", {"`numeric`", "length"}},
      {R"({"a": [{"numeric": [">", 0, "<"]}]})", {"length"}},
      {R"({"a": [{"numeric": ["<", 5, ">", 0]}]})", {"lower bound comes first"}},
      {R"({"a": [{"numeric": [">", 5, "<", 3]}]})", {"no number lies between"}},
      {R"({"a": [{"numeric": [">", 5, "<=", 5.0]}]})", {"no number lies between"}},
      {R"({"a": [{"numeric": ["=", 5, "<", 6]}]})", {"= stands alone"}},
      {R"({"a": [{"numeric": ["!=", 5]}]})", {R"("!=" is no operator)"}},
      {R"({"a": [{"numeric": ["=", "5"]}]})", {"no number"}},
      {R"({"a": [{"numeric": [5, "="]}]})", {"no string"}},
  });
}

TEST(EventPatternErrorsTest, AnythingBut) {
  Check({
      {R"({"a": [{"anything-but": null}]})", {"`anything-but`", "null"}},
      {R"({"a": [{"anything-but": [true]}]})", {"`anything-but`", "true"}},
      {R"({"a": [{"anything-but": []}]})", {"empty list"}},
      {R"({"a": [{"anything-but": ["x", 1]}]})", {"mixed types"}},
      {R"({"a": [{"anything-but": ["x", null]}]})", {"mixed types"}},
      {R"({"a": [{"anything-but": {}}]})", {"has 0"}},
      {R"({"a": [{"anything-but": {"numeric": ["<", 1]}}]})", {"does not take `numeric`"}},
      {R"({"a": [{"anything-but": {"prefix": ""}}]})", {"empty `prefix`", "every string"}},
      {R"({"a": [{"anything-but": {"suffix": [""]}}]})", {"empty `suffix`"}},
      // event-ruler: a NullPointerException
      {R"({"a": [{"anything-but": {"prefix": []}}]})", {"empty list"}},
      {R"({"a": [{"anything-but": {"prefix": 1}}]})", {"over `prefix`", "a number"}},
      {R"({"a": [{"anything-but": {"suffix": {"equals-ignore-case": "x"}}}]})", {"an object"}},
      {R"({"a": [{"anything-but": {"equals-ignore-case": [1]}}]})", {"a number"}},
      {R"({"a": [{"anything-but": {"wildcard": ["**"]}}]})", {"byte 0"}},
  });
}

TEST(EventPatternErrorsTest, Or) {
  Check({
      // event-ruler: takes these for a field named $or
      {R"({"$or": []})", {"in the pattern", "at least two objects"}},
      {R"({"$or": [{"a": [1]}]})", {"at least two objects"}},
      {R"({"x": {"$or": {"a": [1]}}})", {"at `x", "`$or`", "at least two objects"}},
      {R"({"$or": [{"a": [1]}, 2]})", {"a branch of `$or` is a number"}},
      {R"({"$or": [{"a": [1]}, {}]})", {"empty object"}},
      {R"({"$or": [{"prefix": ["x"]}, {"a": [1]}]})", {"at `prefix`", "operator's name"}},
      {R"({"$or": [{"a": {"=": [1]}}, {"a": [1]}]})", {"at `a.=`", "operator's name"}},
      {R"({"$or": [{"a": [1]}, {"b": [1]}], "$or": [{"c": [1]}, {"d": [1]}]})", {"twice"}},
      // A branch overrides an outer field, in either order, also by a dotted name.
      {R"({"a": [1], "$or": [{"a": [2]}, {"b": [1]}]})", {"at `a`", "outside of it"}},
      {R"({"$or": [{"a": [2]}, {"b": [1]}], "a": [1]})", {"at `a`", "outside of it"}},
      {R"({"x": {"a": [1]}, "$or": [{"x.a": [2]}, {"b": [1]}]})", {"at `x.a`"}},
      {R"({"$or": [{"x": {"a": [2]}}, {"b": [1]}], "x": {"$or": [{"a": [1]}, {"c": [1]}]}})",
       {"at `x.a`"}},
      {R"({"$or": [{"a": [1], "$or": [{"a": [2]}, {"b": [1]}]}, {"c": [1]}]})", {"at `a`"}},
  });
}

TEST(EventPatternErrorsTest, Limits) {
  Check({{R"({"a": ["0123456789"]})", {"more than 16", "max_bytes"}}}, {.max_bytes = 16});
  Check({{R"({"a": {"b": {"c": [1]}}})", {"deeper than 3"}}}, {.max_depth = 3});
  Check({{R"({"a": [1, 2], "b": [3]})", {"more than 2", "max_predicates"}}}, {.max_predicates = 2});
  Check({{R"({"a": [{"anything-but": ["x", "y", "z"]}]})", {"max_predicates"}}},
        {.max_predicates = 2});
  const std::string two = R"({"$or": [{"a": [1]}, {"b": [1]}]})";
  Check({{R"({"x": )" + two + R"(, "y": )" + two + "}", {"`$or`", "more than 3 ways"}}},
        {.max_or_combinations = 3});
  EXPECT_TRUE(
      EventPattern::Parse(R"({"x": )" + two + R"(, "y": )" + two + "}", {.max_or_combinations = 4})
          .ok());
}

}  // namespace
}  // namespace eventbus
