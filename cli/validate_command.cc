#include "cli/validate_command.h"

#include "absl/status/statusor.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/event_formats.h"
#include "cli/input_events.h"
#include "cli/input_lines.h"
#include "cli/streams.h"
#include "cloudevents/internal/abseil_strings.h"

namespace eventbus::cli {
namespace {

using ::cloudevents::internal::Cat;
using ::cloudevents::internal::Message;

constexpr Flag kFormatFlag = {
    .name = "format",
    .value = "FORMAT",
    .summary =
        "json (the default), json-batch, protobuf, protobuf-batch, xml, xml-batch, avro or "
        "cbor"};
constexpr Flag kFlags[] = {kFormatFlag, kBase64Flag, kMaxLineBytesFlag};

absl::StatusOr<ExitCode> Run(const Arguments& arguments, const Streams& streams) {
  const absl::StatusOr<FormatChoice> format = ChooseFormat(arguments, kFormatFlag);
  if (!format.ok()) return format.status();
  bool all_valid = true;
  const absl::StatusOr<ExitCode> read =
      ForEachEvent(arguments, *format, streams, [&](const InputEvent& input) {
        if (input.event.ok()) return streams.out->Write(Cat(input.place, ": ok\n"));
        all_valid = false;
        return streams.out->Write(
            Cat(input.place, ": error: ", OneLine(Message(input.event.status())), "\n"));
      });
  return read.ok() && !all_valid ? ExitCode::kFailure : read;
}

}  // namespace

Command ValidateCommand() {
  return {
      .name = "validate",
      .summary = "check CloudEvents, one a line or in other formats",
      .operands = "[FILE...]",
      .description =
          "Reads CloudEvents from the files or standard input, by default in the JSON format and\n"
          "one a line, and prints one line for each: its line number (with the file's name, where\n"
          "there is one) and \"ok\", or \"error\" and the attribute, the rule and the value that\n"
          "broke it. Blank lines are left out. Other formats are one event, or one batch, a file;\n"
          "events of a batch are counted from 0. Goes on after an error and then exits with 1.\n",
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
