// The time, as a port: production code passes a SystemClock, tests a FakeClock.
//
//   eventbus::SystemClock clock;
//   absl::Time now = clock.Now();
#ifndef EVENTBUS_CLOCK_H_
#define EVENTBUS_CLOCK_H_

#include "absl/time/time.h"

namespace eventbus {

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;

  // The wall time. It may jump; it is what events carry as `time`.
  virtual absl::Time Now() const = 0;

  // Time since some fixed start. It never goes back; deadlines and timers use it.
  virtual absl::Duration Monotonic() const = 0;
};

// The machine's clocks.
class SystemClock final : public Clock {
 public:
  absl::Time Now() const override;
  absl::Duration Monotonic() const override;
};

}  // namespace eventbus

#endif  // EVENTBUS_CLOCK_H_
