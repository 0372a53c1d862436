// Events of CloudEvents 0.3, the version before 1.0: they are read, and become events of 1.0.
//
// What differs (CloudEvents 0.3, section "Context Attributes"): `schemaurl` is what 1.0 calls
// `dataschema`, and `datacontentencoding: base64` says that the data is binary and stands there as
// base64 text. The rest is the same.
#ifndef CLOUDEVENTS_INTERNAL_VERSION_03_H_
#define CLOUDEVENTS_INTERNAL_VERSION_03_H_

#include <string_view>

#include "cloudevents/internal/core_attribute.h"
#include "cloudevents/internal/event_rep.h"

namespace cloudevents::internal {

inline constexpr std::string_view kSpecversion03 = "0.3";

// Whether the attribute says that the event is one of 0.3, which ValidateCore refuses.
constexpr bool IsVersion03(CoreAttribute attribute, std::string_view text) {
  return attribute == CoreAttribute::kSpecversion && text == kSpecversion03;
}

// Whether the extension says, in an event of 0.3, that the data stands there as base64 text.
bool SaysBase64(std::string_view extension, std::string_view text);

// Turns attributes of 0.3 into those of 1.0; does nothing if the event is not one of 0.3. A
// `schemaurl` that 1.0 does not allow as a `dataschema`, being no absolute URI, stays an extension
// of its name. `base64` becomes whether the data stands there as base64 text. The extensions must
// be sorted.
void UpgradeFromVersion03(EventRep& rep, bool& base64);

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_INTERNAL_VERSION_03_H_
