#include "cloudevents/bindings/internal/attribute_carrier.h"

#include <string>
#include <string_view>

#include "cloudevents/bindings/header_value.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents::internal {

std::string CarriedName(const AttributeCarrier& carrier, std::string_view name) {
  return Cat(carrier.prefix, name);
}

std::string CarriedText(const AttributeCarrier& carrier, std::string_view text) {
  return carrier.text == CarrierText::kPercentEncoded ? PercentEncodeHeaderValue(text)
                                                      : std::string(text);
}

}  // namespace cloudevents::internal
