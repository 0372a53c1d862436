#include "tests/interop/event_description.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/media_type.h"

namespace interop {
namespace {

using ::cloudevents::AttributeType;
using ::cloudevents::AttributeValue;
using ::cloudevents::AttributeView;
using ::cloudevents::DataKind;
using ::cloudevents::Event;
using ::cloudevents::EventBuilder;
using ::cloudevents::internal::Annotate;
using ::cloudevents::internal::InvalidArgument;
using ::cloudevents::internal::ToAbsl;
using ::nlohmann::json;

constexpr std::string_view kCoreNames[] = {"specversion",     "id",         "source",  "type",
                                           "datacontenttype", "dataschema", "subject", "time"};

constexpr AttributeType kTypes[] = {AttributeType::kBoolean,  AttributeType::kInteger,
                                    AttributeType::kString,   AttributeType::kBinary,
                                    AttributeType::kUri,      AttributeType::kUriReference,
                                    AttributeType::kTimestamp};

json DescribeAttribute(const AttributeView& value) {
  return {{"type", cloudevents::AttributeTypeName(value.type())}, {"text", value.text()}};
}

std::string_view KindName(DataKind kind) {
  switch (kind) {
    case DataKind::kJson:
      return "json";
    case DataKind::kText:
      return "text";
    case DataKind::kBinary:
    case DataKind::kAbsent:
      break;
  }
  return "binary";
}

// The member as a string; an error if it is none.
absl::StatusOr<std::string> Text(const json& object, std::string_view name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  if (!object.is_object() || found == object.end() || !found->is_string()) {
    return InvalidArgument("a description has no string \"", name, "\"");
  }
  return found->get<std::string>();
}

absl::StatusOr<AttributeType> TypeOf(std::string_view name) {
  for (const AttributeType type : kTypes) {
    if (cloudevents::AttributeTypeName(type) == name) return type;
  }
  return InvalidArgument("unknown attribute type ", name);
}

absl::Status SetAttribute(EventBuilder& builder, const std::string& name, const json& value) {
  const absl::StatusOr<std::string> type_name = Text(value, "type");
  if (!type_name.ok()) return type_name.status();
  const absl::StatusOr<std::string> text = Text(value, "text");
  if (!text.ok()) return text.status();
  if (name == "specversion") {
    return *text == "1.0" ? absl::OkStatus() : InvalidArgument("specversion is ", *text);
  }
  for (const std::string_view core : kCoreNames) {
    if (name == core) {
      builder.AttributeFromText(name, *text);
      return absl::OkStatus();
    }
  }
  const absl::StatusOr<AttributeType> type = TypeOf(*type_name);
  if (!type.ok()) return type.status();
  absl::StatusOr<AttributeValue> parsed = AttributeValue::Parse(*type, *text);
  if (!parsed.ok()) return parsed.status();
  builder.Extension(name, *std::move(parsed));
  return absl::OkStatus();
}

absl::Status SetData(EventBuilder& builder, const json& data,
                     const std::optional<std::string>& media_type) {
  const absl::StatusOr<std::string> kind = Text(data, "kind");
  if (!kind.ok()) return kind.status();
  const absl::StatusOr<std::string> base64 = Text(data, "base64");
  if (!base64.ok()) return base64.status();
  std::string bytes;
  if (!absl::Base64Unescape(ToAbsl(*base64), &bytes)) return InvalidArgument("data is no base64");
  // With a media type the kind says only how an SDK holds the bytes, and the media type what they
  // are: Equivalent then compares bytes of any kind.
  const bool json_type = media_type.has_value() && cloudevents::IsJsonMediaType(*media_type);
  if (*kind == "json" && (json_type || !media_type.has_value())) {
    builder.JsonData(bytes);
  } else if (*kind == "text" && !json_type) {
    builder.TextData(bytes);
  } else {
    builder.BinaryData(bytes);
  }
  return absl::OkStatus();
}

}  // namespace

json Describe(const Event& event) {
  json description = {{"attributes", json::object()}};
  json& attributes = description["attributes"];
  for (const std::string_view name : kCoreNames) {
    const std::optional<AttributeView> value = event.attribute(name);
    if (value.has_value()) attributes[std::string(name)] = DescribeAttribute(*value);
  }
  for (const auto& [name, value] : event.extensions()) {
    attributes[std::string(name)] = DescribeAttribute(value);
  }
  if (event.data_kind() != DataKind::kAbsent) {
    description["data"] = {{"kind", KindName(event.data_kind())},
                           {"base64", absl::Base64Escape(ToAbsl(event.data()))}};
  }
  return description;
}

absl::StatusOr<Event> EventOf(const json& description) {
  if (!description.is_object() || !description.contains("attributes") ||
      !description["attributes"].is_object()) {
    return InvalidArgument("a description is an object with \"attributes\"");
  }
  EventBuilder builder;
  std::optional<std::string> media_type;
  for (const auto& [name, value] : description["attributes"].items()) {
    if (absl::Status set = SetAttribute(builder, name, value); !set.ok()) {
      return Annotate(name, set);
    }
    if (name == "datacontenttype") media_type = *Text(value, "text");
  }
  if (description.contains("data")) {
    if (absl::Status set = SetData(builder, description["data"], media_type); !set.ok()) {
      return set;
    }
  }
  return builder.Build();
}

}  // namespace interop
