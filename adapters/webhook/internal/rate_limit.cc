#include "adapters/webhook/internal/rate_limit.h"

#include <algorithm>

#include "absl/time/time.h"

namespace adapters::webhook_internal {
namespace {

constexpr absl::Duration kGroup = absl::Milliseconds(10);

}  // namespace

absl::Duration RateLimit::Take(absl::Duration now) {
  Forget(now);
  if (taken_ >= requests_) return window_.front().last + window_length_ - now;
  if (!window_.empty() && now - window_.back().first < kGroup) {
    // Whoever read the clock first need not come first.
    window_.back().last = std::max(window_.back().last, now);
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
  while (!window_.empty() && now - window_.front().last >= window_length_) {
    taken_ -= window_.front().requests;
    window_.pop_front();
  }
}

}  // namespace adapters::webhook_internal
