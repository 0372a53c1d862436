// Equivalent: what two events say, whatever the format that they came through.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/json_text.h"
#include "cloudevents/internal/json_value.h"
#include "cloudevents/media_type.h"

namespace cloudevents {
namespace {

bool SameInstant(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const absl::StatusOr<absl::Time> first = ParseTimestamp(a);
  const absl::StatusOr<absl::Time> second = ParseTimestamp(b);
  return first.ok() && second.ok() && *first == *second;
}

bool SameValue(const AttributeView& a, const AttributeView& b) {
  const bool instants =
      a.type() == AttributeType::kTimestamp || b.type() == AttributeType::kTimestamp;
  return instants ? SameInstant(a.text(), b.text()) : a.text() == b.text();
}

bool SameExtensions(absl::Span<const ExtensionView> a, absl::Span<const ExtensionView> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const ExtensionView& first, const ExtensionView& second) {
                      return first.name == second.name && SameValue(first.value, second.value);
                    });
}

std::string Lower(std::string_view text) { return absl::AsciiStrToLower(internal::ToAbsl(text)); }

// A media type in one spelling: lower case but for the values of parameters other than charset,
// parameters sorted (RFC 2045, section 5.1: their order says nothing).
struct CanonicalMediaType {
  explicit CanonicalMediaType(std::string_view media_type)
      : essence(Lower(MediaTypeEssence(media_type))), parameters(MediaTypeParameters(media_type)) {
    for (MediaTypeParameter& parameter : parameters) {
      if (parameter.name == "charset") parameter.value = Lower(parameter.value);
    }
    std::sort(parameters.begin(), parameters.end());
  }
  friend bool operator==(const CanonicalMediaType&, const CanonicalMediaType&) = default;

  std::string essence;
  std::vector<MediaTypeParameter> parameters;
};

bool SameMediaType(std::optional<std::string_view> a, std::optional<std::string_view> b) {
  if (a == b) return true;
  return a.has_value() && b.has_value() && CanonicalMediaType(*a) == CanonicalMediaType(*b);
}

// `event`'s data as a JSON value, if that is what its media type says and its bytes are; a
// discarded value if not. Bytes may nest as deep as they are many, and what is done with a value
// recurses: one that is too deep is none.
nlohmann::json DataAsJson(const Event& event) {
  const std::optional<std::string_view> media_type = event.data_media_type();
  if (!media_type.has_value() || !IsJsonMediaType(*media_type) ||
      !internal::ValidateJsonText(event.data(), kMaxBuiltJsonDepth).ok()) {
    return nlohmann::json(nlohmann::json::value_t::discarded);
  }
  const absl::StatusOr<const nlohmann::json*> value = event.json();
  if (value.ok()) return **value;
  return nlohmann::json::parse(event.data(), /*cb=*/nullptr, /*allow_exceptions=*/false);
}

bool SameData(const Event& a, const Event& b) {
  const bool absent = a.data_kind() == DataKind::kAbsent;
  if (absent != (b.data_kind() == DataKind::kAbsent)) return false;
  if (absent || a.data() == b.data()) return true;
  const nlohmann::json first = DataAsJson(a);
  const nlohmann::json second = DataAsJson(b);
  return !first.is_discarded() && !second.is_discarded() && internal::SameJsonValue(first, second);
}

}  // namespace

bool Equivalent(const Event& a, const Event& b) {
  return a.specversion() == b.specversion() && a.id() == b.id() && a.source() == b.source() &&
         a.type() == b.type() && a.dataschema() == b.dataschema() && a.subject() == b.subject() &&
         a.time_text().has_value() == b.time_text().has_value() &&
         SameInstant(a.time_text().value_or(""), b.time_text().value_or("")) &&
         SameMediaType(a.data_media_type(), b.data_media_type()) &&
         SameExtensions(a.extensions(), b.extensions()) && SameData(a, b);
}

}  // namespace cloudevents
