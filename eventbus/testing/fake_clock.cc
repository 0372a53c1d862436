#include "eventbus/testing/fake_clock.h"

#include <algorithm>

#include "absl/time/time.h"
#include "eventbus/internal/mutex.h"

namespace eventbus::testing {

absl::Time FakeClock::DefaultStart() { return absl::FromUnixSeconds(1'704'067'200); }

FakeClock::FakeClock(absl::Time start) : now_(start) {}

absl::Time FakeClock::Now() const {
  internal::MutexLock lock(mutex_);
  return now_;
}

absl::Duration FakeClock::Monotonic() const {
  internal::MutexLock lock(mutex_);
  return monotonic_;
}

void FakeClock::Advance(absl::Duration duration) {
  const absl::Duration passed = std::max(duration, absl::ZeroDuration());
  internal::MutexLock lock(mutex_);
  now_ += passed;
  monotonic_ += passed;
}

void FakeClock::SetNow(absl::Time now) {
  internal::MutexLock lock(mutex_);
  now_ = now;
}

}  // namespace eventbus::testing
