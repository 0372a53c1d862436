// A handler that keeps a copy of what it was called with, and fails when the test says so.
//
//   eventbus::testing::RecordingHandler<OrderPlaced> reserve;
//   reserve.FailNth(2, absl::UnavailableError("the warehouse is closed"));
//   auto subscription = bus.Subscribe<OrderPlaced>("inventory.reserve", reserve);
//   ... publish two orders ...
//   EXPECT_THAT(reserve.received(), ElementsAre(first_order, second_order));
#ifndef EVENTBUS_TESTING_RECORDING_HANDLER_H_
#define EVENTBUS_TESTING_RECORDING_HANDLER_H_

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "eventbus/internal/mutex.h"
#include "eventbus/testing/call_script.h"

namespace eventbus::testing {

// Copies of a handler record into the same list and follow the same script, so the test keeps one
// and the bus gets another. T must be copyable. Thread-safe.
template <typename T>
class RecordingHandler {
 public:
  // Records `occurrence`, also when the call is to fail.
  absl::Status operator()(const T& occurrence) const {
    std::size_t nth = 0;
    {
      internal::MutexLock lock(state_->mutex);
      state_->received.push_back(occurrence);
      nth = ++state_->calls;
    }
    return state_->script.Play(nth);
  }

  // The `nth` call, counted from 1 since the handler was made, returns `status` or throws a
  // std::runtime_error with `message`. The last word on a call holds.
  void FailNth(std::size_t nth, const absl::Status& status) { state_->script.FailNth(nth, status); }
  void ThrowNth(std::size_t nth, std::string_view message) {
    state_->script.ThrowNth(nth, message);
  }

  // What it was called with, in the order of the calls, since it was made or cleared.
  std::vector<T> received() const {
    internal::MutexLock lock(state_->mutex);
    return state_->received;
  }
  std::size_t count() const {
    internal::MutexLock lock(state_->mutex);
    return state_->received.size();
  }

  // Forgets what it was called with; the script and its count of calls go on.
  void Clear() {
    internal::MutexLock lock(state_->mutex);
    state_->received.clear();
  }

 private:
  struct State {
    mutable internal::Mutex mutex;
    std::vector<T> received ABSL_GUARDED_BY(mutex);
    std::size_t calls ABSL_GUARDED_BY(mutex) = 0;
    CallScript script;
  };

  std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace eventbus::testing

#endif  // EVENTBUS_TESTING_RECORDING_HANDLER_H_
