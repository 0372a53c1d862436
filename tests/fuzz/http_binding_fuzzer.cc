// Any header lines and body as an HTTP message: decoding never crashes, and the events are written
// and read back in the same mode, equal. The input is as message_lines.h says.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "cloudevents/bindings/content_mode.h"
#include "cloudevents/bindings/header_value.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "tests/fuzz/message_lines.h"

namespace {

using ::cloudevents::ContentMode;
using ::cloudevents::DecodeHttp;
using ::cloudevents::DecodeOptions;
using ::cloudevents::Event;
using ::cloudevents::HttpMessage;

constexpr DecodeOptions kEnvelope = {.validate = cloudevents::Validation::kEnvelope, .limits = {}};

void Check(bool holds) {
  if (!holds) std::abort();
}

HttpMessage ParseMessage(std::string_view text) {
  MessageLines lines = ParseMessageLines(text);
  HttpMessage message;
  for (auto& [name, value] : lines.headers) {
    message.headers.push_back({std::move(name), std::move(value)});
  }
  message.body = std::move(lines.body);
  return message;
}

void CheckSingle(const Event& event, ContentMode mode) {
  const absl::StatusOr<std::vector<Event>> again = DecodeHttp(EncodeHttp(event, mode));
  Check(again.ok() && again->size() == 1 && again->front() == event);
}

// No byte of an attribute may end a header early.
void CheckHeaders(const HttpMessage& message) {
  for (const cloudevents::HttpHeader& header : message.headers) {
    Check(header.name.find_first_of("\r\n:") == std::string::npos);
    Check(header.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
  }
}

void CheckValue(std::string_view text) {
  const absl::StatusOr<std::string> decoded = cloudevents::PercentDecodeHeaderValue(text);
  if (!decoded.ok()) return;
  const absl::StatusOr<std::string> again =
      cloudevents::PercentDecodeHeaderValue(cloudevents::PercentEncodeHeaderValue(*decoded));
  Check(again.ok() && *again == *decoded);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const HttpMessage message = ParseMessage(text);
  for (const cloudevents::HttpHeader& header : message.headers) CheckValue(header.value);
  const absl::StatusOr<std::vector<Event>> full = DecodeHttp(message);
  const absl::StatusOr<std::vector<Event>> envelope = DecodeHttp(message, kEnvelope);
  if (!full.ok()) return 0;
  Check(envelope.ok() && *envelope == *full);
  const ContentMode mode =
      cloudevents::DetectContentMode(message.header("content-type").value_or(""));
  if (mode == ContentMode::kBatched) {
    const absl::StatusOr<std::vector<Event>> again = DecodeHttp(EncodeHttpBatch(*full));
    Check(again.ok() && *again == *full);
  } else {
    Check(full->size() == 1);
    CheckSingle(full->front(), mode);
  }
  for (const Event& event : *full) CheckHeaders(EncodeHttp(event, ContentMode::kBinary));
  return 0;
}
