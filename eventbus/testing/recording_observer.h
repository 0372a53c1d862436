// An Observer that keeps what it was told.
//
//   eventbus::testing::RecordingObserver observer;
//   ... a bus that reports to &observer ...
//   ASSERT_EQ(observer.failures().size(), 1);
//   EXPECT_EQ(observer.failures()[0].consumer, "inventory.reserve");
#ifndef EVENTBUS_TESTING_RECORDING_OBSERVER_H_
#define EVENTBUS_TESTING_RECORDING_OBSERVER_H_

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "eventbus/internal/mutex.h"
#include "eventbus/observer.h"

namespace eventbus::testing {

// DeliveryFailure with strings of its own. Of the status, code and message are kept.
struct RecordedFailure {
  std::string consumer;
  std::string event_type;
  std::string event_id;
  int attempts = 0;
  absl::Status status;
  FailureFate fate = FailureFate::kDeadLettered;

  friend bool operator==(const RecordedFailure&, const RecordedFailure&) = default;
};

std::ostream& operator<<(std::ostream& out, const RecordedFailure& failure);

// Thread-safe.
class RecordingObserver final : public Observer {
 public:
  void OnFailure(const DeliveryFailure& failure) override;

  // In the order of the calls.
  std::vector<RecordedFailure> failures() const;
  std::size_t count() const;
  void Clear();

 private:
  mutable internal::Mutex mutex_;
  std::vector<RecordedFailure> failures_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace eventbus::testing

#endif  // EVENTBUS_TESTING_RECORDING_OBSERVER_H_
