#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/core_attribute.h"
#include "cloudevents/internal/event_rep.h"
#include "cloudevents/internal/json_text.h"
#include "cloudevents/internal/json_value.h"
#include "cloudevents/internal/quoted.h"
#include "cloudevents/internal/utf8.h"
#include "nlohmann/json_fwd.hpp"

namespace cloudevents {
namespace {

using internal::Annotate;
using internal::Cat;
using internal::CoreAttribute;
using internal::EventRep;

// Appends to the rep's buffer, which has room enough that earlier views stay valid.
std::string_view Keep(std::string_view text, EventRep& rep) {
  const std::size_t start = rep.buffer.size();
  rep.buffer += text;
  return std::string_view(rep.buffer).substr(start);
}

}  // namespace

struct EventBuilder::Parts {
  struct NamedValue {
    std::string name;
    AttributeValue value;
  };

  void SetCore(CoreAttribute attribute, std::string text) {
    core[internal::Index(attribute)] = std::move(text);
  }

  void SetData(DataKind kind, std::string bytes) {
    data_kind = kind;
    data = std::move(bytes);
    data_status = absl::OkStatus();
  }

  std::size_t TotalBytes() const;
  absl::Status CheckData() const;

  std::array<std::optional<std::string>, internal::kCoreAttributeCount> core;
  std::vector<NamedValue> extensions;  // no name twice
  DataKind data_kind = DataKind::kAbsent;
  std::string data;
  absl::Status data_status;  // why a JSON value could not become text
};

std::size_t EventBuilder::Parts::TotalBytes() const {
  std::size_t total = data.size();
  for (const std::optional<std::string>& text : core) total += text.has_value() ? text->size() : 0;
  for (const NamedValue& extension : extensions) {
    total += extension.name.size() + extension.value.text().size();
  }
  return total;
}

absl::Status EventBuilder::Parts::CheckData() const {
  if (!data_status.ok()) return data_status;
  if (data_kind == DataKind::kJson) {
    return Annotate("data", internal::ValidateJsonText(data, kMaxBuiltJsonDepth));
  }
  if (data_kind == DataKind::kText && !internal::IsUtf8(data)) {
    return internal::InvalidArgument("data: ", internal::Quoted(data), " is not UTF-8 text");
  }
  return absl::OkStatus();
}

EventBuilder::EventBuilder() : parts_(std::make_unique<Parts>()) {
  parts_->SetCore(CoreAttribute::kSpecversion, std::string(internal::kSpecversion));
}

EventBuilder::EventBuilder(const Event& event) : parts_(std::make_unique<Parts>()) {
  for (std::size_t i = 0; i < internal::kCoreAttributeCount; ++i) {
    const std::optional<AttributeView> value =
        event.attribute(internal::CoreName(static_cast<CoreAttribute>(i)));
    if (value.has_value()) parts_->core[i] = std::string(value->text());
  }
  for (const ExtensionView& extension : event.extensions()) {
    // The event's values keep their rules already, so Parse cannot fail.
    absl::StatusOr<AttributeValue> value =
        AttributeValue::Parse(extension.value.type(), extension.value.text());
    if (value.ok()) parts_->extensions.push_back({std::string(extension.name), *std::move(value)});
  }
  parts_->SetData(event.data_kind(), std::string(event.data()));
}

EventBuilder::EventBuilder(const EventBuilder& other)
    : parts_(std::make_unique<Parts>(*other.parts_)) {}

EventBuilder& EventBuilder::operator=(const EventBuilder& other) {
  if (this != &other) parts_ = std::make_unique<Parts>(*other.parts_);
  return *this;
}

EventBuilder::EventBuilder(EventBuilder&&) noexcept = default;
EventBuilder& EventBuilder::operator=(EventBuilder&&) noexcept = default;
EventBuilder::~EventBuilder() = default;

EventBuilder& EventBuilder::Id(std::string_view id) {
  parts_->SetCore(CoreAttribute::kId, std::string(id));
  return *this;
}

EventBuilder& EventBuilder::Source(std::string_view source) {
  parts_->SetCore(CoreAttribute::kSource, std::string(source));
  return *this;
}

EventBuilder& EventBuilder::Type(std::string_view type) {
  parts_->SetCore(CoreAttribute::kType, std::string(type));
  return *this;
}

EventBuilder& EventBuilder::DataContentType(std::string_view media_type) {
  parts_->SetCore(CoreAttribute::kDatacontenttype, std::string(media_type));
  return *this;
}

EventBuilder& EventBuilder::DataSchema(std::string_view uri) {
  parts_->SetCore(CoreAttribute::kDataschema, std::string(uri));
  return *this;
}

EventBuilder& EventBuilder::Subject(std::string_view subject) {
  parts_->SetCore(CoreAttribute::kSubject, std::string(subject));
  return *this;
}

EventBuilder& EventBuilder::Time(absl::Time time) {
  parts_->SetCore(CoreAttribute::kTime, std::string(AttributeValue(time).text()));
  return *this;
}

EventBuilder& EventBuilder::Time(std::string_view rfc3339) {
  parts_->SetCore(CoreAttribute::kTime, std::string(rfc3339));
  return *this;
}

EventBuilder& EventBuilder::Extension(std::string_view name, AttributeValue value) {
  RemoveExtension(name);
  parts_->extensions.push_back({std::string(name), std::move(value)});
  return *this;
}

EventBuilder& EventBuilder::RemoveExtension(std::string_view name) {
  std::erase_if(parts_->extensions,
                [&](const Parts::NamedValue& extension) { return extension.name == name; });
  return *this;
}

EventBuilder& EventBuilder::AttributeFromText(std::string_view name, std::string_view text) {
  if (const std::optional<CoreAttribute> core = internal::FindCoreAttribute(name)) {
    parts_->SetCore(*core, std::string(text));
    return *this;
  }
  return Extension(name, text);
}

EventBuilder& EventBuilder::JsonData(std::string_view json_text) {
  parts_->SetData(DataKind::kJson, std::string(json_text));
  return *this;
}

EventBuilder& EventBuilder::SerializeData(const nlohmann::json& value) {
  absl::StatusOr<std::string> text = internal::JsonTextOf(value, kMaxBuiltJsonDepth);
  if (text.ok()) {
    parts_->SetData(DataKind::kJson, *std::move(text));
  } else {
    parts_->data_status = text.status();
  }
  return *this;
}

EventBuilder& EventBuilder::TextData(std::string_view text) {
  parts_->SetData(DataKind::kText, std::string(text));
  return *this;
}

EventBuilder& EventBuilder::BinaryData(std::string_view bytes) {
  parts_->SetData(DataKind::kBinary, std::string(bytes));
  return *this;
}

EventBuilder& EventBuilder::NoData() {
  parts_->SetData(DataKind::kAbsent, std::string());
  return *this;
}

absl::StatusOr<Event> EventBuilder::Build() const {
  const auto rep = std::make_shared<EventRep>();
  rep->buffer.reserve(parts_->TotalBytes());
  for (std::size_t i = 0; i < internal::kCoreAttributeCount; ++i) {
    if (!parts_->core[i].has_value()) continue;
    const std::string_view text = *parts_->core[i];
    if (absl::Status status = internal::ValidateCore(static_cast<CoreAttribute>(i), text);
        !status.ok()) {
      return status;
    }
    rep->core[i] = Keep(text, *rep);
  }
  if (absl::Status status = internal::RequireCore(rep->core); !status.ok()) return status;
  for (const Parts::NamedValue& extension : parts_->extensions) {
    const AttributeView value = extension.value.view();
    if (absl::Status status = ValidateAttributeName(extension.name); !status.ok()) return status;
    if (absl::Status status = ValidateAttribute(value.type(), value.text()); !status.ok()) {
      return Annotate(Cat("attribute \"", extension.name, "\""), status);
    }
    const std::string_view name = Keep(extension.name, *rep);
    rep->extensions.push_back({name, AttributeView(value.type(), Keep(value.text(), *rep))});
  }
  if (absl::Status status = internal::SortExtensions(rep->extensions); !status.ok()) return status;
  if (absl::Status status = parts_->CheckData(); !status.ok()) return status;
  if (absl::Status status = internal::ValidateDataKind(
          parts_->data_kind, rep->core_text(CoreAttribute::kDatacontenttype));
      !status.ok()) {
    return status;
  }
  rep->data_kind = parts_->data_kind;
  rep->data = Keep(parts_->data, *rep);
  return Event(rep);
}

}  // namespace cloudevents
