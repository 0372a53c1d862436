#include "cli/program.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/streams.h"
#include "cloudevents/internal/abseil_strings.h"

namespace eventbus::cli {
namespace {

using ::cloudevents::internal::Cat;
using ::cloudevents::internal::Message;

// A line of a table whose first column is `width` wide.
std::string Row(std::string_view left, std::string_view right, std::size_t width) {
  return Cat("  ", left, std::string(width - left.size() + 2, ' '), right, "\n");
}

std::string ProgramHelp(std::string_view program, absl::Span<const Command> commands) {
  std::size_t width = 0;
  for (const Command& command : commands) width = std::max(width, command.name.size());
  std::string help = Cat("Usage: ", program, " COMMAND [ARGUMENT...]\n\nCommands:\n");
  for (const Command& command : commands) help += Row(command.name, command.summary, width);
  help += Cat("\n'", program, " COMMAND --help' says more about one and shows an example.\n",
              "Exit codes: 0 all is well; 1 a line, an event or a file failed; 2 wrong usage.\n");
  return help;
}

std::string FlagColumn(const Flag& flag) {
  return Cat("--", flag.name, flag.value.empty() ? "" : "=", flag.value);
}

std::string CommandHelp(std::string_view program, const Command& command) {
  std::string help = Cat("Usage: ", program, " ", command.name, " [FLAG...] ", command.operands,
                         "\n\n", command.description, "\nFlags:\n");
  constexpr std::string_view kHelp = "--help";
  std::size_t width = kHelp.size();
  for (const Flag& flag : command.flags) width = std::max(width, FlagColumn(flag).size());
  for (const Flag& flag : command.flags) help += Row(FlagColumn(flag), flag.summary, width);
  help += Row(kHelp, "print this and do nothing", width);
  help += Cat("\nExample:\n", command.example);
  return help;
}

bool AsksForHelp(std::string_view arg) { return arg == "--help" || arg == "-h"; }

// Whether a flag of `args` asks for help. A value that looks like it ("--pattern --help") does too.
bool AnyAsksForHelp(absl::Span<const std::string_view> args) {
  const auto flags_end = std::find(args.begin(), args.end(), "--");
  return std::any_of(args.begin(), flags_end, AsksForHelp);
}

// One call, with what its errors and help need.
class Call {
 public:
  Call(std::string_view program, absl::Span<const Command> commands, const Streams& streams)
      : program_(program), commands_(commands), streams_(streams) {}

  ExitCode Run(absl::Span<const std::string_view> args) const {
    if (args.empty()) {
      Print(streams_.err, ProgramHelp(program_, commands_));
      return ExitCode::kUsage;
    }
    const bool is_help = args[0] == "help" || AsksForHelp(args[0]);
    if (is_help && args.size() == 1) return PrintHelp(ProgramHelp(program_, commands_));
    const std::string_view name = is_help ? args[1] : args[0];
    const auto command = std::find_if(commands_.begin(), commands_.end(),
                                      [&](const Command& known) { return known.name == name; });
    if (command == commands_.end()) return UnknownCommand(name);
    if (is_help || AnyAsksForHelp(args.subspan(1))) {
      return PrintHelp(CommandHelp(program_, *command));
    }
    return RunCommand(*command, args.subspan(1));
  }

 private:
  ExitCode RunCommand(const Command& command, absl::Span<const std::string_view> args) const {
    absl::StatusOr<Arguments> arguments = Arguments::Parse(args, command.flags);
    if (!arguments.ok()) return Fail(command.name, arguments.status());
    const absl::StatusOr<ExitCode> code = command.run(*arguments, streams_);
    if (!code.ok()) return Fail(command.name, code.status());
    const absl::Status flushed = streams_.out->Flush();
    return flushed.ok() ? *code : Fail(command.name, flushed);
  }

  ExitCode PrintHelp(std::string_view help) const {
    absl::Status written = streams_.out->Write(help);
    if (written.ok()) written = streams_.out->Flush();
    return written.ok() ? ExitCode::kSuccess : Fail("help", written);
  }

  ExitCode UnknownCommand(std::string_view name) const {
    Print(streams_.err,
          Cat(program_, ": unknown command \"", name, "\"\n\n", ProgramHelp(program_, commands_)));
    return ExitCode::kUsage;
  }

  ExitCode Fail(std::string_view command, const absl::Status& status) const {
    // What was answered before the failure is worth having; if the output is what failed, this
    // fails again and changes nothing.
    streams_.out->Flush().IgnoreError();
    std::string text = Cat(program_, " ", command, ": ", Message(status), "\n");
    const bool usage = absl::IsInvalidArgument(status);
    if (usage) text += Cat("Try '", program_, " ", command, " --help'.\n");
    Print(streams_.err, text);
    return usage ? ExitCode::kUsage : ExitCode::kFailure;
  }

  // For standard error: where that fails too, nobody is left to be told.
  static void Print(Output* output, std::string_view text) {
    output->Write(text).IgnoreError();
    output->Flush().IgnoreError();
  }

  std::string_view program_;
  absl::Span<const Command> commands_;
  const Streams& streams_;
};

}  // namespace

ExitCode RunProgram(std::string_view program, absl::Span<const Command> commands,
                    absl::Span<const std::string_view> args, const Streams& streams) {
  const ExitCode code = Call(program, commands, streams).Run(args);
  streams.err->Flush().IgnoreError();
  return code;
}

}  // namespace eventbus::cli
