// The Retry-After header, both ways (RFC 9110, section 10.2.3).
//
//   std::optional<absl::Duration> delay = ParseRetryAfter("120", clock.Now(), absl::Hours(1));
#ifndef ADAPTERS_WEBHOOK_INTERNAL_RETRY_AFTER_H_
#define ADAPTERS_WEBHOOK_INTERNAL_RETRY_AFTER_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace adapters::webhook_internal {

// How long to wait, from a number of seconds or an HTTP-date (all three forms of RFC 9110, section
// 5.6.7) seen at `now`; a date that has passed is no wait at all. The wait is cut at `max`, so that
// no answer can silence a target for good. nullopt for anything else: then the sender's own
// schedule holds.
std::optional<absl::Duration> ParseRetryAfter(std::string_view value, absl::Time now,
                                              absl::Duration max);

// `delay` in whole seconds, rounded up; never negative.
std::string FormatRetryAfter(absl::Duration delay);

}  // namespace adapters::webhook_internal

#endif  // ADAPTERS_WEBHOOK_INTERNAL_RETRY_AFTER_H_
