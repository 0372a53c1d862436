// At most so many requests in any minute, or another length of time.
//
//   RateLimit limit(120);
//   if (absl::Duration wait = limit.Take(clock.Monotonic()); wait > absl::ZeroDuration()) {
//     ...  // come back after `wait`
//   }
#ifndef ADAPTERS_WEBHOOK_INTERNAL_RATE_LIMIT_H_
#define ADAPTERS_WEBHOOK_INTERNAL_RATE_LIMIT_H_

#include <cstdint>
#include <deque>

#include "absl/time/time.h"

namespace adapters::webhook_internal {

// A sliding window: requests may come in bursts, but never are there more than the rate within its
// length, wherever that begins. (A token bucket would let twice as many through in its first
// minute.) Requests that come within 10 ms of each other are remembered as one group, so the window
// takes at most 6,001 entries; a group leaves the window with its last request, so grouping never
// lets one through too early, and holds one back by less than 10 ms.
//
// Not thread-safe.
class RateLimit {
 public:
  // `requests` is at least 1.
  explicit RateLimit(std::int64_t requests, absl::Duration window_length = absl::Minutes(1))
      : requests_(requests), window_length_(window_length) {}

  // Another rate. What was taken before still counts.
  void SetRequests(std::int64_t requests) { requests_ = requests; }

  // Takes one request at `now`, a monotonic time, and returns zero; or takes none, and returns how
  // long it is until there is room for one.
  absl::Duration Take(absl::Duration now);

  // Whether nothing was taken within the last window.
  bool Idle(absl::Duration now);

 private:
  struct Group {
    absl::Duration first;
    absl::Duration last;
    std::int64_t requests;
  };

  void Forget(absl::Duration now);

  std::int64_t requests_;
  absl::Duration window_length_;
  std::int64_t taken_ = 0;    // the sum over window_
  std::deque<Group> window_;  // oldest first
};

}  // namespace adapters::webhook_internal

#endif  // ADAPTERS_WEBHOOK_INTERNAL_RATE_LIMIT_H_
