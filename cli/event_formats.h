// The event formats that commands read and write, by the names that people type.
//
//   const absl::StatusOr<FormatChoice> from = ChooseFormat(arguments, kFromFlag);
//   if (!from.ok()) return from.status();
//   if (from->framing == Framing::kBatch) ... from->format->decode_batch ...
#ifndef CLI_EVENT_FORMATS_H_
#define CLI_EVENT_FORMATS_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "cli/arguments.h"
#include "cloudevents/event_format.h"

namespace eventbus::cli {

// How the events of a format stand in a file.
enum class Framing : std::uint8_t {
  kLines,        // one event a line, in JSON
  kBase64Lines,  // one event a line, its bytes in base64
  kDocument,     // the whole file is one event
  kBatch,        // the whole file is one batch
};

struct FormatChoice {
  const cloudevents::EventFormat* format = nullptr;  // lives as long as the program
  Framing framing = Framing::kLines;
  bool is_text = true;  // whether the format is for people's eyes, too
};

inline constexpr Flag kBase64Flag = {
    .name = "base64-lines",
    .summary = "events of formats that are not lines of their own are lines of base64"};

// The format that the value of `flag` names, and json if it was not given; --base64-lines turns
// whole files of one event into lines. InvalidArgument, which names the flag and the formats, if it
// is none.
absl::StatusOr<FormatChoice> ChooseFormat(const Arguments& arguments, const Flag& flag);

}  // namespace eventbus::cli

#endif  // CLI_EVENT_FORMATS_H_
