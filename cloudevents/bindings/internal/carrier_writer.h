// Writes an event's attributes for whatever carries them, in the order in which all encoders do.
#ifndef CLOUDEVENTS_BINDINGS_INTERNAL_CARRIER_WRITER_H_
#define CLOUDEVENTS_BINDINGS_INTERNAL_CARRIER_WRITER_H_

#include <optional>
#include <string_view>

#include "cloudevents/attribute.h"
#include "cloudevents/event.h"

namespace cloudevents::internal {

// How many attributes an event has at most besides its extensions and datacontenttype.
inline constexpr int kCarriedCoreAttributes = 7;

// Calls `add(name, value)` for each attribute that is set but datacontenttype, for which each
// binding has a place of its own.
template <typename Add>
void ForEachCarriedAttribute(const Event& event, const Add& add) {
  const auto add_text = [&](std::string_view name, AttributeType type,
                            std::optional<std::string_view> text) {
    if (text.has_value()) add(name, AttributeView(type, *text));
  };
  add_text("specversion", AttributeType::kString, event.specversion());
  add_text("id", AttributeType::kString, event.id());
  add_text("source", AttributeType::kUriReference, event.source());
  add_text("type", AttributeType::kString, event.type());
  add_text("dataschema", AttributeType::kUri, event.dataschema());
  add_text("subject", AttributeType::kString, event.subject());
  add_text("time", AttributeType::kTimestamp, event.time_text());
  for (const ExtensionView& extension : event.extensions()) add(extension.name, extension.value);
}

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_BINDINGS_INTERNAL_CARRIER_WRITER_H_
