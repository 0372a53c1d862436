// Reads an event in binary mode from whatever carries its attributes, by the carrier's row of the
// table (attribute_carrier.h).
//
//   CarrierReader reader(kKafkaHeaders, options);
//   if (Status status = reader.ReadAll(record.headers); !status.ok()) return status;
//   return std::move(reader).Finish(content_type, std::move(record.value));
#ifndef CLOUDEVENTS_BINDINGS_INTERNAL_CARRIER_READER_H_
#define CLOUDEVENTS_BINDINGS_INTERNAL_CARRIER_READER_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/bindings/internal/attribute_carrier.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/event_assembler.h"

namespace cloudevents::internal {

class CarrierReader {
 public:
  // Both must outlive the reader.
  CarrierReader(const AttributeCarrier& carrier, const DecodeOptions& options)
      : carrier_(carrier), options_(options), assembler_(options) {}

  // One item. What carries no attribute is passed over. InvalidArgument names the item.
  absl::Status Read(std::string_view name, std::string_view value);

  // Each of `items`, which have a name and a value.
  template <typename Items>
  absl::Status ReadAll(const Items& items) {
    for (const auto& item : items) {
      if (absl::Status status = Read(item.name, item.value); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  // One item whose value has a type: its canonical text.
  absl::Status ReadTyped(std::string_view name, AttributeType type, std::string_view text);

  // One item whose value says that the attribute is unset.
  absl::Status ReadUnset(std::string_view name);

  // The event. `content_type` is what the message's own place for it has; empty: nothing.
  // `body` unset: the event has no data.
  absl::StatusOr<Event> Finish(std::string_view content_type, std::optional<std::string> body) &&;

 private:
  // The attribute's name in the item's; nullopt if it carries none.
  absl::StatusOr<std::optional<std::string_view>> AttributeName(std::string_view item_name);
  absl::Status Add(std::string_view item_name, std::string_view attribute_name, AttributeType type,
                   std::string_view text);

  const AttributeCarrier& carrier_;
  const DecodeOptions& options_;
  EventAssembler assembler_;
  std::string_view prefix_seen_;
  std::optional<std::string> media_type_;  // as an attribute has it
};

// Whether an item's name is that of the content type, where that is an item too.
bool IsContentType(const AttributeCarrier& carrier, std::string_view name);
absl::Status ContentTypeTwice(const AttributeCarrier& carrier);

// The value of the item that has the content type; empty if there is none. InvalidArgument if
// there are two.
template <typename Items>
absl::StatusOr<std::string_view> ContentTypeOf(const AttributeCarrier& carrier,
                                               const Items& items) {
  std::optional<std::string_view> found;
  for (const auto& item : items) {
    if (!IsContentType(carrier, item.name)) continue;
    if (found.has_value()) return ContentTypeTwice(carrier);
    found = item.value;
  }
  return found.value_or("");
}

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_BINDINGS_INTERNAL_CARRIER_READER_H_
