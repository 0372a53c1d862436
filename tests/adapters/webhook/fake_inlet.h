// An Inlet that keeps what it is offered, and answers at once or when the test says so.
#ifndef TESTS_ADAPTERS_WEBHOOK_FAKE_INLET_H_
#define TESTS_ADAPTERS_WEBHOOK_FAKE_INLET_H_

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "cloudevents/event.h"
#include "eventbus/internal/mutex.h"
#include "eventbus/source.h"

namespace adapters {

// Thread-safe.
class FakeInlet final : public eventbus::Inlet {
 public:
  // Whether offers are accepted, said at once; nullopt: held until AnswerHeld.
  explicit FakeInlet(std::optional<absl::Status> answer) : answer_(std::move(answer)) {}

  void Offer(std::vector<cloudevents::Event> events, eventbus::Until until, Done done) override {
    std::optional<absl::Status> answer;
    {
      eventbus::internal::MutexLock lock(mutex_);
      until_ = until;
      answer = answer_;
      if (!answer.has_value()) held_.push_back(std::move(done));
      if (!answer.has_value() || answer->ok()) {
        events_.insert(events_.end(), events.begin(), events.end());
      }
      ++offers_;
      changed_.NotifyAll();
    }
    if (answer.has_value()) std::move(done)({.accepted = *std::move(answer)});
  }

  void AnswerNext(std::optional<absl::Status> answer) {
    eventbus::internal::MutexLock lock(mutex_);
    answer_ = std::move(answer);
  }

  void WaitForOffers(std::size_t count) {
    eventbus::internal::MutexLock lock(mutex_);
    while (offers_ < count) changed_.Wait(mutex_);
  }

  // Answers all that is held.
  void AnswerHeld(const absl::Status& accepted, const absl::Status& handled = absl::OkStatus()) {
    std::vector<Done> held;
    {
      eventbus::internal::MutexLock lock(mutex_);
      held.swap(held_);
    }
    for (Done& done : held) std::move(done)({.accepted = accepted, .handled = handled});
  }

  std::vector<cloudevents::Event> events() const {
    eventbus::internal::MutexLock lock(mutex_);
    return events_;
  }

  std::size_t offers() const {
    eventbus::internal::MutexLock lock(mutex_);
    return offers_;
  }

  std::optional<eventbus::Until> until() const {
    eventbus::internal::MutexLock lock(mutex_);
    return until_;
  }

 private:
  mutable eventbus::internal::Mutex mutex_;
  eventbus::internal::CondVar changed_;
  std::optional<absl::Status> answer_ ABSL_GUARDED_BY(mutex_);
  std::vector<Done> held_ ABSL_GUARDED_BY(mutex_);
  std::vector<cloudevents::Event> events_ ABSL_GUARDED_BY(mutex_);
  std::size_t offers_ ABSL_GUARDED_BY(mutex_) = 0;
  std::optional<eventbus::Until> until_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace adapters

#endif  // TESTS_ADAPTERS_WEBHOOK_FAKE_INLET_H_
