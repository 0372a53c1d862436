// AWS's own verdicts on patterns and events, answered by `eventbus match --pairs`.
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <string_view>

#include "cli/match_command.h"
#include "gtest/gtest.h"
#include "tests/cli/run_command.h"

namespace eventbus::cli {
namespace {

// The answer that a verdict of the file asks for; "invalid: WHY" is cut down to "invalid".
std::string_view AnswerFor(std::string_view verdict) {
  if (verdict == "match") return "true";
  if (verdict == "no-match") return "false";
  return "invalid";
}

TEST(MatchConformanceTest, AgreesWithAws) {
  const char* shared = std::getenv("EVENTBUS_SHARED");
  ASSERT_NE(shared, nullptr) << "EVENTBUS_SHARED does not name the folder of conformance data";
  const std::string path = std::string(shared) + "/conformance/eventbridge/aws-validated.jsonl";
  std::ifstream file(path);
  ASSERT_TRUE(file.is_open()) << "no conformance data at " << path;

  const CommandResult result =
      RunCommand(MatchCommand(), {"--pairs", "--view=eventbridge", path}, "");
  EXPECT_EQ(result.code, 0) << result.err;
  std::istringstream answers(result.out);
  int cases = 0;
  for (std::string line, answer; std::getline(file, line); ++cases) {
    ASSERT_TRUE(std::getline(answers, answer)) << "no answer for line " << cases + 1;
    const nlohmann::json test = nlohmann::json::parse(line);
    EXPECT_EQ(answer.substr(0, answer.find(':')), AnswerFor(test.at("expect").get<std::string>()))
        << test.at("label") << ": " << answer;
  }
  EXPECT_GT(cases, 0);
  EXPECT_EQ(answers.rdbuf()->in_avail(), 0) << "more answers than lines";
}

}  // namespace
}  // namespace eventbus::cli
