#include "cloudevents/extensions/deprecation.h"

#include <optional>
#include <tuple>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "cloudevents/extensions/internal/extension_fields.h"

namespace cloudevents {
namespace {

constexpr auto kFields =
    std::tuple(internal::Field("deprecated", &Deprecation::deprecated),
               internal::Field("deprecationfrom", &Deprecation::from),
               internal::Field("deprecationsunset", &Deprecation::sunset),
               internal::Field({.name = "deprecationmigration", .type = AttributeType::kUri},
                               &Deprecation::migration));

absl::Status CheckDeprecation(const Deprecation& deprecation) {
  if (!deprecation.deprecated) {
    return internal::BrokenRule("deprecated", "it is false, and must be true where it is set");
  }
  const std::optional<absl::Time> from = deprecation.from;
  const std::optional<absl::Time> sunset = deprecation.sunset;
  if (from.has_value() && sunset.has_value() && *sunset < *from) {
    return internal::BrokenRule("deprecationsunset", AttributeValue(*sunset).text(),
                                " is before deprecationfrom, ", AttributeValue(*from).text());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::optional<Deprecation>> GetDeprecation(const Event& event) {
  return internal::ReadExtension(event, kFields, &CheckDeprecation);
}

absl::Status SetDeprecation(const Deprecation& deprecation, EventBuilder& builder) {
  return internal::WriteExtension(deprecation, kFields, builder, &CheckDeprecation);
}

}  // namespace cloudevents
