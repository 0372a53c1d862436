// A line that holds one event.
//
//   absl::StatusOr<cloudevents::Event> event = DecodeLine(std::move(line));
#ifndef CLI_EVENT_LINE_H_
#define CLI_EVENT_LINE_H_

#include "absl/status/statusor.h"
#include "cli/input_lines.h"
#include "cloudevents/event.h"

namespace eventbus::cli {

// The CloudEvent, in the JSON format, that the line is. InvalidArgument says why it is none, be it
// that the line is too long.
absl::StatusOr<cloudevents::Event> DecodeLine(InputLine line);

}  // namespace eventbus::cli

#endif  // CLI_EVENT_LINE_H_
