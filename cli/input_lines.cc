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

// One of the inputs, open.
struct OpenInput {
  std::string_view file;  // its name, or "-"
  Input* input = nullptr;
  std::unique_ptr<Input> owned;  // unless it is standard input

  bool is_standard() const { return file == kStandardInput; }
};

// Hands an open input's content on. `failure` says why it could not be read to its end.
using ReadContent = std::function<absl::Status(const OpenInput& input, absl::Status& failure)>;

absl::Status OpenAndRead(std::string_view file, const Streams& streams, const ReadContent& read,
                         absl::Status& failure) {
  OpenInput input{.file = file, .input = streams.in, .owned = nullptr};
  if (!input.is_standard()) {
    absl::StatusOr<std::unique_ptr<Input>> opened = OpenFile(file);
    if (!opened.ok()) {
      failure = opened.status();
      return absl::OkStatus();
    }
    input.owned = *std::move(opened);
    input.input = input.owned.get();
  }
  return read(input, failure);
}

// Every file in turn; those that cannot be read are told.
absl::StatusOr<ExitCode> ForEachInput(absl::Span<const std::string_view> files,
                                      const Streams& streams, const ReadContent& read) {
  constexpr std::string_view kNoFiles[] = {kStandardInput};
  ExitCode code = ExitCode::kSuccess;
  for (const std::string_view file : files.empty() ? absl::MakeConstSpan(kNoFiles) : files) {
    absl::Status failure;
    absl::Status status = OpenAndRead(file, streams, read, failure);
    if (status.ok() && !failure.ok()) {
      code = ExitCode::kFailure;
      status = streams.err->Write(Cat("error: ", OneLine(Message(failure)), "\n"));
    }
    if (!status.ok()) return status;
  }
  return code;
}

absl::StatusOr<std::size_t> MaxBytes(const Arguments& arguments) {
  const absl::StatusOr<std::int64_t> bytes = arguments.Integer(
      kMaxLineBytesFlag.name, static_cast<std::int64_t>(LineReaderOptions().max_line_bytes), 1,
      std::numeric_limits<std::int32_t>::max());
  if (!bytes.ok()) return bytes.status();
  return static_cast<std::size_t>(*bytes);
}

absl::Status TooLong(std::string_view what, std::size_t max_bytes) {
  return InvalidArgument("the ", what, " is longer than the limit (--max-line-bytes) of ",
                         max_bytes, " bytes");
}

absl::Status ReadLines(const OpenInput& input, std::size_t max_bytes, const Streams& streams,
                       const std::function<absl::Status(InputLine)>& handle,
                       absl::Status& failure) {
  const std::string prefix = input.is_standard() ? "line " : Cat(input.file, ":");
  LineReader reader(input.input, {.max_line_bytes = max_bytes}, streams.out);
  while (true) {
    const absl::StatusOr<bool> more = reader.Next();
    if (!more.ok()) failure = more.status();
    if (!more.ok() || !*more) return absl::OkStatus();
    InputLine line{.place = Cat(prefix, reader.number())};
    if (reader.too_long()) {
      line.status = TooLong("line", max_bytes);
    } else if (IsBlank(reader.text())) {
      continue;
    } else {
      line.text = reader.TakeText();
    }
    const absl::Status handled = handle(std::move(line));
    if (!handled.ok()) return handled;
  }
}

absl::Status ReadWhole(const OpenInput& input, std::size_t max_bytes,
                       const std::function<absl::Status(InputFile)>& handle,
                       absl::Status& failure) {
  constexpr std::size_t kReadBytes = 64 << 10;
  InputFile file{.place = input.is_standard() ? "standard input" : std::string(input.file)};
  std::string buffer(kReadBytes, '\0');
  while (file.bytes.size() <= max_bytes) {
    const absl::StatusOr<std::size_t> count = input.input->Read(absl::MakeSpan(buffer));
    if (!count.ok()) {
      failure = count.status();
      return absl::OkStatus();
    }
    if (*count == 0) return handle(std::move(file));
    file.bytes.append(buffer, 0, *count);
  }
  file.bytes = std::string();
  file.status = TooLong("file", max_bytes);
  return handle(std::move(file));
}

}  // namespace

absl::StatusOr<ExitCode> ForEachLine(const Arguments& arguments,
                                     absl::Span<const std::string_view> files,
                                     const Streams& streams,
                                     const std::function<absl::Status(InputLine)>& handle) {
  const absl::StatusOr<std::size_t> max_bytes = MaxBytes(arguments);
  if (!max_bytes.ok()) return max_bytes.status();
  return ForEachInput(files, streams, [&](const OpenInput& input, absl::Status& failure) {
    return ReadLines(input, *max_bytes, streams, handle, failure);
  });
}

absl::StatusOr<ExitCode> ForEachFile(const Arguments& arguments,
                                     absl::Span<const std::string_view> files,
                                     const Streams& streams,
                                     const std::function<absl::Status(InputFile)>& handle) {
  const absl::StatusOr<std::size_t> max_bytes = MaxBytes(arguments);
  if (!max_bytes.ok()) return max_bytes.status();
  return ForEachInput(files, streams, [&](const OpenInput& input, absl::Status& failure) {
    return ReadWhole(input, *max_bytes, handle, failure);
  });
}

std::string OneLine(std::string_view text) {
  std::string line(text);
  std::replace_if(
      line.begin(), line.end(),
      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return line;
}

}  // namespace eventbus::cli
