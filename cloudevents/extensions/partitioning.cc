#include "cloudevents/extensions/partitioning.h"

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "cloudevents/extensions/internal/extension_fields.h"

namespace cloudevents {
namespace {

constexpr internal::AttributeRule kPartitionKey = {.name = "partitionkey"};

}  // namespace

absl::StatusOr<std::optional<std::string_view>> GetPartitionKey(const Event& event) {
  return internal::ReadAttribute<std::string_view>(event, kPartitionKey);
}

absl::Status SetPartitionKey(std::string_view key, EventBuilder& builder) {
  return internal::WriteAttribute(key, kPartitionKey, builder);
}

}  // namespace cloudevents
