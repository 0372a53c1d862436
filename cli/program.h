// The program around the subcommands: finds the one that is called, and prints help and errors.
//
//   const Command commands[] = {ValidateCommand(), MatchCommand()};
//   ExitCode code = RunProgram("eventbus", commands, args, streams);
#ifndef CLI_PROGRAM_H_
#define CLI_PROGRAM_H_

#include <string_view>

#include "absl/types/span.h"
#include "cli/command.h"
#include "cli/streams.h"

namespace eventbus::cli {

// Runs `args[0]` of `commands` with the other arguments. "--help", "-h" or "help" (then perhaps a
// command's name) instead of a command, or "--help" or "-h" among a command's flags, prints help
// and succeeds. Every error goes to `streams.err` as one line that begins with the program's name.
// Both outputs are flushed; if standard output cannot be, the code is kFailure.
ExitCode RunProgram(std::string_view program, absl::Span<const Command> commands,
                    absl::Span<const std::string_view> args, const Streams& streams);

}  // namespace eventbus::cli

#endif  // CLI_PROGRAM_H_
