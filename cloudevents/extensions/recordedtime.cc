#include "cloudevents/extensions/recordedtime.h"

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "cloudevents/extensions/internal/extension_fields.h"

namespace cloudevents {
namespace {

constexpr internal::AttributeRule kRecordedTime = {.name = "recordedtime",
                                                   .type = AttributeType::kTimestamp};

}  // namespace

absl::StatusOr<std::optional<absl::Time>> GetRecordedTime(const Event& event) {
  return internal::ReadAttribute<absl::Time>(event, kRecordedTime);
}

absl::Status SetRecordedTime(absl::Time recorded, EventBuilder& builder) {
  return internal::WriteAttribute(recorded, kRecordedTime, builder);
}

}  // namespace cloudevents
