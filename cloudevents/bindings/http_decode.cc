#include <algorithm>
#include <bitset>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "cloudevents/attribute.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/json_format.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/core_attribute.h"
#include "cloudevents/internal/event_rep.h"
#include "cloudevents/internal/json_text.h"
#include "cloudevents/internal/quoted.h"
#include "cloudevents/internal/utf8.h"
#include "cloudevents/media_type.h"

namespace cloudevents {
namespace {

using internal::Annotate;
using internal::Cat;
using internal::CoreAttribute;
using internal::EventRep;
using internal::InvalidArgument;
using internal::Quoted;
using internal::ToAbsl;

constexpr std::string_view kContentType = "content-type";
constexpr std::string_view kAttributePrefix = "ce-";
constexpr std::string_view kStructuredPrefix = "application/cloudevents";
constexpr std::string_view kBatchPrefix = "application/cloudevents-batch";

bool EqualsIgnoreCase(std::string_view a, std::string_view b) {
  return absl::EqualsIgnoreCase(ToAbsl(a), ToAbsl(b));
}

bool StartsWithIgnoreCase(std::string_view text, std::string_view prefix) {
  return absl::StartsWithIgnoreCase(ToAbsl(text), ToAbsl(prefix));
}

std::string_view TrimSpace(std::string_view text) {
  return internal::ToStd(absl::StripAsciiWhitespace(ToAbsl(text)));
}

// The message's Content-Type; empty if it has none.
absl::StatusOr<std::string_view> ContentType(const HttpMessage& message) {
  std::optional<std::string_view> found;
  for (const HttpHeader& header : message.headers) {
    if (!EqualsIgnoreCase(header.name, kContentType)) continue;
    if (found.has_value()) return InvalidArgument("header \"Content-Type\": it comes twice");
    found = TrimSpace(header.value);
  }
  return found.value_or("");
}

// Reads the headers and the body of one message in binary mode into a rep (section 3.1).
class BinaryModeReader {
 public:
  BinaryModeReader(EventRep& rep, const DecodeOptions& options) : rep_(rep), options_(options) {}

  absl::Status Read(const HttpMessage& message, std::string_view content_type, std::string body) {
    ReserveTexts(message, content_type);
    for (const HttpHeader& header : message.headers) {
      if (!StartsWithIgnoreCase(header.name, kAttributePrefix)) continue;
      if (absl::Status status = ReadAttribute(header); !status.ok()) return status;
    }
    if (!content_type.empty()) {
      if (absl::Status status = SetCore(CoreAttribute::kDatacontenttype, content_type);
          !status.ok()) {
        return status;
      }
    }
    if (absl::Status status = internal::RequireCore(rep_.core); !status.ok()) return status;
    if (absl::Status status = internal::SortExtensions(rep_.extensions); !status.ok()) {
      return status;
    }
    return TakeBody(std::move(body));
  }

 private:
  // Decoding never makes a text longer, so views into `side` stay valid while it is filled.
  void ReserveTexts(const HttpMessage& message, std::string_view content_type) {
    std::size_t total = content_type.size();
    for (const HttpHeader& header : message.headers) {
      if (!StartsWithIgnoreCase(header.name, kAttributePrefix)) continue;
      total += header.name.size() + header.value.size();
    }
    rep_.side.reserve(total);
  }

  std::string_view Keep(std::string_view text) {
    const std::size_t start = rep_.side.size();
    rep_.side += text;
    return std::string_view(rep_.side).substr(start);
  }

  absl::Status ReadAttribute(const HttpHeader& header) {
    if (++attribute_count_ > options_.limits.max_attributes) {
      return InvalidArgument("the event has more attributes than max_attributes (",
                             options_.limits.max_attributes, ")");
    }
    const std::string name = absl::AsciiStrToLower(
        ToAbsl(std::string_view(header.name).substr(kAttributePrefix.size())));
    const std::string label = Cat("header ", Quoted(header.name));
    if (name == internal::CoreName(CoreAttribute::kDatacontenttype)) {
      return InvalidArgument(label, ": the media type of data is the Content-Type header's");
    }
    absl::StatusOr<std::string> text = PercentDecodeHeaderValue(header.value);
    if (!text.ok()) return Annotate(label, text.status());
    if (std::max(name.size(), text->size()) > options_.limits.max_attribute_bytes) {
      return InvalidArgument(label, ": ", Quoted(*text), " is longer than max_attribute_bytes (",
                             options_.limits.max_attribute_bytes, ")");
    }
    if (const std::optional<CoreAttribute> core = internal::FindCoreAttribute(name)) {
      return SetCore(*core, *text);
    }
    if (absl::Status status = ValidateAttributeName(name); !status.ok()) {
      return Annotate(label, status);
    }
    if (absl::Status status = ValidateString(*text); !status.ok()) {
      return Annotate(Cat("attribute ", Quoted(name)), status);
    }
    const std::string_view kept_name = Keep(name);
    rep_.extensions.push_back({kept_name, AttributeView(AttributeType::kString, Keep(*text))});
    return absl::OkStatus();
  }

  absl::Status SetCore(CoreAttribute attribute, std::string_view text) {
    const std::size_t index = internal::Index(attribute);
    if (seen_.test(index)) {
      return InvalidArgument("attribute \"", internal::CoreName(attribute), "\": it comes twice");
    }
    seen_.set(index);
    if (absl::Status status = internal::ValidateCore(attribute, text); !status.ok()) return status;
    rep_.core[index] = Keep(text);
    return absl::OkStatus();
  }

  // The media type says how the body is held; an empty body is no data.
  absl::Status TakeBody(std::string body) {
    if (body.empty()) return absl::OkStatus();
    rep_.buffer = std::move(body);
    rep_.data = rep_.buffer;
    const std::string_view media_type = rep_.core_text(CoreAttribute::kDatacontenttype);
    if (IsJsonMediaType(media_type)) {
      rep_.data_kind = DataKind::kJson;
      if (options_.validate == Validation::kEnvelope) return absl::OkStatus();
      return Annotate("data", internal::ValidateJsonText(rep_.data, options_.limits.max_depth));
    }
    const bool text = IsTextMediaType(media_type) && internal::IsUtf8(rep_.data);
    rep_.data_kind = text ? DataKind::kText : DataKind::kBinary;
    return absl::OkStatus();
  }

  EventRep& rep_;
  const DecodeOptions& options_;
  std::bitset<internal::kCoreAttributeCount> seen_;
  std::size_t attribute_count_ = 0;
};

absl::StatusOr<Event> DecodeBinary(const HttpMessage& message, std::string_view content_type,
                                   std::string body, const DecodeOptions& options) {
  if (body.size() > options.limits.max_bytes) {
    return InvalidArgument("the body has ", body.size(), " bytes, more than max_bytes (",
                           options.limits.max_bytes, ")");
  }
  const auto rep = std::make_shared<EventRep>();
  absl::Status status =
      BinaryModeReader(*rep, options).Read(message, content_type, std::move(body));
  if (!status.ok()) return status;
  return Event(rep);
}

absl::Status UnknownFormat(std::string_view content_type) {
  return absl::UnimplementedError(
      Cat("header \"Content-Type\": ", Quoted(content_type), " is no event format known here"));
}

}  // namespace

ContentMode DetectContentMode(std::string_view content_type) {
  const std::string_view media_type = TrimSpace(content_type);
  if (StartsWithIgnoreCase(media_type, kBatchPrefix)) return ContentMode::kBatched;
  if (StartsWithIgnoreCase(media_type, kStructuredPrefix)) return ContentMode::kStructured;
  return ContentMode::kBinary;
}

absl::StatusOr<std::vector<Event>> DecodeHttp(HttpMessage message, const DecodeOptions& options) {
  const absl::StatusOr<std::string_view> content_type = ContentType(message);
  if (!content_type.ok()) return content_type.status();
  const ContentMode mode = DetectContentMode(*content_type);
  const std::string_view essence = MediaTypeEssence(*content_type);
  if (mode == ContentMode::kBatched) {
    if (!EqualsIgnoreCase(essence, kJsonBatchMediaType)) return UnknownFormat(*content_type);
    return DecodeJsonBatch(std::move(message.body), options);
  }
  if (mode == ContentMode::kStructured && !EqualsIgnoreCase(essence, kJsonMediaType)) {
    return UnknownFormat(*content_type);
  }
  absl::StatusOr<Event> event =
      mode == ContentMode::kStructured
          ? DecodeJson(std::move(message.body), options)
          : DecodeBinary(message, *content_type, std::move(message.body), options);
  if (!event.ok()) return event.status();
  std::vector<Event> events;
  events.push_back(*std::move(event));
  return events;
}

}  // namespace cloudevents
