// A subcommand, as a value: what it is called, what it takes, and what it does.
//
//   constexpr Flag kFlags[] = {...};
//   absl::StatusOr<ExitCode> RunValidate(const Arguments& arguments, const Streams& streams);
//   Command ValidateCommand() {
//     return {.name = "validate", .summary = "...", .flags = kFlags, .run = RunValidate, ...};
//   }
//
// cli/program.h finds the command, parses its arguments, prints its help and its errors.
#ifndef CLI_COMMAND_H_
#define CLI_COMMAND_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cli/arguments.h"
#include "cli/streams.h"

namespace eventbus::cli {

// What the process ends with.
enum class ExitCode : int {
  kSuccess = 0,
  kFailure = 1,  // a bad line, an event that was not delivered, a file or stream that failed
  kUsage = 2,    // the call itself is wrong; nothing was done
};

// The views are to string literals.
struct Command {
  std::string_view name;
  std::string_view summary;      // one line, in the program's help
  std::string_view operands;     // such as "URL [FILE...]"
  std::string_view description;  // for the command's own help; ends with a line end
  std::string_view example;      // lines to type and what they print; ends with a line end
  absl::Span<const Flag> flags;

  // Does the work. What concerns one line or event is printed, and makes the code kFailure; the
  // returned Status ends the command: InvalidArgument if the call is wrong (kUsage), anything else
  // if it cannot go on (kFailure).
  absl::StatusOr<ExitCode> (*run)(const Arguments& arguments, const Streams& streams) = nullptr;
};

}  // namespace eventbus::cli

#endif  // CLI_COMMAND_H_
