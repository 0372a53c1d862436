// Inputs made to take a matcher's time, stack or memory. That these tests end is what they say;
// their sizes are such that an exponential or quadratic step would not.
#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "eventbus/rules/event_pattern.h"
#include "eventbus/rules/rule.h"
#include "gtest/gtest.h"

namespace eventbus {
namespace {

std::string Repeat(const std::string& text, std::size_t count) {
  std::string out;
  out.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

bool Matches(const std::string& pattern, const std::string& event) {
  const absl::StatusOr<Rule> rule = EventPattern::Parse(pattern);
  EXPECT_TRUE(rule.ok()) << rule.status();
  if (!rule.ok()) return false;
  const absl::StatusOr<bool> matches = rule->MatchesJson(event);
  EXPECT_TRUE(matches.ok()) << matches.status();
  return matches.ok() && *matches;
}

TEST(HostileTest, DeepPattern) {
  EXPECT_FALSE(EventPattern::Parse(Repeat(R"({"a":)", 10'000) + "[1]" + Repeat("}", 10'000)).ok());
  EXPECT_FALSE(EventPattern::Parse(Repeat("[", 60'000)).ok());
  EXPECT_FALSE(EventPattern::Parse(R"({"a":)" + Repeat("[", 60'000)).ok());
}

TEST(HostileTest, DeepEvent) {
  constexpr std::size_t kDepth = 100'000;
  // Where the rule does not look, any depth is read over.
  EXPECT_TRUE(Matches(R"({"a": [1]})",
                      R"({"b":)" + Repeat("[", kDepth) + Repeat("]", kDepth) + R"(, "a": 1})"));
  EXPECT_TRUE(Matches(R"({"a": [1]})", R"({"b":)" + Repeat(R"({"a":)", kDepth) + "1" +
                                           Repeat("}", kDepth) + R"(, "a": 1})"));
  // Where it looks, arrays are refused past a limit.
  const absl::StatusOr<Rule> rule = EventPattern::Parse(R"({"a": [1]})");
  ASSERT_TRUE(rule.ok());
  EXPECT_FALSE(
      rule->MatchesJson(R"({"a":)" + Repeat("[", kDepth) + Repeat("]", kDepth) + "}").ok());
  EXPECT_TRUE(
      Matches(R"({"a": [1]})", R"({"a":)" + Repeat("[", 200) + "1" + Repeat("]", 200) + "}"));
}

TEST(HostileTest, OverlappingWildcards) {
  std::string list;
  for (int i = 0; i < 100; ++i) {
    list += (i == 0 ? "" : ", ") + std::string(R"({"wildcard": ")") + Repeat("*a", i + 1) + "*b\"}";
  }
  EXPECT_FALSE(Matches(R"({"a": [)" + list + "]}", R"({"a": ")" + Repeat("a", 10'000) + "\"}"));
  EXPECT_TRUE(Matches(R"({"a": [)" + list + "]}", R"({"a": ")" + Repeat("a", 10'000) + "b\"}"));
}

TEST(HostileTest, HugeArrays) {
  constexpr std::size_t kElements = 10'000;
  // Two fields that never meet in one element, and a third in another array.
  const std::string list =
      R"([{"y": 2, "x": 0})" + Repeat(R"(, {"x": 1, "y": 0})", kElements) + "]";
  EXPECT_FALSE(Matches(R"({"l": {"x": [1], "y": [2]}, "m": {"x": [1], "y": [2]}})",
                       R"({"l": )" + list + R"(, "m": )" + list + "}"));
  EXPECT_TRUE(Matches(R"({"l": {"x": [1], "y": [0]}, "m": {"x": [0], "y": [2]}})",
                      R"({"l": )" + list + R"(, "m": )" + list + "}"));
  EXPECT_FALSE(Matches(R"({"l": [2]})", R"({"l": [1)" + Repeat(",1", kElements) + "]}"));
}

TEST(HostileTest, ManyIndependentArrays) {
  // Choosing element after element, array after array, would try 20^20 combinations.
  std::string fields;
  std::string arrays;
  for (int i = 0; i < 20; ++i) {
    const std::string name = "a" + std::to_string(i);
    fields += "\"" + name + R"(": {"x": [1], "y": [1]}, )";
    arrays += "\"" + name + R"(": [{"x": 1, "y": 1})" + Repeat(R"(, {"x": 1, "y": 1})", 19) + "], ";
  }
  EXPECT_FALSE(Matches("{" + fields + R"("z": [2]})", "{" + arrays + R"("z": 1})"));
}

TEST(HostileTest, SetCoverByDuplicateMembers) {
  // Which element to take from each of 16 arrays so that all 40 fields are covered? The search is
  // given up, and the answer is no.
  std::string fields;
  for (int i = 0; i < 40; ++i) {
    fields += (i == 0 ? "" : ", ") + std::string("\"f") + std::to_string(i) + R"(": [1])";
  }
  std::string arrays;
  for (int array = 0; array < 16; ++array) {
    arrays += array == 0 ? R"("l": [)" : R"(, "l": [)";
    for (int element = 0; element < 20; ++element) {
      arrays += element == 0 ? "{" : ", {";
      for (int i = 0; i < 2; ++i) {
        arrays += (i == 0 ? "\"f" : ", \"f") +
                  std::to_string((element * 7 + array * 3 + i * 11) % 40) + R"(": 1)";
      }
      arrays += "}";
    }
    arrays += "]";
  }
  EXPECT_FALSE(Matches(R"({"l": {)" + fields + "}}", "{" + arrays + "}"));
}

TEST(HostileTest, ManyDuplicateArrays) {
  const std::string arrays = R"("l": [{"x": 1}])" + Repeat(R"(, "l": [{"x": 1}])", 20'000);
  EXPECT_TRUE(Matches(R"({"l": {"x": [1]}})", "{" + arrays + "}"));
  EXPECT_FALSE(Matches(R"({"l": {"x": [2]}})", "{" + arrays + "}"));
}

TEST(HostileTest, TwoFieldsWithManyDuplicateArrays) {
  // Whether the arrays of two fields meet must not cost the product of their numbers.
  const std::string a = Repeat(R"("a": [{"x": 1, "y": 1}], )", 20'000);
  const std::string b = Repeat(R"("b": [{"x": 1, "y": 1}], )", 20'000);
  const std::string event = "{" + a + b + R"("z": 1})";
  EXPECT_TRUE(Matches(R"({"a": {"x": [1]}, "b": {"x": [1]}, "z": [1]})", event));
  EXPECT_FALSE(Matches(R"({"a": {"x": [1]}, "b": {"x": [2]}, "z": [1]})", event));
  EXPECT_FALSE(Matches(R"({"a": {"x": [1], "y": [1]}, "b": {"x": [1], "y": [2]}})", event));
}

TEST(HostileTest, LongNumbers) {
  const std::string digits = Repeat("9", 100'000);
  EXPECT_TRUE(Matches(R"({"a": [{"numeric": [">", 1e99999]}]})", R"({"a": )" + digits + "}"));
  EXPECT_FALSE(Matches(R"({"a": [1]})", R"({"a": 1e)" + digits + "}"));
  EXPECT_FALSE(Matches(R"({"a": [0]})", R"({"a": 1e-)" + digits + "}"));
}

TEST(HostileTest, ManyBranches) {
  std::string branches;
  for (int i = 0; i < 900; ++i) {
    branches += (i == 0 ? "" : ", ") + std::string(R"({"l": {"x": [)") + std::to_string(i + 2) +
                R"(], "y": [{"exists": false}]}})";
  }
  const std::string event = R"({"l": [{"x": 1})" + Repeat(R"(, {"x": 1})", 200) + "]}";
  EXPECT_FALSE(Matches(R"({"$or": [)" + branches + "]}", event));
}

}  // namespace
}  // namespace eventbus
