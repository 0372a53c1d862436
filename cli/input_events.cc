#include "cli/input_events.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/event_formats.h"
#include "cli/event_line.h"
#include "cli/input_lines.h"
#include "cli/streams.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"
#include "cloudevents/internal/abseil_strings.h"

namespace eventbus::cli {
namespace {

using ::cloudevents::DecodeOptions;
using ::cloudevents::Event;
using ::cloudevents::EventFormat;
using ::cloudevents::internal::Cat;
using ::cloudevents::internal::InvalidArgument;
using ::cloudevents::internal::ToAbsl;

using Handle = std::function<absl::Status(InputEvent)>;

absl::StatusOr<Event> Decode(const EventFormat& format, std::string bytes) {
  const DecodeOptions options = OptionsFor(bytes);
  return format.decode(std::move(bytes), options);
}

absl::StatusOr<Event> DecodeBase64Line(const EventFormat& format, std::string_view line) {
  std::string bytes;
  if (!absl::Base64Unescape(ToAbsl(line), &bytes)) return InvalidArgument("it is no base64");
  return Decode(format, std::move(bytes));
}

absl::StatusOr<Event> EventOf(const FormatChoice& choice, InputLine line) {
  if (!line.status.ok() || choice.framing == Framing::kLines) return DecodeLine(std::move(line));
  return DecodeBase64Line(*choice.format, line.text);
}

absl::Status HandleBatch(const EventFormat& format, InputFile file, const Handle& handle) {
  const DecodeOptions options = OptionsFor(file.bytes);
  absl::StatusOr<std::vector<Event>> events = format.decode_batch(std::move(file.bytes), options);
  if (!events.ok()) return handle({std::move(file.place), events.status()});
  for (std::size_t i = 0; i < events->size(); ++i) {
    absl::Status status = handle({Cat(file.place, ", event ", i), std::move((*events)[i])});
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status HandleFile(const FormatChoice& choice, InputFile file, const Handle& handle) {
  file.place = OneLine(file.place);
  if (!file.status.ok()) return handle({std::move(file.place), std::move(file.status)});
  if (choice.framing == Framing::kBatch) {
    return HandleBatch(*choice.format, std::move(file), handle);
  }
  return handle({std::move(file.place), Decode(*choice.format, std::move(file.bytes))});
}

}  // namespace

absl::StatusOr<ExitCode> ForEachEvent(const Arguments& arguments, const FormatChoice& format,
                                      const Streams& streams, const Handle& handle) {
  if (format.framing == Framing::kLines || format.framing == Framing::kBase64Lines) {
    return ForEachLine(arguments, arguments.operands(), streams, [&](InputLine line) {
      std::string place = OneLine(line.place);
      return handle({std::move(place), EventOf(format, std::move(line))});
    });
  }
  return ForEachFile(arguments, arguments.operands(), streams,
                     [&](InputFile file) { return HandleFile(format, std::move(file), handle); });
}

}  // namespace eventbus::cli
