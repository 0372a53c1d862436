#include "cli/validate_command.h"

#include <fstream>
#include <string>
#include <string_view>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/run_command.h"

namespace eventbus::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::StartsWith;

constexpr std::string_view kGood = R"({"specversion":"1.0","id":"1","source":"/s","type":"t"})";

std::string Lines(std::initializer_list<std::string_view> lines) {
  std::string text;
  for (const std::string_view line : lines) text.append(line).append("\n");
  return text;
}

CommandResult Validate(std::string_view in) { return RunCommand(ValidateCommand(), {}, in); }

TEST(ValidateCommandTest, ALineForEachEvent) {
  const CommandResult result = Validate(
      Lines({kGood, R"({"specversion":"1.0","id":"2","source":"/s","type":"t","data":[1e400]})"}));
  EXPECT_EQ(result.code, 0);
  EXPECT_EQ(result.out, "line 1: ok\nline 2: ok\n");
  EXPECT_EQ(result.err, "");
}

TEST(ValidateCommandTest, EventsOfVersion03AreReadToo) {
  EXPECT_EQ(Validate(R"({"specversion":"0.3","id":"1","source":"/s","type":"t"})").out,
            "line 1: ok\n");
}

TEST(ValidateCommandTest, NothingIsFine) {
  EXPECT_EQ(Validate("").code, 0);
  EXPECT_EQ(Validate("").out, "");
}

TEST(ValidateCommandTest, BlankLinesCountButHaveNoResult) {
  const CommandResult result =
      Validate("\n \t\r\n" + std::string(kGood) + "\r\n\n" + std::string(kGood));
  EXPECT_EQ(result.code, 0);
  EXPECT_EQ(result.out, "line 3: ok\nline 5: ok\n");
}

TEST(ValidateCommandTest, GoesOnAfterABadLine) {
  const CommandResult result = Validate(Lines({kGood, "{}", kGood}));
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.out, MatchesRegex("line 1: ok\nline 2: error: [^\n]*\nline 3: ok\n"));
}

TEST(ValidateCommandTest, SaysWhatIsWrong) {
  struct Case {
    std::string_view line, error;
  };
  constexpr Case kCases[] = {
      {R"({"specversion":"1.0","source":"/s","type":"t"})", "\"id\""},
      {R"({"specversion":"1.0","id":"","source":"/s","type":"t"})", "\"id\""},
      {R"({"specversion":"0.2","id":"1","source":"/s","type":"t"})", "\"specversion\""},
      {R"({"specversion":"0.3","id":"1","source":"/s","type":"t","subject":""})", "\"subject\""},
      {R"({"specversion":"1.0","id":"1","source":"/s","type":"t","time":"noon"})", "noon"},
      {R"({"specversion":"1.0","id":"1","source":"/s","type":"t","Bad":"x"})", "Bad"},
      {R"({"specversion":"1.0","id":"1","source":"/s","type":"t","n":2147483648})", "2147483648"},
      {R"({"specversion":"1.0","id":"1","source":"/s","type":"t","data":[1,]})", "byte"},
      {R"({"specversion":"1.0","id":"1","source":"/s","type":"t"} x)", "byte"},
      {"[]", ""},
      {"null", ""},
      {"nonsense", ""},
  };
  for (const Case& test : kCases) {
    const CommandResult result = Validate(Lines({test.line}));
    EXPECT_EQ(result.code, 1) << test.line;
    EXPECT_THAT(result.out, AllOf(StartsWith("line 1: error: "), HasSubstr(test.error)))
        << test.line;
  }
}

TEST(ValidateCommandTest, AnyBytesGiveOneResultALine) {
  const std::string_view broken[] = {
      std::string_view("\0", 1),
      std::string_view("{\"id\":\"\0\"}", 10),
      "\xff\xfe",
      "{\"id\":\"\xc3\"}",
      "\xef\xbb\xbf{}",
      "{\"a\rb\":1}",
      "\x1b[2J",
      "\"",
      "{",
      "}",
  };
  for (const std::string_view line : broken) {
    const CommandResult result = Validate(std::string(line) + "\n" + std::string(kGood) + "\n");
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.out, MatchesRegex("line 1: error: [ -~]*\nline 2: ok\n"));
  }
  const std::string deep(100'000, '[');
  EXPECT_THAT(Validate(deep + "\n" + std::string(kGood)).out,
              MatchesRegex("line 1: error: [^\n]*\nline 2: ok\n"));
}

TEST(ValidateCommandTest, LongLinesAreBad) {
  const std::string in = Lines({std::string(200, 'x'), kGood});
  const CommandResult result = RunCommand(ValidateCommand(), {"--max-line-bytes=100"}, in);
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.out,
            "line 1: error: the line is longer than the limit (--max-line-bytes) of 100 bytes\n"
            "line 2: ok\n");
  EXPECT_EQ(RunCommand(ValidateCommand(), {"--max-line-bytes=0"}, "").code, 2);
  EXPECT_EQ(RunCommand(ValidateCommand(), {"--max-line-bytes=1k"}, "").code, 2);
}

TEST(ValidateCommandTest, AHugeEventIsReadWhereTheLimitAllows) {
  const std::string data(17 << 20, 'x');
  const std::string event =
      R"({"specversion":"1.0","id":"1","source":"/s","type":"t","data":")" + data + "\"}";
  EXPECT_EQ(Validate(event).code, 1);
  EXPECT_EQ(RunCommand(ValidateCommand(), {"--max-line-bytes=20000000"}, event).out,
            "line 1: ok\n");
}

TEST(ValidateCommandTest, ReadsFilesAndNamesThem) {
  const std::string path = ::testing::TempDir() + "/validate_command_test.ndjson";
  std::ofstream(path) << kGood << "\n{}\n";
  const CommandResult result =
      RunCommand(ValidateCommand(), {path, "no/such.ndjson", "/", "-"}, std::string(kGood) + "\n");
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.out, AllOf(StartsWith(path + ":1: ok\n" + path + ":2: error: "),
                                ::testing::EndsWith("\nline 1: ok\n")));
  EXPECT_EQ(result.err,
            "error: cannot open no/such.ndjson: No such file or directory\n"
            "error: cannot read /: Is a directory\n");
}

TEST(ValidateCommandTest, AMissingFileAloneFails) {
  const CommandResult result = RunCommand(ValidateCommand(), {"no/such.ndjson"}, "");
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.out, "");
}

TEST(ValidateCommandTest, AClosedOutputEndsIt) {
  const CommandResult result =
      RunCommand(ValidateCommand(), {}, Lines({kGood, kGood}), /*out_limit=*/15);
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.out, "line 1: ok\n");
  EXPECT_EQ(result.err, "eventbus validate: cannot write test output: Broken pipe\n");
}

}  // namespace
}  // namespace eventbus::cli
