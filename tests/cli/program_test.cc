#include "cli/program.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/streams.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/string_streams.h"

namespace eventbus::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr Flag kEchoFlags[] = {{.name = "times", .value = "N", .summary = "how often"}};

absl::StatusOr<ExitCode> Echo(const Arguments& arguments, const Streams& streams) {
  const absl::StatusOr<std::int64_t> times = arguments.Integer("times", 1, 1, 9);
  if (!times.ok()) return times.status();
  for (std::int64_t i = 0; i < *times; ++i) {
    for (const std::string_view operand : arguments.operands()) {
      const absl::Status written = streams.out->Write(operand);
      if (!written.ok()) return written;
    }
  }
  return arguments.operands().empty() ? ExitCode::kFailure : ExitCode::kSuccess;
}

struct Result {
  ExitCode code;
  std::string out;
  std::string err;
};

Result RunWith(std::vector<std::string_view> args, std::size_t out_limit = std::string::npos) {
  const Command commands[] = {
      {.name = "echo",
       .summary = "say it again",
       .operands = "WORD...",
       .description = "Says the words.\n",
       .example = "  $ prog echo a\n  a\n",
       .flags = kEchoFlags,
       .run = Echo},
      {.name = "fail",
       .summary = "fail",
       .run = [](const Arguments&, const Streams&) -> absl::StatusOr<ExitCode> {
         return absl::UnavailableError("out of order");
       }},
  };
  TestStreams streams("", out_limit);
  const ExitCode code = RunProgram("prog", commands, args, streams.get());
  return {code, streams.out(), streams.err()};
}

TEST(ProgramTest, RunsTheCommandWithItsArguments) {
  const Result result = RunWith({"echo", "--times=2", "ab", "c"});
  EXPECT_EQ(result.code, ExitCode::kSuccess);
  EXPECT_EQ(result.out, "abcabc");
  EXPECT_EQ(result.err, "");
  EXPECT_EQ(RunWith({"echo"}).code, ExitCode::kFailure);
}

TEST(ProgramTest, HelpGoesToStandardOutput) {
  for (const std::string_view ask : {"--help", "-h", "help"}) {
    const Result result = RunWith({ask});
    EXPECT_EQ(result.code, ExitCode::kSuccess);
    EXPECT_THAT(result.out, StartsWith("Usage: prog COMMAND"));
    EXPECT_THAT(result.out, HasSubstr("  echo  say it again\n  fail  fail\n"));
    EXPECT_EQ(result.err, "");
  }
}

TEST(ProgramTest, EachCommandHasHelp) {
  constexpr std::string_view kHelp =
      "Usage: prog echo [FLAG...] WORD...\n\nSays the words.\n\nFlags:\n"
      "  --times=N  how often\n"
      "  --help     print this and do nothing\n"
      "\nExample:\n  $ prog echo a\n  a\n";
  EXPECT_EQ(RunWith({"echo", "--help"}).out, kHelp);
  EXPECT_EQ(RunWith({"echo", "--bad", "-h"}).out, kHelp);
  EXPECT_EQ(RunWith({"help", "echo"}).out, kHelp);
  EXPECT_EQ(RunWith({"echo", "--help"}).code, ExitCode::kSuccess);
  EXPECT_EQ(RunWith({"echo", "--", "--help"}).out, "--help");
}

TEST(ProgramTest, WrongUsageIsTwo) {
  Result result = RunWith({});
  EXPECT_EQ(result.code, ExitCode::kUsage);
  EXPECT_THAT(result.err, StartsWith("Usage: prog"));
  EXPECT_EQ(result.out, "");

  result = RunWith({"sing"});
  EXPECT_EQ(result.code, ExitCode::kUsage);
  EXPECT_THAT(result.err, StartsWith("prog: unknown command \"sing\"\n\nUsage: prog"));

  result = RunWith({"echo", "--loud"});
  EXPECT_EQ(result.code, ExitCode::kUsage);
  EXPECT_EQ(result.err,
            "prog echo: unknown flag --loud; there are --times\nTry 'prog echo --help'.\n");

  result = RunWith({"echo", "--times=x"});
  EXPECT_EQ(result.code, ExitCode::kUsage);
  EXPECT_THAT(result.err, HasSubstr("--times must be a number from 1 to 9"));
}

TEST(ProgramTest, OtherFailuresAreOne) {
  const Result result = RunWith({"fail"});
  EXPECT_EQ(result.code, ExitCode::kFailure);
  EXPECT_EQ(result.err, "prog fail: out of order\n");
}

TEST(ProgramTest, AClosedOutputIsAnError) {
  Result result = RunWith({"echo", "ab", "cd"}, /*out_limit=*/3);
  EXPECT_EQ(result.code, ExitCode::kFailure);
  EXPECT_EQ(result.err, "prog echo: cannot write test output: Broken pipe\n");
  result = RunWith({"--help"}, /*out_limit=*/0);
  EXPECT_EQ(result.code, ExitCode::kFailure);
}

}  // namespace
}  // namespace eventbus::cli
