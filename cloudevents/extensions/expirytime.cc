#include "cloudevents/extensions/expirytime.h"

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "cloudevents/extensions/internal/extension_fields.h"

namespace cloudevents {
namespace {

constexpr internal::AttributeRule kExpiryTime = {.name = "expirytime",
                                                 .type = AttributeType::kTimestamp};

}  // namespace

absl::StatusOr<std::optional<absl::Time>> GetExpiryTime(const Event& event) {
  return internal::ReadAttribute<absl::Time>(event, kExpiryTime);
}

absl::Status SetExpiryTime(absl::Time expiry, EventBuilder& builder) {
  return internal::WriteAttribute(expiry, kExpiryTime, builder);
}

absl::StatusOr<bool> IsExpired(const Event& event, absl::Time now) {
  const absl::StatusOr<std::optional<absl::Time>> expiry = GetExpiryTime(event);
  if (!expiry.ok()) return expiry.status();
  return expiry->has_value() && **expiry <= now;
}

}  // namespace cloudevents
