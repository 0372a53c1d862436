#include "cloudevents/extensions/correlation.h"

#include <optional>
#include <tuple>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "cloudevents/extensions/internal/extension_fields.h"

namespace cloudevents {
namespace {

constexpr auto kFields = std::tuple(internal::Field("correlationid", &Correlation::correlation_id),
                                    internal::Field("causationid", &Correlation::causation_id));

}  // namespace

absl::StatusOr<std::optional<Correlation>> GetCorrelation(const Event& event) {
  return internal::ReadExtension(event, kFields);
}

absl::Status SetCorrelation(const Correlation& correlation, EventBuilder& builder) {
  return internal::WriteExtension(correlation, kFields, builder);
}

}  // namespace cloudevents
