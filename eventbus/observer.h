// What the bus tells about deliveries that went wrong, as a port.
//
//   class CountFailures final : public eventbus::Observer {
//    public:
//     void OnFailure(const eventbus::DeliveryFailure&) override { ++failures; }
//     std::atomic<int> failures = 0;
//   };
#ifndef EVENTBUS_OBSERVER_H_
#define EVENTBUS_OBSERVER_H_

#include <cstdint>
#include <string_view>

#include "absl/status/status.h"

namespace eventbus {

// Where a failed delivery is now.
enum class FailureFate : std::uint8_t {
  kDeadLettered,  // kept in the dead letters
  kEvicted,       // it was pushed out of the full dead letters by a later one, and is gone
  kRejected,      // never taken in: a publish was refused
};

struct DeliveryFailure {
  std::string_view consumer;    // the subscription's or target's name
  std::string_view event_type;  // the CloudEvents type
  std::string_view event_id;    // empty where no id was made
  int attempts = 0;
  absl::Status status;
  FailureFate fate = FailureFate::kDeadLettered;
};

// Thread-safe; called outside of the bus's locks. Must not throw. The views live for the call.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void OnFailure(const DeliveryFailure& failure) = 0;
};

// The default: one line on standard error for each failure.
class StderrObserver final : public Observer {
 public:
  void OnFailure(const DeliveryFailure& failure) override;
};

}  // namespace eventbus

#endif  // EVENTBUS_OBSERVER_H_
