#include "eventbus/testing/recording_observer.h"

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "eventbus/internal/mutex.h"
#include "eventbus/observer.h"
#include "eventbus/testing/unshared_status.h"

namespace eventbus::testing {
namespace {

std::string_view FateName(FailureFate fate) {
  switch (fate) {
    case FailureFate::kDeadLettered:
      return "dead-lettered";
    case FailureFate::kEvicted:
      return "evicted";
    case FailureFate::kRejected:
      return "rejected";
  }
  return "invalid";
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const RecordedFailure& failure) {
  return out << failure.consumer << ": " << failure.event_type << " (id \"" << failure.event_id
             << "\") " << FateName(failure.fate) << ", attempts " << failure.attempts << ", "
             << failure.status;
}

void RecordingObserver::OnFailure(const DeliveryFailure& failure) {
  internal::MutexLock lock(mutex_);
  failures_.push_back({.consumer = std::string(failure.consumer),
                       .event_type = std::string(failure.event_type),
                       .event_id = std::string(failure.event_id),
                       .attempts = failure.attempts,
                       .status = Unshared(failure.status),
                       .fate = failure.fate});
}

std::vector<RecordedFailure> RecordingObserver::failures() const {
  internal::MutexLock lock(mutex_);
  std::vector<RecordedFailure> copies = failures_;
  for (RecordedFailure& failure : copies) failure.status = Unshared(failure.status);
  return copies;
}

std::size_t RecordingObserver::count() const {
  internal::MutexLock lock(mutex_);
  return failures_.size();
}

void RecordingObserver::Clear() {
  internal::MutexLock lock(mutex_);
  failures_.clear();
}

}  // namespace eventbus::testing
