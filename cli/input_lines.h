// The lines, or whole files, that a command is to read: those of its files, or of standard input.
//
//   absl::StatusOr<ExitCode> code = ForEachLine(arguments, files, streams, [&](InputLine line) {
//     return streams.out->Write(...);
//   });
#ifndef CLI_INPUT_LINES_H_
#define CLI_INPUT_LINES_H_

#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/streams.h"

namespace eventbus::cli {

// A line that is not blank.
struct InputLine {
  std::string place;    // "line 3", or "orders.ndjson:3" where files are read
  std::string text;     // without its line feed
  absl::Status status;  // InvalidArgument, and no text, where the line is longer than the limit
};

// A whole file.
struct InputFile {
  std::string place;    // its name, or "standard input"
  std::string bytes;    // as they are
  absl::Status status;  // InvalidArgument, and no bytes, where the file is longer than the limit
};

// The flag that both functions read; a command that calls one lists it among its own.
inline constexpr Flag kMaxLineBytesFlag = {
    .name = "max-line-bytes",
    .value = "N",
    .summary =
        "the longest line, or file of one event or batch, that is read; longer ones are bad "
        "(default 16777216)"};

// Calls `handle` for each line of each file, in order; "-", or no file at all, is standard input.
// Lines of nothing but JSON's white space are counted and left out. A file that cannot be read is
// told on `streams.err`, and the others are read. Returns kFailure if there was one; the Status of
// `handle`, which ends it all; or InvalidArgument for a bad flag.
absl::StatusOr<ExitCode> ForEachLine(const Arguments& arguments,
                                     absl::Span<const std::string_view> files,
                                     const Streams& streams,
                                     const std::function<absl::Status(InputLine)>& handle);

// The same for whole files, each read to its end first.
absl::StatusOr<ExitCode> ForEachFile(const Arguments& arguments,
                                     absl::Span<const std::string_view> files,
                                     const Streams& streams,
                                     const std::function<absl::Status(InputFile)>& handle);

// `text` as part of one line for people: line ends and other control characters become spaces.
std::string OneLine(std::string_view text);

}  // namespace eventbus::cli

#endif  // CLI_INPUT_LINES_H_
