#include "cloudevents/internal/core_attribute.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "cloudevents/attribute.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/quoted.h"
#include "cloudevents/media_type.h"

namespace cloudevents::internal {
namespace {

struct CoreRule {
  std::string_view name;
  AttributeType type;
};

constexpr std::array<CoreRule, kCoreAttributeCount> kRules = {{
    {"specversion", AttributeType::kString},
    {"id", AttributeType::kString},
    {"source", AttributeType::kUriReference},
    {"type", AttributeType::kString},
    {"datacontenttype", AttributeType::kString},
    {"dataschema", AttributeType::kUri},
    {"subject", AttributeType::kString},
    {"time", AttributeType::kTimestamp},
}};

absl::Status Check(CoreAttribute attribute, std::string_view text) {
  if (text.empty()) return InvalidArgument("it is empty, and may not be");
  if (attribute == CoreAttribute::kSpecversion && text != kSpecversion) {
    return InvalidArgument(Quoted(text), " is no supported version: it must be \"1.0\"");
  }
  if (attribute == CoreAttribute::kDatacontenttype) {
    if (absl::Status status = ValidateMediaType(text); !status.ok()) return status;
  }
  return ValidateAttribute(CoreType(attribute), text);
}

}  // namespace

std::string_view CoreName(CoreAttribute attribute) { return kRules[Index(attribute)].name; }

AttributeType CoreType(CoreAttribute attribute) { return kRules[Index(attribute)].type; }

std::optional<CoreAttribute> FindCoreAttribute(std::string_view name) {
  // The lengths of the names tell most of them apart before any byte is compared.
  const auto match = [&](CoreAttribute attribute) -> std::optional<CoreAttribute> {
    if (name != CoreName(attribute)) return std::nullopt;
    return attribute;
  };
  switch (name.size()) {
    case 2:
      return match(CoreAttribute::kId);
    case 4:
      return match(name.front() == 't' && name[1] == 'y' ? CoreAttribute::kType
                                                         : CoreAttribute::kTime);
    case 6:
      return match(CoreAttribute::kSource);
    case 7:
      return match(CoreAttribute::kSubject);
    case 10:
      return match(CoreAttribute::kDataschema);
    case 11:
      return match(CoreAttribute::kSpecversion);
    case 15:
      return match(CoreAttribute::kDatacontenttype);
    default:
      return std::nullopt;
  }
}

absl::Status ValidateCore(CoreAttribute attribute, std::string_view text) {
  absl::Status status = Check(attribute, text);
  if (status.ok()) return status;
  return Annotate(Cat("attribute \"", CoreName(attribute), "\""), status);
}

absl::Status RequireCore(const CoreTexts& texts) {
  for (std::size_t i = 0; i < kRequiredAttributeCount; ++i) {
    if (texts[i].empty()) {
      return InvalidArgument("attribute \"", kRules[i].name, "\": it is required, and missing");
    }
  }
  return absl::OkStatus();
}

}  // namespace cloudevents::internal
