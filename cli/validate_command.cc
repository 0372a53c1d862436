#include "cli/validate_command.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/input_lines.h"
#include "cli/streams.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/json_format.h"
#include "cloudevents/internal/abseil_strings.h"

namespace eventbus::cli {
namespace {

using ::cloudevents::internal::Cat;
using ::cloudevents::internal::Message;

constexpr Flag kFlags[] = {kMaxLineBytesFlag};

absl::Status CheckLine(InputLine line) {
  if (!line.status.ok()) return line.status;
  cloudevents::DecodeOptions options;
  options.limits.max_bytes = line.text.size();  // the line's own limit is the only one
  return cloudevents::DecodeJson(std::move(line.text), options).status();
}

absl::StatusOr<ExitCode> Run(const Arguments& arguments, const Streams& streams) {
  bool all_valid = true;
  const absl::StatusOr<ExitCode> read =
      ForEachLine(arguments, arguments.operands(), streams, [&](InputLine line) {
        const std::string place = OneLine(line.place);
        const absl::Status valid = CheckLine(std::move(line));
        if (valid.ok()) return streams.out->Write(Cat(place, ": ok\n"));
        all_valid = false;
        return streams.out->Write(Cat(place, ": error: ", OneLine(Message(valid)), "\n"));
      });
  return read.ok() && !all_valid ? ExitCode::kFailure : read;
}

}  // namespace

Command ValidateCommand() {
  return {
      .name = "validate",
      .summary = "check CloudEvents, one a line",
      .operands = "[FILE...]",
      .description =
          "Reads CloudEvents in the JSON format, one a line, from the files or standard input, "
          "and\n"
          "prints one line for each: its line number (with the file's name, where there is one)\n"
          "and \"ok\", or \"error\" and the attribute, the rule and the value that broke it. "
          "Blank\n"
          "lines are left out. Goes on after an error and then exits with 1.\n",
      .example =
          R"(  $ printf '%s\n' '{"specversion":"1.0","id":"1","source":"/shop","type":"order"}' '{}' |
      eventbus validate
  line 1: ok
  line 2: error: attribute "specversion": it is required, and missing
)",
      .flags = kFlags,
      .run = Run,
  };
}

}  // namespace eventbus::cli
