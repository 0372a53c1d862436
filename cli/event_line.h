// A line that holds one event.
//
//   absl::StatusOr<cloudevents::Event> event = DecodeLine(std::move(line));
//
// Its length has been limited where it was read (input_lines.h), so decoders set no limit of their
// own to it.
#ifndef CLI_EVENT_LINE_H_
#define CLI_EVENT_LINE_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "cli/input_lines.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"

namespace eventbus::cli {

// How to decode `input`, all of whose bytes are to be taken, and as many events as they may hold.
cloudevents::DecodeOptions OptionsFor(std::string_view input);

// The CloudEvent, in the JSON format, that the line is. InvalidArgument says why it is none, be it
// that the line is too long.
absl::StatusOr<cloudevents::Event> DecodeLine(InputLine line);

}  // namespace eventbus::cli

#endif  // CLI_EVENT_LINE_H_
