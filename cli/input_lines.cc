#include "cli/input_lines.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/line_reader.h"
#include "cli/streams.h"
#include "cloudevents/internal/abseil_strings.h"

namespace eventbus::cli {
namespace {

using ::cloudevents::internal::Cat;
using ::cloudevents::internal::InvalidArgument;
using ::cloudevents::internal::Message;

constexpr std::string_view kStandardInput = "-";

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

// One file's lines. `failed` is set, and the rest of the file left, if it cannot be read.
absl::Status ReadFile(std::string_view file, const LineReaderOptions& options,
                      const Streams& streams, const std::function<absl::Status(InputLine)>& handle,
                      bool& failed) {
  const auto tell = [&](const absl::Status& status) {
    failed = true;
    return streams.err->Write(Cat("error: ", OneLine(Message(status)), "\n"));
  };
  Input* input = streams.in;
  std::string prefix = "line ";
  std::unique_ptr<Input> owned;
  if (file != kStandardInput) {
    absl::StatusOr<std::unique_ptr<Input>> opened = OpenFile(file);
    if (!opened.ok()) return tell(opened.status());
    owned = *std::move(opened);
    input = owned.get();
    prefix = Cat(file, ":");
  }
  LineReader reader(input, options, streams.out);
  while (true) {
    const absl::StatusOr<bool> more = reader.Next();
    if (!more.ok()) return tell(more.status());
    if (!*more) return absl::OkStatus();
    InputLine line{.place = Cat(prefix, reader.number())};
    if (reader.too_long()) {
      line.status = InvalidArgument("the line is longer than the limit (--max-line-bytes) of ",
                                    options.max_line_bytes, " bytes");
    } else if (IsBlank(reader.text())) {
      continue;
    } else {
      line.text = reader.TakeText();
    }
    const absl::Status handled = handle(std::move(line));
    if (!handled.ok()) return handled;
  }
}

}  // namespace

absl::StatusOr<ExitCode> ForEachLine(const Arguments& arguments,
                                     absl::Span<const std::string_view> files,
                                     const Streams& streams,
                                     const std::function<absl::Status(InputLine)>& handle) {
  LineReaderOptions options;
  const absl::StatusOr<std::int64_t> max_line_bytes =
      arguments.Integer(kMaxLineBytesFlag.name, static_cast<std::int64_t>(options.max_line_bytes),
                        1, std::numeric_limits<std::int32_t>::max());
  if (!max_line_bytes.ok()) return max_line_bytes.status();
  options.max_line_bytes = static_cast<std::size_t>(*max_line_bytes);

  constexpr std::string_view kNoFiles[] = {kStandardInput};
  bool failed = false;
  for (const std::string_view file : files.empty() ? absl::MakeConstSpan(kNoFiles) : files) {
    const absl::Status status = ReadFile(file, options, streams, handle, failed);
    if (!status.ok()) return status;
  }
  return failed ? ExitCode::kFailure : ExitCode::kSuccess;
}

std::string OneLine(std::string_view text) {
  std::string line(text);
  std::replace_if(
      line.begin(), line.end(),
      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return line;
}

}  // namespace eventbus::cli
