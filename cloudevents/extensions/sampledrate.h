// The extension Sampled Rate: how many similar occurrences one event stands for.
//
//   absl::StatusOr<std::optional<std::int32_t>> rate = cloudevents::GetSampledRate(event);
//   if (rate.ok()) orders_seen += rate->value_or(1);
//
// https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/sampledrate.md
#ifndef CLOUDEVENTS_EXTENSIONS_SAMPLEDRATE_H_
#define CLOUDEVENTS_EXTENSIONS_SAMPLEDRATE_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"

namespace cloudevents {

// sampledrate: of 30 occurrences of which one was sent, 30. nullopt: the event has none, which is
// as a rate of 1. InvalidArgument: it is no Integer, or not greater than zero.
absl::StatusOr<std::optional<std::int32_t>> GetSampledRate(const Event& event);

// InvalidArgument, with the builder as it was, if the rate is not greater than zero.
absl::Status SetSampledRate(std::int32_t rate, EventBuilder& builder);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_EXTENSIONS_SAMPLEDRATE_H_
