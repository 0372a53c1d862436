// Lines of an input, one at a time, each of a bounded length.
//
//   LineReader reader(streams.in, {.max_line_bytes = 1 << 20}, streams.out);
//   for (absl::StatusOr<bool> more = reader.Next(); more.ok() && *more; more = reader.Next()) {
//     if (reader.too_long()) ...
//     Handle(reader.number(), reader.TakeText());
//   }
//
// A line ends at a line feed, or where the input ends. Everything before it belongs to the line:
// carriage returns (which JSON counts as space), NUL bytes, any bytes.
#ifndef CLI_LINE_READER_H_
#define CLI_LINE_READER_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "cli/streams.h"

namespace eventbus::cli {

struct LineReaderOptions {
  // Longer lines are read past, not kept. As much as the event decoders take.
  std::size_t max_line_bytes = 16 << 20;
};

// Not thread-safe.
class LineReader {
 public:
  // `output`, if given, is flushed before every wait for input, so that whoever types lines, or
  // pipes them in one by one, sees each answer at once. Both must outlive the reader.
  LineReader(Input* input, const LineReaderOptions& options, Output* output = nullptr);

  // Moves on to the next line; false if there is none. Unavailable if reading fails.
  absl::StatusOr<bool> Next();

  // The line that Next moved to, numbered from 1.
  std::size_t number() const { return number_; }
  bool too_long() const { return too_long_; }  // then there is no text
  std::string_view text() const { return text_; }
  std::string TakeText() { return std::exchange(text_, std::string()); }

 private:
  void Append(std::string_view part);
  absl::StatusOr<bool> Fill();

  Input* input_;
  LineReaderOptions options_;
  Output* output_;
  std::string buffer_;       // what was read last
  std::string_view unread_;  // its rest
  std::string text_;
  std::size_t number_ = 0;
  bool too_long_ = false;
};

}  // namespace eventbus::cli

#endif  // CLI_LINE_READER_H_
