// The cases that AWS validated against EventBridge itself: each is a match, no match, or an invalid
// pattern. The file is no part of the project; EVENTBUS_SHARED names the folder that has it.
#include <cstdlib>
#include <fstream>
#include <string>

#include "absl/status/statusor.h"
#include "eventbus/rules/event_pattern.h"
#include "eventbus/rules/rule.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace eventbus {
namespace {

constexpr int kCases = 76;

std::string Verdict(const std::string& pattern, const std::string& event) {
  const absl::StatusOr<Rule> rule = EventPattern::Parse(pattern, {.view = RuleView::kEventBridge});
  if (!rule.ok()) return "invalid-pattern";
  const absl::StatusOr<bool> matches = rule->MatchesJson(event);
  if (!matches.ok()) return "invalid-event";
  return *matches ? "match" : "no-match";
}

TEST(AwsValidatedTest, AllCases) {
  const char* shared = std::getenv("EVENTBUS_SHARED");
  ASSERT_NE(shared, nullptr) << "EVENTBUS_SHARED is not set: it names the folder with conformance/";
  const std::string path = std::string(shared) + "/conformance/eventbridge/aws-validated.jsonl";
  std::ifstream file(path);
  ASSERT_TRUE(file.good()) << path << " cannot be read";
  int cases = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty()) continue;
    const nlohmann::json test = nlohmann::json::parse(line);
    const auto pattern = test.at("pattern").get<std::string>();
    EXPECT_EQ(Verdict(pattern, test.at("event").get<std::string>()),
              test.at("expect").get<std::string>())
        << test.at("label") << ": " << pattern;
    ++cases;
  }
  EXPECT_EQ(cases, kCases);
}

}  // namespace
}  // namespace eventbus
