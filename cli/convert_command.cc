#include "cli/convert_command.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/event_formats.h"
#include "cli/event_writer.h"
#include "cli/input_events.h"
#include "cli/input_lines.h"
#include "cli/streams.h"
#include "cloudevents/internal/abseil_strings.h"

namespace eventbus::cli {
namespace {

using ::cloudevents::internal::Cat;
using ::cloudevents::internal::Message;

constexpr Flag kFromFlag = {
    .name = "from", .value = "FORMAT", .summary = "the input's format (default json)"};
constexpr Flag kToFlag = {
    .name = "to", .value = "FORMAT", .summary = "the output's format (default json)"};
constexpr Flag kFlags[] = {kFromFlag, kToFlag, kBase64Flag, kMaxLineBytesFlag};

absl::StatusOr<ExitCode> Run(const Arguments& arguments, const Streams& streams) {
  const absl::StatusOr<FormatChoice> from = ChooseFormat(arguments, kFromFlag);
  if (!from.ok()) return from.status();
  const absl::StatusOr<FormatChoice> to = ChooseFormat(arguments, kToFlag);
  if (!to.ok()) return to.status();

  EventWriter writer(*to, streams.out);
  bool all_converted = true;
  const absl::StatusOr<ExitCode> read =
      ForEachEvent(arguments, *from, streams, [&](const InputEvent& input) {
        absl::Status status = input.event.status();
        if (status.ok()) status = writer.Write(*input.event);
        // What the event itself is to blame for is told; a failure of the output ends it all.
        if (status.ok() || !absl::IsInvalidArgument(status)) return status;
        all_converted = false;
        return streams.err->Write(Cat(input.place, ": error: ", OneLine(Message(status)), "\n"));
      });
  if (!read.ok()) return read;
  const absl::Status finished = writer.Finish();
  if (absl::IsUnavailable(finished)) return finished;
  if (!finished.ok()) {  // the events are to blame, not the call
    all_converted = false;
    const absl::Status told = streams.err->Write(Cat("error: ", OneLine(Message(finished)), "\n"));
    if (!told.ok()) return told;
  }
  return all_converted ? *read : ExitCode::kFailure;
}

}  // namespace

Command ConvertCommand() {
  return {
      .name = "convert",
      .summary = "turn CloudEvents of one format into another",
      .operands = "[FILE...]",
      .description =
          "Reads CloudEvents from the files or standard input and writes them in another format.\n"
          "FORMAT is one of:\n"
          "  json                               one event a line\n"
          "  protobuf, xml, avro, cbor          one event, the whole file\n"
          "  json-batch, protobuf-batch, xml-batch\n"
          "                                     any number of events, the whole file\n"
          "With --base64-lines the formats of one event a file are one event a line, in base64.\n"
          "An event that is bad, or that the other format cannot say, is told on standard error;\n"
          "the others are converted, and the exit code is 1.\n",
      .example =
          R"(  $ echo '{"specversion":"1.0","id":"1","source":"/shop","type":"order"}' |
      eventbus convert --to protobuf | eventbus convert --from protobuf --to xml
  <?xml version="1.0" encoding="UTF-8"?>
  <ce:event xmlns:ce="http://cloudevents.io/xmlformat/V1" ...
)",
      .flags = kFlags,
      .run = Run,
  };
}

}  // namespace eventbus::cli
