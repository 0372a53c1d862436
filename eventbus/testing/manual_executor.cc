#include "eventbus/testing/manual_executor.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "eventbus/executor.h"
#include "eventbus/internal/mutex.h"
#include "eventbus/testing/fake_clock.h"
#include "gtest/gtest.h"

namespace eventbus::testing {

class ManualExecutor::Impl {
 public:
  Impl(const ManualExecutorOptions& options, FakeClock* clock)
      : options_(options), clock_(clock), random_(options.seed) {}

  std::uint64_t seed() const { return options_.seed; }

  void Run(Task task) {
    internal::MutexLock lock(mutex_);
    if (!shut_down_) due_.push_back(std::move(task));
  }

  void RunAt(absl::Duration monotonic, Task task) {
    internal::MutexLock lock(mutex_);
    if (!shut_down_) timers_.emplace(monotonic, std::move(task));
  }

  // Runs one due task outside of the lock; false if there is none.
  bool RunOne() {
    Task task = TakeDue();
    if (task == nullptr) return false;
    std::move(task)();
    return true;
  }

  // Runs due tasks until none is left or `steps` has come to the limit; false for the latter.
  bool RunDue(std::size_t& steps) {
    while (due() > 0) {
      if (steps == options_.max_steps) {
        ADD_FAILURE() << "still not idle after " << steps << " tasks, with seed " << options_.seed;
        return false;
      }
      if (RunOne()) ++steps;
    }
    return true;
  }

  std::size_t AdvanceTo(absl::Duration monotonic) {
    std::size_t steps = 0;
    while (RunDue(steps)) {
      const std::optional<absl::Duration> next = next_timer();
      const bool done = !next.has_value() || *next > monotonic;
      clock_->Advance((done ? monotonic : *next) - now());
      if (done) break;
    }
    return steps;
  }

  void Shutdown() {
    // What tasks own may call Run as it is destroyed, so this happens outside of the lock.
    std::deque<Task> due;
    std::multimap<absl::Duration, Task> timers;
    internal::MutexLock lock(mutex_);
    shut_down_ = true;
    due.swap(due_);
    timers.swap(timers_);
  }

  std::size_t due() {
    internal::MutexLock lock(mutex_);
    CollectDueTimers();
    return due_.size();
  }

  std::size_t timers() {
    internal::MutexLock lock(mutex_);
    CollectDueTimers();
    return timers_.size();
  }

  std::optional<absl::Duration> next_timer() {
    internal::MutexLock lock(mutex_);
    CollectDueTimers();
    if (timers_.empty()) return std::nullopt;
    return timers_.begin()->first;
  }

  absl::Duration now() const { return clock_->Monotonic(); }

 private:
  Task TakeDue() {
    internal::MutexLock lock(mutex_);
    CollectDueTimers();
    if (due_.empty()) return nullptr;
    // Not std::uniform_int_distribution, whose results differ between standard libraries.
    const std::size_t index = options_.seed == 0 ? 0 : random_() % due_.size();
    const auto chosen = due_.begin() + static_cast<std::ptrdiff_t>(index);
    Task task = std::move(*chosen);
    due_.erase(chosen);
    return task;
  }

  void CollectDueTimers() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    const absl::Duration now = clock_->Monotonic();
    while (!timers_.empty() && timers_.begin()->first <= now) {
      due_.push_back(std::move(timers_.begin()->second));
      timers_.erase(timers_.begin());
    }
  }

  const ManualExecutorOptions options_;
  FakeClock* const clock_;
  internal::Mutex mutex_;
  std::mt19937_64 random_ ABSL_GUARDED_BY(mutex_);
  std::deque<Task> due_ ABSL_GUARDED_BY(mutex_);
  // Equal keys stay in the order of insertion.
  std::multimap<absl::Duration, Task> timers_ ABSL_GUARDED_BY(mutex_);
  bool shut_down_ ABSL_GUARDED_BY(mutex_) = false;
};

ManualExecutor::ManualExecutor(const ManualExecutorOptions& options, FakeClock* clock)
    : impl_(std::make_unique<Impl>(options, clock)) {}

ManualExecutor::ManualExecutor(FakeClock* clock) : ManualExecutor(ManualExecutorOptions{}, clock) {}

// Shut down while impl_ is still set: the tasks destroyed by it may call Run.
ManualExecutor::~ManualExecutor() { impl_->Shutdown(); }

void ManualExecutor::Run(Task task) { impl_->Run(std::move(task)); }

void ManualExecutor::RunAt(absl::Duration monotonic, Task task) {
  impl_->RunAt(monotonic, std::move(task));
}

Progress ManualExecutor::RunPending() {
  return impl_->RunOne() ? Progress::kRanOne : Progress::kIdle;
}

std::size_t ManualExecutor::RunUntilIdle() {
  std::size_t steps = 0;
  impl_->RunDue(steps);
  return steps;
}

std::size_t ManualExecutor::AdvanceTo(absl::Duration monotonic) {
  return impl_->AdvanceTo(monotonic);
}

std::size_t ManualExecutor::AdvanceBy(absl::Duration duration) {
  return impl_->AdvanceTo(impl_->now() + duration);
}

void ManualExecutor::Shutdown() { impl_->Shutdown(); }

std::size_t ManualExecutor::due() const { return impl_->due(); }

std::size_t ManualExecutor::timers() const { return impl_->timers(); }

std::optional<absl::Duration> ManualExecutor::next_timer() const { return impl_->next_timer(); }

std::uint64_t ManualExecutor::seed() const { return impl_->seed(); }

}  // namespace eventbus::testing
