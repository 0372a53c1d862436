#include "cloudevents/extensions/sampledrate.h"

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "cloudevents/extensions/internal/extension_fields.h"

namespace cloudevents {
namespace {

constexpr internal::AttributeRule kSampledRate = {.name = "sampledrate",
                                                  .type = AttributeType::kInteger};

absl::Status CheckRate(std::int32_t rate) {
  if (rate > 0) return absl::OkStatus();
  return internal::BrokenRule(kSampledRate.name, rate, " is not greater than zero");
}

}  // namespace

absl::StatusOr<std::optional<std::int32_t>> GetSampledRate(const Event& event) {
  absl::StatusOr<std::optional<std::int32_t>> rate =
      internal::ReadAttribute<std::int32_t>(event, kSampledRate);
  if (!rate.ok() || !rate->has_value()) return rate;
  if (absl::Status status = CheckRate(**rate); !status.ok()) return status;
  return rate;
}

absl::Status SetSampledRate(std::int32_t rate, EventBuilder& builder) {
  if (absl::Status status = CheckRate(rate); !status.ok()) return status;
  return internal::WriteAttribute(rate, kSampledRate, builder);
}

}  // namespace cloudevents
