#include "cli/match_command.h"

#include <string>
#include <string_view>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/run_command.h"

namespace eventbus::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::StartsWith;

constexpr std::string_view kOrder120 =
    R"({"specversion":"1.0","id":"1","source":"/shop","type":"order","data":{"total":1.20e2}})";
constexpr std::string_view kOrder9 =
    R"( {"type":"order", "specversion":"1.0","id":"2","source":"/shop","data":{"total":9}}  )";
constexpr std::string_view kRefund =
    R"({"specversion":"1.0","id":"3","source":"/shop","type":"refund","region":"eu"})";

std::string Lines(std::initializer_list<std::string_view> lines) {
  std::string text;
  for (const std::string_view line : lines) text.append(line).append("\n");
  return text;
}

CommandResult Match(std::string_view pattern, std::string_view in) {
  return RunCommand(MatchCommand(), {"--pattern", pattern}, in);
}

TEST(MatchCommandTest, PrintsTheEventsThatMatchUnchanged) {
  struct Case {
    std::string_view pattern;
    std::string out;
  };
  const Case cases[] = {
      {R"({"type": ["order"]})", Lines({kOrder120, kOrder9})},
      {R"({"type": ["order", "refund"]})", Lines({kOrder120, kOrder9, kRefund})},
      {R"({"data": {"total": [{"numeric": [">", 100]}]}})", Lines({kOrder120})},
      {R"({"data": {"total": [120, 9]}})", Lines({kOrder120, kOrder9})},
      {R"({"region": [{"prefix": "e"}]})", Lines({kRefund})},
      {R"({"subject": [{"exists": true}]})", ""},
  };
  for (const Case& test : cases) {
    const CommandResult result = Match(test.pattern, Lines({kOrder120, kOrder9, kRefund}));
    EXPECT_EQ(result.code, 0) << test.pattern;
    EXPECT_EQ(result.out, test.out) << test.pattern;
    EXPECT_EQ(result.err, "") << test.pattern;
  }
}

TEST(MatchCommandTest, KeepsCarriageReturnsAndEndsTheLastLine) {
  const std::string in = "\r\n" + std::string(kOrder120) + "\r\n" + std::string(kOrder9);
  EXPECT_EQ(Match(R"({"type":["order"]})", in).out,
            std::string(kOrder120) + "\r\n" + std::string(kOrder9) + "\n");
}

TEST(MatchCommandTest, GoesOnAfterABadLine) {
  const CommandResult result =
      Match(R"({"type": ["order"]})", Lines({"{}", kOrder9, "\xff", "", kOrder120}));
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.out, Lines({kOrder9, kOrder120}));
  EXPECT_THAT(result.err, MatchesRegex("line 1: error: [^\n]*\nline 3: error: [^\n]*\n"));
}

TEST(MatchCommandTest, TheEventBridgeViewTakesEventsAsAwsWritesThem) {
  constexpr std::string_view kStopped =
      R"({"version":"0","id":"1","detail-type":"State-change","source":"aws.ec2",)"
      R"("account":"1","time":"2020-01-01T00:00:00Z","region":"eu","resources":[],)"
      R"("detail":{"state":"stopped"}})";
  const std::string in = Lines({kStopped, R"({"detail":{"state":"running"}})", "[1]", "{"});
  const CommandResult result =
      RunCommand(MatchCommand(),
                 {"--view=eventbridge", "--pattern", R"({"detail": {"state": ["stopped"]}})"}, in);
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.out, Lines({kStopped}));
  EXPECT_THAT(result.err, MatchesRegex("line 3: error: [^\n]*\nline 4: error: [^\n]*\n"));
}

TEST(MatchCommandTest, ExplainsOnStandardError) {
  const CommandResult result =
      RunCommand(MatchCommand(), {"--explain", "--pattern", R"({"data":{"total":[9]}})"},
                 Lines({kOrder120, kOrder9}));
  EXPECT_EQ(result.code, 0);
  EXPECT_EQ(result.out, Lines({kOrder9}));
  EXPECT_THAT(result.err, MatchesRegex("line 1: no match: [^\n]*total[^\n]*\nline 2: match\n"));
}

TEST(MatchCommandTest, WrongUsage) {
  EXPECT_EQ(RunCommand(MatchCommand(), {}, "").code, 2);
  EXPECT_EQ(RunCommand(MatchCommand(), {"--pairs", "--pattern={}"}, "").code, 2);
  const CommandResult pattern = Match(R"({"type": "order"})", "");
  EXPECT_EQ(pattern.code, 2);
  EXPECT_THAT(pattern.err, StartsWith("eventbus match: --pattern: "));
  const CommandResult view = RunCommand(MatchCommand(), {"--pairs", "--view=kafka"}, "");
  EXPECT_EQ(view.code, 2);
  EXPECT_THAT(view.err, HasSubstr("--view must be cloudevents or eventbridge, not \"kafka\""));
}

TEST(MatchCommandTest, AnswersPairs) {
  struct Case {
    std::string_view line;
    std::string_view out;  // a regular expression
    int code;
  };
  constexpr Case kCases[] = {
      {R"({"pattern":{"type":["a"]},"event":{"type":"a"}})", "true\n", 0},
      {R"({"pattern":{"type":["a"]},"event":{"type":"b"}})", "false\n", 0},
      {R"({"pattern":"{\"type\":[\"a\"]}","event":"{\"type\":\"a\"}"})", "true\n", 0},
      {R"({"expect":7,"event":{"n":3e2},"pattern":{"n":[300.0]},"label":null})", "true\n", 0},
      // A refused pattern is an answer.
      {R"({"pattern":{"type":"a"},"event":{}})", "invalid: [ -~]+\n", 0},
      {R"({"pattern":"{","event":{}})", "invalid: [ -~]+\n", 0},
      {R"({"pattern":5,"event":{}})", "invalid: [ -~]+\n", 0},
      // What is no pair is an answer too, so that answers and lines agree, but fails the run.
      {R"({"pattern":{"type":["a"]},"event":[]})", "invalid: event: [ -~]+\n", 1},
      {R"({"pattern":{"type":["a"]},"event":"{"})", "invalid: event: [ -~]+\n", 1},
      {R"({"pattern":{"type":["a"]}})", "invalid: the line has no member \"event\"\n", 1},
      {"\xff", "invalid: the line is not UTF-8\n", 1},
      {std::string_view("{\0}", 3), "invalid: [ -~]+\n", 1},
      {"  \r", "", 0},
  };
  for (const Case& test : kCases) {
    const CommandResult result = RunCommand(MatchCommand(), {"--pairs"}, Lines({test.line}));
    EXPECT_EQ(result.code, test.code) << test.line;
    EXPECT_THAT(result.out, MatchesRegex(std::string(test.out))) << test.line;
    EXPECT_THAT(result.err, IsEmpty()) << test.line;
  }
}

TEST(MatchCommandTest, PairsHonourTheView) {
  constexpr std::string_view kPair =
      R"({"pattern":{"detail-type":["a"]},"event":{"detail-type":"a"}})";
  EXPECT_EQ(RunCommand(MatchCommand(), {"--pairs", "--view", "eventbridge"}, kPair).out, "true\n");
}

TEST(MatchCommandTest, ExplainsPairs) {
  const CommandResult result = RunCommand(MatchCommand(), {"--pairs", "--explain"},
                                          R"({"pattern":{"type":["a"]},"event":{"type":"b"}})");
  EXPECT_EQ(result.out, "false\n");
  EXPECT_THAT(result.err, MatchesRegex("line 1: no match: [^\n]*type[^\n]*\n"));
}

TEST(MatchCommandTest, LongLinesAreBad) {
  const std::string in = Lines({std::string(500, 'x'), kOrder9});
  const CommandResult match =
      RunCommand(MatchCommand(), {"--max-line-bytes=200", R"(--pattern={"type":["order"]})"}, in);
  EXPECT_EQ(match.code, 1);
  EXPECT_EQ(match.out, Lines({kOrder9}));
  EXPECT_THAT(match.err, StartsWith("line 1: error: the line is longer than"));
  const CommandResult pairs =
      RunCommand(MatchCommand(), {"--max-line-bytes=200", "--pairs"}, std::string(500, 'x'));
  EXPECT_EQ(pairs.code, 1);
  EXPECT_THAT(pairs.out, StartsWith("invalid: the line is longer than"));
}

TEST(MatchCommandTest, AClosedOutputEndsIt) {
  const CommandResult result = RunCommand(MatchCommand(), {R"(--pattern={"type":["order"]})"},
                                          Lines({kOrder120}), /*out_limit=*/5);
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.err, "eventbus match: cannot write test output: Broken pipe\n");
}

}  // namespace
}  // namespace eventbus::cli
