// A Clock whose time passes when the test says so.
//
//   eventbus::testing::FakeClock clock;
//   eventbus::UuidV7Generator ids(&clock);
//   clock.Advance(absl::Seconds(5));
//
// Timers do not run because of it: a ManualExecutor's AdvanceBy moves the clock it was given and
// runs its timers.
#ifndef EVENTBUS_TESTING_FAKE_CLOCK_H_
#define EVENTBUS_TESTING_FAKE_CLOCK_H_

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "eventbus/clock.h"
#include "eventbus/internal/mutex.h"

namespace eventbus::testing {

// Thread-safe. Monotonic() starts at zero.
class FakeClock final : public Clock {
 public:
  // 2024-01-01T00:00:00Z.
  static absl::Time DefaultStart();

  explicit FakeClock(absl::Time start = DefaultStart());

  absl::Time Now() const override;
  absl::Duration Monotonic() const override;

  // Lets `duration` pass, on both clocks. A negative one counts as zero: time does not go back.
  void Advance(absl::Duration duration);

  // Sets the wall time only, in either direction, as an administrator or a time server does.
  void SetNow(absl::Time now);

 private:
  mutable internal::Mutex mutex_;
  absl::Time now_ ABSL_GUARDED_BY(mutex_);
  absl::Duration monotonic_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace eventbus::testing

#endif  // EVENTBUS_TESTING_FAKE_CLOCK_H_
