#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/types/span.h"
#include "cloudevents/attribute.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/internal/xml_element_text.h"
#include "cloudevents/formats/internal/xml_text.h"
#include "cloudevents/formats/internal/xml_walk.h"
#include "cloudevents/formats/xml_format.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/base64.h"
#include "cloudevents/internal/quoted.h"
#include "cloudevents/media_type.h"

namespace cloudevents {
namespace {

constexpr std::string_view kDeclaration = R"(<?xml version="1.0" encoding="UTF-8"?>)"
                                          "\n";
// All elements have a prefix, so that an element without a namespace may stand among them as data.
constexpr std::string_view kNamespaces =
    R"( xmlns:ce="http://cloudevents.io/xmlformat/V1")"
    R"( xmlns:xs="http://www.w3.org/2001/XMLSchema")"
    R"( xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance")";

std::string_view TypeName(AttributeType type) {
  switch (type) {
    case AttributeType::kBoolean:
      return "ce:boolean";
    case AttributeType::kInteger:
      return "ce:integer";
    case AttributeType::kString:
      return "ce:string";
    case AttributeType::kBinary:
      return "ce:binary";
    case AttributeType::kUri:
      return "ce:uri";
    case AttributeType::kUriReference:
      return "ce:uriRef";
    case AttributeType::kTimestamp:
      return "ce:timestamp";
  }
  return "ce:string";
}

// A timestamp as xs:dateTime has it, with an upper-case `T` and `Z`.
std::string DateTime(std::string_view timestamp) {
  return absl::AsciiStrToUpper(internal::ToAbsl(timestamp));
}

void AppendMember(std::string_view name, std::optional<std::string_view> text, std::string& out) {
  if (!text.has_value()) return;
  out += internal::Cat("<ce:", name, ">");
  internal::AppendXmlText(*text, out);
  out += internal::Cat("</ce:", name, ">");
}

void AppendExtension(const ExtensionView& extension, std::string& out) {
  out += internal::Cat("<ce:", extension.name, " xsi:type=\"", TypeName(extension.value.type()),
                       "\">");
  const AttributeView& value = extension.value;
  if (value.type() == AttributeType::kTimestamp) {
    internal::AppendXmlText(DateTime(value.text()), out);
  } else {
    internal::AppendXmlText(value.text(), out);
  }
  out += internal::Cat("</ce:", extension.name, ">");
}

bool IsXmlMediaType(std::string_view media_type) {
  const std::string_view essence = MediaTypeEssence(media_type);
  return IsTextMediaType(essence) && essence.ends_with("xml");
}

// Whether the data may stand as an element and be read as the same text again. Its limits are what
// a decoder takes by default, less what is around it.
bool IsElement(const Event& event) {
  constexpr std::size_t kAround = 3;  // batch, event, data; and as many namespaces
  if (!IsXmlMediaType(event.datacontenttype().value_or(""))) return false;
  internal::XmlLimits limits = {.max_depth = DecodeLimits().max_depth};
  limits.max_depth -= kAround;
  limits.max_namespaces -= kAround;
  return internal::CanonicalXmlElement(event.data(), limits) == event.data();
}

void AppendData(const Event& event, std::string& out) {
  if (event.data_kind() == DataKind::kAbsent) return;
  if (event.data_kind() == DataKind::kBinary || !internal::IsXmlText(event.data())) {
    out += R"(<ce:data xsi:type="xs:base64Binary">)";
    internal::AppendBase64(event.data(), out);
  } else if (event.data_kind() == DataKind::kText && IsElement(event)) {
    out += R"(<ce:data xsi:type="xs:any">)";
    out += event.data();
  } else {
    out += R"(<ce:data xsi:type="xs:string">)";
    internal::AppendXmlText(event.data(), out);
  }
  out += "</ce:data>";
}

// An element's name cannot begin with a digit (XML 1.0, section 2.3), and an attribute's can.
absl::Status CheckNames(const Event& event) {
  for (const ExtensionView& extension : event.extensions()) {
    if (extension.name.front() > '9') continue;
    return internal::InvalidArgument("attribute ", internal::Quoted(extension.name),
                                     ": the XML format cannot carry a name that begins with a "
                                     "digit; use another format or binary mode");
  }
  return absl::OkStatus();
}

// `namespaces`: where the event is not within a batch, which has them.
absl::Status AppendEvent(const Event& event, std::string_view namespaces, std::string& out) {
  if (absl::Status status = CheckNames(event); !status.ok()) return status;
  out += internal::Cat("<ce:event", namespaces, " specversion=\"", event.specversion(), "\">");
  AppendMember("id", event.id(), out);
  AppendMember("source", event.source(), out);
  AppendMember("type", event.type(), out);
  // What JSON's own format leaves unsaid is written out in others (JSON format, section 3.1.2).
  AppendMember("datacontenttype", event.data_media_type(), out);
  AppendMember("dataschema", event.dataschema(), out);
  AppendMember("subject", event.subject(), out);
  if (event.time_text().has_value()) AppendMember("time", DateTime(*event.time_text()), out);
  for (const ExtensionView& extension : event.extensions()) AppendExtension(extension, out);
  AppendData(event, out);
  out += "</ce:event>";
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> EncodeXml(const Event& event) {
  std::string out(kDeclaration);
  if (absl::Status status = AppendEvent(event, kNamespaces, out); !status.ok()) return status;
  return out;
}

absl::StatusOr<std::string> EncodeXmlBatch(absl::Span<const Event> events) {
  std::string out = internal::Cat(kDeclaration, "<ce:batch", kNamespaces, ">");
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (absl::Status status = AppendEvent(events[i], "", out); !status.ok()) {
      return internal::Annotate(internal::Cat("event ", i), status);
    }
  }
  out += "</ce:batch>";
  return out;
}

}  // namespace cloudevents
