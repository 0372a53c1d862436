#include "cli/pattern_pair.h"

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace eventbus::cli {
namespace {

using ::testing::HasSubstr;

TEST(PatternPairTest, TakesValuesByteForByteAndStringsByTheirText) {
  struct Case {
    std::string_view line, pattern, event;
  };
  constexpr Case kCases[] = {
      {R"({"pattern":{"a": [3e2]},"event":{"a":9007199254740993}})", R"({"a": [3e2]})",
       R"({"a":9007199254740993})"},
      {R"({"pattern":"{\"a\":[\"\\u00e9\"]}","event":"{ }"})", R"({"a":["\u00e9"]})", "{ }"},
      {R"( {"event" : [1, {"b":2}] , "pattern" : null } )"
       "\r",
       "null", R"([1, {"b":2}])"},
      {R"({"pattern":1e999 ,"event":true})", "1e999", "true"},
      {R"({"label":{"pattern":[]},"event":{},"expect":"x","pattern":""})", "", "{}"},
      {R"({"\u0070attern":1,"event":2})", "1", "2"},
  };
  for (const Case& test : kCases) {
    const absl::StatusOr<PatternPair> pair = ParsePatternPair(test.line);
    ASSERT_TRUE(pair.ok()) << test.line << ": " << pair.status();
    EXPECT_EQ(pair->pattern, test.pattern) << test.line;
    EXPECT_EQ(pair->event, test.event) << test.line;
  }
}

TEST(PatternPairTest, RefusesOtherLines) {
  struct Case {
    std::string_view line, error;
  };
  constexpr Case kCases[] = {
      {"", "not a JSON object"},
      {"x", "not a JSON object"},
      {"[]", "not a JSON object"},
      {"\"pattern\"", "not a JSON object"},
      {R"({"pattern":{},"event":{})", "not a JSON object"},
      {R"({"pattern":{},"event":{}} {})", "not a JSON object"},
      {R"({"pattern":{},"event":{}}})", "not a JSON object"},
      {R"({"pattern":{} "event":{}})", "not a JSON object"},
      {R"({"pattern":{},"event":{},})", "not a JSON object"},
      {R"({"pattern":{},"event":{},"x":[1,nul]})", "not a JSON object"},
      {"{\"pattern\":\"\xff\",\"event\":{}}", "not UTF-8"},
      {std::string_view("{\"pattern\":\"\0\",\"event\":{}}", 25), "not a JSON object"},
      {R"({"pattern":"\ud800","event":{}})", "not a JSON object"},
      {"{}", "no member \"pattern\""},
      {R"({"event":{}})", "no member \"pattern\""},
      {R"({"pattern":{}})", "no member \"event\""},
      {R"({"pattern":{},"event":{},"pattern":{}})", "two members \"pattern\""},
      {R"({"pattern":{},"event":{},"event":{}})", "two members \"event\""},
  };
  for (const Case& test : kCases) {
    const absl::Status status = ParsePatternPair(test.line).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << test.line;
    EXPECT_THAT(status.ToString(), HasSubstr(test.error)) << test.line;
  }
}

}  // namespace
}  // namespace eventbus::cli
