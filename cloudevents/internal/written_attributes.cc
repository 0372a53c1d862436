#include "cloudevents/internal/written_attributes.h"

#include <cstddef>
#include <optional>
#include <vector>

#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/core_attribute.h"

namespace cloudevents::internal {

std::vector<ExtensionView> WrittenAttributes(const Event& event) {
  std::vector<ExtensionView> attributes;
  attributes.reserve(kCoreAttributeCount + event.extensions().size());
  for (std::size_t i = 0; i < kCoreAttributeCount; ++i) {
    const auto core = static_cast<CoreAttribute>(i);
    std::optional<AttributeView> value = event.attribute(CoreName(core));
    if (core == CoreAttribute::kDatacontenttype && event.data_media_type().has_value()) {
      value = AttributeView(AttributeType::kString, *event.data_media_type());
    }
    if (value.has_value()) attributes.push_back({CoreName(core), *value});
  }
  attributes.insert(attributes.end(), event.extensions().begin(), event.extensions().end());
  return attributes;
}

}  // namespace cloudevents::internal
