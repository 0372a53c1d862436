#include "cloudevents/extensions/business_activity.h"

#include <optional>
#include <tuple>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "cloudevents/extensions/internal/extension_fields.h"

namespace cloudevents {
namespace {

constexpr auto kFields =
    std::tuple(internal::Field("bamtxid", &BusinessActivity::transaction_id),
               internal::Field("bampid", &BusinessActivity::process_id),
               internal::Field("bamptxid", &BusinessActivity::process_transaction_id),
               internal::Field("bamptxsid", &BusinessActivity::step_id),
               internal::Field("bamptxsstatus", &BusinessActivity::step_status),
               internal::Field("bamptxcompleted", &BusinessActivity::completed));

}  // namespace

absl::StatusOr<std::optional<BusinessActivity>> GetBusinessActivity(const Event& event) {
  return internal::ReadExtension(event, kFields);
}

absl::Status SetBusinessActivity(const BusinessActivity& activity, EventBuilder& builder) {
  return internal::WriteExtension(activity, kFields, builder);
}

}  // namespace cloudevents
