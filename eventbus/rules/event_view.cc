#include "eventbus/rules/event_view.h"

#include <optional>
#include <string>
#include <string_view>

#include "cloudevents/attribute.h"

namespace eventbus::rules {
namespace {

using cloudevents::AttributeType;
using cloudevents::AttributeView;
using cloudevents::DataKind;
using cloudevents::Event;

// The JSON format's mapping of attribute types (CloudEvents JSON format 1.0.2, section 2.2).
Scalar ToScalar(const AttributeView& value) {
  switch (value.type()) {
    case AttributeType::kInteger:
      return {JsonKind::kNumber, value.text()};
    case AttributeType::kBoolean:
      return {value.text() == "true" ? JsonKind::kTrue : JsonKind::kFalse, value.text()};
    default:
      return {JsonKind::kString, value.text()};
  }
}

void AddString(std::string_view path, std::optional<std::string_view> text, Fields& fields) {
  if (text.has_value()) fields.AddScalar(path, {JsonKind::kString, *text});
}

// `resources` is a list, which no attribute can be: its extension holds one resource, or the JSON
// text of a list of them.
void AddResources(const Event& event, Fields& fields) {
  constexpr std::string_view kPath = "resources";
  const std::optional<AttributeView> resources = event.extension(kPath);
  if (!resources.has_value() || !fields.Wants(kPath)) return;
  if (resources->text().starts_with('[')) {
    const std::string paths[] = {std::string(kPath)};
    if (Fields list(paths); list.AddJson(kPath, resources->text()).ok()) {
      for (const Scalar& resource : list.ValuesAt(0)) fields.AddScalar(kPath, resource);
      return;
    }
  }
  fields.AddScalar(kPath, ToScalar(*resources));
}

void AddCloudEventsAttributes(const Event& event, Fields& fields) {
  AddString("id", event.id(), fields);
  AddString("source", event.source(), fields);
  AddString("type", event.type(), fields);
  AddString("specversion", event.specversion(), fields);
  AddString("datacontenttype", event.datacontenttype(), fields);
  AddString("dataschema", event.dataschema(), fields);
  AddString("subject", event.subject(), fields);
  AddString("time", event.time_text(), fields);
  for (const cloudevents::ExtensionView& extension : event.extensions()) {
    fields.AddScalar(extension.name, ToScalar(extension.value));
  }
}

void AddEventBridgeAttributes(const Event& event, Fields& fields) {
  AddString("version", "0", fields);
  AddString("id", event.id(), fields);
  AddString("source", event.source(), fields);
  AddString("detail-type", event.type(), fields);
  AddString("time", event.time_text(), fields);
  for (const std::string_view name : {"account", "region"}) {
    const std::optional<AttributeView> value = event.extension(name);
    if (value.has_value()) AddString(name, value->text(), fields);
  }
  AddResources(event, fields);
}

}  // namespace

absl::Status AddData(const Event& event, RuleView view, Fields& fields) {
  const std::string_view path = view == RuleView::kEventBridge ? "detail" : "data";
  switch (event.data_kind()) {
    case DataKind::kJson:
      return fields.Wants(path) ? fields.AddJson(path, event.data()) : absl::OkStatus();
    case DataKind::kText:
      AddString(path, event.data(), fields);
      return absl::OkStatus();
    case DataKind::kAbsent:
    case DataKind::kBinary:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

void AddAttributes(const Event& event, RuleView view, Fields& fields) {
  if (view == RuleView::kEventBridge) {
    AddEventBridgeAttributes(event, fields);
  } else {
    AddCloudEventsAttributes(event, fields);
  }
}

}  // namespace eventbus::rules
