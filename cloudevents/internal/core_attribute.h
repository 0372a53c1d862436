// The eight context attributes that the specification itself defines, and their rules in one
// table, for the builder and every decoder. CloudEvents 1.0.2, section "Context Attributes".
#ifndef CLOUDEVENTS_INTERNAL_CORE_ATTRIBUTE_H_
#define CLOUDEVENTS_INTERNAL_CORE_ATTRIBUTE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "cloudevents/attribute.h"

namespace cloudevents::internal {

// In the order in which encoders write them. The first four are required.
enum class CoreAttribute : std::uint8_t {
  kSpecversion,
  kId,
  kSource,
  kType,
  kDatacontenttype,
  kDataschema,
  kSubject,
  kTime,
};

inline constexpr std::size_t kCoreAttributeCount = 8;
inline constexpr std::size_t kRequiredAttributeCount = 4;
inline constexpr std::string_view kSpecversion = "1.0";

// A text for each core attribute; an empty one is unset, since the rules refuse empty values.
using CoreTexts = std::array<std::string_view, kCoreAttributeCount>;

constexpr std::size_t Index(CoreAttribute attribute) { return static_cast<std::size_t>(attribute); }

std::string_view CoreName(CoreAttribute attribute);
AttributeType CoreType(CoreAttribute attribute);
std::optional<CoreAttribute> FindCoreAttribute(std::string_view name);

// OK, or InvalidArgument that names the attribute, the rule and the value.
absl::Status ValidateCore(CoreAttribute attribute, std::string_view text);

// OK, or InvalidArgument that names the first required attribute that is unset.
absl::Status RequireCore(const CoreTexts& texts);

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_INTERNAL_CORE_ATTRIBUTE_H_
