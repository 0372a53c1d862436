// Runs a command in the test's process, as main() would.
//
//   const CommandResult result = RunCommand(ValidateCommand(), {"--max-line-bytes=9"}, "{}\n");
//   EXPECT_EQ(result.code, 1);
#ifndef TESTS_CLI_RUN_COMMAND_H_
#define TESTS_CLI_RUN_COMMAND_H_

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "cli/program.h"
#include "tests/cli/string_streams.h"

namespace eventbus::cli {

struct CommandResult {
  int code = 0;
  std::string out;
  std::string err;
};

// `out_limit`: after how many bytes standard output fails, as a closed pipe does.
inline CommandResult RunCommand(const Command& command, std::vector<std::string_view> args,
                                std::string_view in, std::size_t out_limit = std::string::npos) {
  const Command commands[] = {command};
  args.insert(args.begin(), command.name);
  TestStreams streams(in, out_limit);
  const ExitCode code = RunProgram("eventbus", commands, args, streams.get());
  return {static_cast<int>(code), streams.out(), streams.err()};
}

}  // namespace eventbus::cli

#endif  // TESTS_CLI_RUN_COMMAND_H_
