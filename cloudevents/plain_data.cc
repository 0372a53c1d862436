#include "cloudevents/plain_data.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/quoted.h"
#include "cloudevents/internal/utf8.h"
#include "cloudevents/media_type.h"

namespace cloudevents {
namespace {

using internal::Cat;
using internal::InvalidArgument;
using internal::Quoted;

absl::Status CheckNotJson(std::string_view media_type) {
  if (absl::Status status = ValidateMediaType(media_type); !status.ok()) return status;
  if (!IsJsonMediaType(media_type)) return absl::OkStatus();
  return InvalidArgument("the media type ", Quoted(media_type),
                         " is JSON's: set the data as JSON (cloudevents/json_data.h)");
}

bool IsAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// The charset that a media type names, unless UTF-8 text such as this is in it.
std::optional<std::string> ForeignCharset(std::string_view media_type, std::string_view text) {
  std::optional<std::string> charset = FindMediaTypeParameter(media_type, "charset");
  if (!charset.has_value()) return std::nullopt;
  const std::string name = absl::AsciiStrToLower(*charset);
  const bool fits = name == "utf-8" || name == "utf8" || (name == "us-ascii" && IsAscii(text));
  return fits ? std::nullopt : charset;
}

absl::Status NoText(std::string_view why) {
  return absl::FailedPreconditionError(Cat("the event's data is no text: ", why));
}

}  // namespace

absl::Status SetTextData(std::string_view text, EventBuilder& builder,
                         std::string_view media_type) {
  if (absl::Status status = CheckNotJson(media_type); !status.ok()) return status;
  if (const std::optional<std::string> charset = ForeignCharset(media_type, text);
      charset.has_value()) {
    return InvalidArgument("the media type ", Quoted(media_type), " names the charset ",
                           Quoted(*charset), ", and text is UTF-8: set other text as bytes");
  }
  if (!internal::IsUtf8(text)) {
    return InvalidArgument("the text ", Quoted(text), " is not UTF-8: set it as bytes");
  }
  builder.TextData(text).DataContentType(media_type);
  return absl::OkStatus();
}

absl::Status SetBytesData(std::string_view bytes, EventBuilder& builder,
                          std::string_view media_type) {
  if (absl::Status status = CheckNotJson(media_type); !status.ok()) return status;
  builder.BinaryData(bytes).DataContentType(media_type);
  return absl::OkStatus();
}

absl::StatusOr<std::string_view> TextDataOf(const Event& event) {
  if (event.data_kind() == DataKind::kAbsent) return NoText("there is none");
  if (event.data_kind() == DataKind::kJson) return NoText("it is JSON, read it with json()");
  const std::string_view media_type = event.datacontenttype().value_or("");
  if (const std::optional<std::string> charset = ForeignCharset(media_type, event.data());
      charset.has_value()) {
    return NoText(Cat("it is in the charset ", Quoted(*charset), ", read it with data()"));
  }
  if (!internal::IsUtf8(event.data())) return NoText("it is not UTF-8, read it with data()");
  return event.data();
}

absl::StatusOr<std::string_view> BytesDataOf(const Event& event) {
  if (event.data_kind() != DataKind::kAbsent) return event.data();
  return absl::FailedPreconditionError("the event has no data");
}

}  // namespace cloudevents
