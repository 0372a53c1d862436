#include "adapters/webhook/internal/retry_after.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/optional_space.h"

namespace adapters::webhook_internal {
namespace {

using ::cloudevents::internal::ToAbsl;

// Delta-seconds may have any number of digits; from 30 years on they are all the same to us.
std::optional<absl::Duration> ParseSeconds(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::int64_t seconds = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return std::nullopt;
    if (seconds < 1'000'000'000) seconds = seconds * 10 + (digit - '0');
  }
  return absl::Seconds(seconds);
}

// The preferred form first, then the two obsolete ones that a recipient must still read.
std::optional<absl::Time> ParseHttpDate(std::string_view text, absl::Time now) {
  static constexpr const char* kFormats[] = {"%a, %d %b %Y %H:%M:%S GMT",
                                             "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"};
  for (const char* format : kFormats) {
    absl::Time time;
    std::string error;
    if (!absl::ParseTime(format, ToAbsl(text), absl::UTCTimeZone(), &time, &error)) continue;
    if (time == absl::InfiniteFuture() || time == absl::InfinitePast()) continue;  // Abseil's own
    // A two-digit year that appears to be more than 50 years ahead means the past century.
    if (format == kFormats[1] && time - now > absl::Hours(24 * 365 * 50)) return now;
    return time;
  }
  return std::nullopt;
}

}  // namespace

std::optional<absl::Duration> ParseRetryAfter(std::string_view value, absl::Time now,
                                              absl::Duration max) {
  value = cloudevents::internal::TrimOptionalSpace(value);
  std::optional<absl::Duration> delay = ParseSeconds(value);
  if (!delay.has_value()) {
    const std::optional<absl::Time> date = ParseHttpDate(value, now);
    if (!date.has_value()) return std::nullopt;
    delay = *date - now;
  }
  return std::clamp(*delay, absl::ZeroDuration(), max);
}

std::string FormatRetryAfter(absl::Duration delay) {
  const absl::Duration positive = std::max(delay, absl::ZeroDuration());
  return cloudevents::internal::Cat(absl::ToInt64Seconds(absl::Ceil(positive, absl::Seconds(1))));
}

}  // namespace adapters::webhook_internal
