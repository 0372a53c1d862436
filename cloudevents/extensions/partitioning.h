// The extension Partitioning: the key by which brokers and their clients put events into
// partitions; events with the same key go into the same one.
//
//   absl::Status status = cloudevents::SetPartitionKey(order.customer_id, builder);
//   ...
//   absl::StatusOr<std::optional<std::string_view>> key = cloudevents::GetPartitionKey(event);
//
// An intermediary may change the key or remove it (EventBuilder::RemoveExtension("partitionkey")).
//
// https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/partitioning.md
#ifndef CLOUDEVENTS_EXTENSIONS_PARTITIONING_H_
#define CLOUDEVENTS_EXTENSIONS_PARTITIONING_H_

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"

namespace cloudevents {

// partitionkey, a view that lives as long as any copy of the event. nullopt: the event has none.
// InvalidArgument: it is empty, or no String.
absl::StatusOr<std::optional<std::string_view>> GetPartitionKey(const Event& event);

// InvalidArgument, with the builder as it was, if the key is empty or no String's text.
absl::Status SetPartitionKey(std::string_view key, EventBuilder& builder);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_EXTENSIONS_PARTITIONING_H_
