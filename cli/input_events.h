// The events that a command is to read, in any format: those of its files, or of standard input.
//
//   absl::StatusOr<ExitCode> code = ForEachEvent(arguments, format, streams, [&](InputEvent input)
//   {
//     return streams.out->Write(...);
//   });
#ifndef CLI_INPUT_EVENTS_H_
#define CLI_INPUT_EVENTS_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/event_formats.h"
#include "cli/streams.h"
#include "cloudevents/event.h"

namespace eventbus::cli {

struct InputEvent {
  // Where it stands, as one line for people: "line 3", "orders.ndjson:3", "standard input",
  // "order.xml", or "orders.pb, event 0".
  std::string place;
  absl::StatusOr<cloudevents::Event> event;  // or why the line, the file or the batch is none
};

// Calls `handle` for each event of each operand of `arguments`, in order; "-", or no file at all,
// is standard input. A batch is refused whole. Blank lines, and otherwise what ForEachLine and
// ForEachFile (input_lines.h) say, with the flag kMaxLineBytesFlag, hold here.
absl::StatusOr<ExitCode> ForEachEvent(const Arguments& arguments, const FormatChoice& format,
                                      const Streams& streams,
                                      const std::function<absl::Status(InputEvent)>& handle);

}  // namespace eventbus::cli

#endif  // CLI_INPUT_EVENTS_H_
