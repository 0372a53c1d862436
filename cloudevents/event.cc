#include "cloudevents/event.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "absl/hash/hash.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "cloudevents/attribute.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/core_attribute.h"
#include "cloudevents/internal/event_rep.h"
#include "cloudevents/internal/quoted.h"
#include "cloudevents/media_type.h"
#include "nlohmann/json_fwd.hpp"

namespace cloudevents {
namespace {

using internal::CoreAttribute;

constexpr std::string_view kJsonDataMediaType = "application/json";

// How much of the data DebugString shows.
constexpr std::size_t kDebugDataBytes = 256;

std::optional<std::string_view> UnlessEmpty(std::string_view text) {
  if (text.empty()) return std::nullopt;
  return text;
}

std::string_view DataKindName(DataKind kind) {
  switch (kind) {
    case DataKind::kAbsent:
      return "absent";
    case DataKind::kJson:
      return "json";
    case DataKind::kText:
      return "text";
    case DataKind::kBinary:
      return "binary";
  }
  return "unknown";
}

}  // namespace

std::string_view Event::id() const { return rep_->core_text(CoreAttribute::kId); }
std::string_view Event::source() const { return rep_->core_text(CoreAttribute::kSource); }
std::string_view Event::type() const { return rep_->core_text(CoreAttribute::kType); }
std::string_view Event::specversion() const { return rep_->core_text(CoreAttribute::kSpecversion); }

std::optional<std::string_view> Event::datacontenttype() const {
  return UnlessEmpty(rep_->core_text(CoreAttribute::kDatacontenttype));
}

std::optional<std::string_view> Event::dataschema() const {
  return UnlessEmpty(rep_->core_text(CoreAttribute::kDataschema));
}

std::optional<std::string_view> Event::subject() const {
  return UnlessEmpty(rep_->core_text(CoreAttribute::kSubject));
}

std::optional<std::string_view> Event::time_text() const {
  return UnlessEmpty(rep_->core_text(CoreAttribute::kTime));
}

std::optional<absl::Time> Event::time() const {
  const std::string_view text = rep_->core_text(CoreAttribute::kTime);
  if (text.empty()) return std::nullopt;
  return AttributeView(AttributeType::kTimestamp, text).timestamp();
}

absl::Span<const ExtensionView> Event::extensions() const { return rep_->extensions; }

std::optional<AttributeView> Event::extension(std::string_view name) const {
  const auto& all = rep_->extensions;
  const auto found = std::lower_bound(all.begin(), all.end(), name,
                                      [](const ExtensionView& extension, std::string_view wanted) {
                                        return extension.name < wanted;
                                      });
  if (found == all.end() || found->name != name) return std::nullopt;
  return found->value;
}

std::optional<AttributeView> Event::attribute(std::string_view name) const {
  const std::optional<CoreAttribute> core = internal::FindCoreAttribute(name);
  if (!core.has_value()) return extension(name);
  const std::string_view text = rep_->core_text(*core);
  if (text.empty()) return std::nullopt;
  return AttributeView(internal::CoreType(*core), text);
}

DataKind Event::data_kind() const { return rep_->data_kind; }
std::string_view Event::data() const { return rep_->data; }

std::optional<std::string_view> Event::data_media_type() const {
  if (std::optional<std::string_view> declared = datacontenttype()) return declared;
  if (data_kind() == DataKind::kJson) return kJsonDataMediaType;
  return std::nullopt;
}

absl::StatusOr<const nlohmann::json*> Event::json() const { return rep_->ParsedData(); }

std::string Event::DebugString() const {
  std::string out = "Event{";
  for (std::size_t i = 0; i < internal::kCoreAttributeCount; ++i) {
    const auto attribute = static_cast<CoreAttribute>(i);
    const std::string_view text = rep_->core_text(attribute);
    if (text.empty()) continue;
    if (i != 0) out += ", ";
    out += internal::Cat(internal::CoreName(attribute), "=", internal::Quoted(text));
  }
  for (const ExtensionView& extension : extensions()) {
    out += internal::Cat(", ", extension.name, "=", internal::Quoted(extension.value.text()));
    if (extension.value.type() != AttributeType::kString) {
      out += internal::Cat(" (", AttributeTypeName(extension.value.type()), ")");
    }
  }
  if (data_kind() != DataKind::kAbsent) {
    out += internal::Cat(", data (", DataKindName(data_kind()), ", ", data().size(),
                         " bytes)=", internal::Quoted(data(), kDebugDataBytes));
  }
  out += '}';
  return out;
}

bool operator==(const Event& a, const Event& b) {
  if (a.rep_ == b.rep_) return true;
  return a.rep_->core == b.rep_->core && a.rep_->data_kind == b.rep_->data_kind &&
         a.rep_->data == b.rep_->data && a.rep_->extensions == b.rep_->extensions;
}

std::ostream& operator<<(std::ostream& out, const Event& event) {
  return out << event.DebugString();
}

}  // namespace cloudevents

std::size_t std::hash<cloudevents::EventKey>::operator()(
    const cloudevents::EventKey& key) const noexcept {
  return absl::Hash<cloudevents::EventKey>()(key);
}
