#include "adapters/webhook/internal/rate_limit.h"

#include "absl/time/time.h"

namespace adapters::webhook_internal {
namespace {

constexpr absl::Duration kWindow = absl::Minutes(1);
constexpr absl::Duration kGroup = absl::Milliseconds(10);

}  // namespace

absl::Duration RateLimit::Take(absl::Duration now) {
  Forget(now);
  if (taken_ >= per_minute_) return window_.front().last + kWindow - now;
  if (!window_.empty() && now - window_.back().first < kGroup) {
    window_.back().last = now;
    ++window_.back().requests;
  } else {
    window_.push_back({.first = now, .last = now, .requests = 1});
  }
  ++taken_;
  return absl::ZeroDuration();
}

bool RateLimit::Idle(absl::Duration now) {
  Forget(now);
  return window_.empty();
}

void RateLimit::Forget(absl::Duration now) {
  while (!window_.empty() && now - window_.front().last >= kWindow) {
    taken_ -= window_.front().requests;
    window_.pop_front();
  }
}

}  // namespace adapters::webhook_internal
