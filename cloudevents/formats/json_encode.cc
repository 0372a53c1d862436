#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/types/span.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/json_format.h"
#include "cloudevents/internal/base64.h"
#include "cloudevents/internal/json_text.h"

namespace cloudevents {
namespace {

// What a member costs besides its name and text: quotes, colon and comma.
constexpr std::size_t kMemberOverhead = 6;

// The bytes that the event takes, but for escapes.
std::size_t EstimateJsonLength(const Event& event) {
  constexpr std::size_t kCoreNamesAndOverhead = 128;
  std::size_t length = kCoreNamesAndOverhead + event.id().size() + event.source().size() +
                       event.type().size() + event.datacontenttype().value_or("").size() +
                       event.dataschema().value_or("").size() +
                       event.subject().value_or("").size() + event.time_text().value_or("").size();
  for (const ExtensionView& extension : event.extensions()) {
    length += extension.name.size() + extension.value.text().size() + kMemberOverhead;
  }
  const std::size_t data = event.data().size();
  return length + (event.data_kind() == DataKind::kBinary ? internal::Base64Length(data) : data);
}

// `prefix` is the comma, the name and the colon.
void AppendOptional(std::string_view prefix, std::optional<std::string_view> text,
                    std::string& out) {
  if (!text.has_value()) return;
  out += prefix;
  internal::AppendJsonString(*text, out);
}

void AppendExtension(const ExtensionView& extension, std::string& out) {
  out += ",\"";
  out += extension.name;
  out += "\":";
  const AttributeType type = extension.value.type();
  if (type == AttributeType::kBoolean || type == AttributeType::kInteger) {
    out += extension.value.text();
  } else {
    internal::AppendJsonString(extension.value.text(), out);
  }
}

void AppendData(const Event& event, std::string& out) {
  switch (event.data_kind()) {
    case DataKind::kAbsent:
      return;
    case DataKind::kJson:
      out += ",\"data\":";
      out += event.data();
      return;
    case DataKind::kText:
      // Without a media type, a string would be the JSON string (section 3.1.2).
      if (!event.datacontenttype().has_value()) break;
      out += ",\"data\":";
      internal::AppendJsonString(event.data(), out);
      return;
    case DataKind::kBinary:
      break;
  }
  out += ",\"data_base64\":\"";
  internal::AppendBase64(event.data(), out);
  out += '"';
}

}  // namespace

void AppendJson(const Event& event, std::string& out) {
  out.reserve(out.size() + EstimateJsonLength(event));
  out += R"({"specversion":"1.0","id":)";
  internal::AppendJsonString(event.id(), out);
  out += R"(,"source":)";
  internal::AppendJsonString(event.source(), out);
  out += R"(,"type":)";
  internal::AppendJsonString(event.type(), out);
  AppendOptional(R"(,"datacontenttype":)", event.datacontenttype(), out);
  AppendOptional(R"(,"dataschema":)", event.dataschema(), out);
  AppendOptional(R"(,"subject":)", event.subject(), out);
  AppendOptional(R"(,"time":)", event.time_text(), out);
  for (const ExtensionView& extension : event.extensions()) AppendExtension(extension, out);
  AppendData(event, out);
  out += '}';
}

std::string EncodeJson(const Event& event) {
  std::string out;
  AppendJson(event, out);
  return out;
}

std::string EncodeJsonBatch(absl::Span<const Event> events) {
  std::string out = "[";
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (i != 0) out += ',';
    AppendJson(events[i], out);
  }
  out += ']';
  return out;
}

}  // namespace cloudevents
