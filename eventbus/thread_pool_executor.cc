// Who sleeps where. Threads without work wait on `work_`, but one of them, while there are timers,
// waits on `timer_` until the first is due: it watches the timers for all. A thread that wakes
// looks at everything again, so it does not matter which one a notification reaches. What keeps
// wake-ups from being lost is that a thread that is about to run a task first wakes the next one
// (WakeOne) if it leaves anything behind: more tasks, or timers that nobody watches. A notification
// that found the same sleeper twice is made good there.
//
// The tests that prove it: tests/eventbus/thread_pool_executor_test.cc.
#include "eventbus/thread_pool_executor.h"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "eventbus/clock.h"
#include "eventbus/executor.h"
#include "eventbus/internal/mutex.h"

namespace eventbus {
namespace {

// The longest single sleep of the timers' watcher. Timers that are further away, or never due,
// cost one wake-up each such interval; much longer ones would overflow the condition variable's
// deadline.
constexpr absl::Duration kLongestSleep = absl::Hours(1);

struct Timer {
  absl::Duration at;
  std::uint64_t sequence;  // breaks ties in the order of RunAt
  Task task;
};

// For the heap functions, whose front is the greatest: the timer that is due first.
bool IsDueAfter(const Timer& a, const Timer& b) {
  return a.at != b.at ? a.at > b.at : a.sequence > b.sequence;
}

}  // namespace

class ThreadPoolExecutor::Impl {
 public:
  Impl(const ThreadPoolOptions& options, const Clock* clock) : clock_(clock) {
    const int count = std::max(options.threads, 1);
    threads_.reserve(count);
    for (int i = 0; i < count; ++i) threads_.emplace_back([this] { Work(); });
  }

  void Run(Task task) {
    internal::CondVar* sleeper = nullptr;
    {
      internal::MutexLock lock(mutex_);
      if (stopping_) return;  // `task` is destroyed by the caller, after the lock is released
      ready_.push_back(std::move(task));
      sleeper = Sleeper();
    }
    // Outside of the lock, which the woken thread wants at once.
    if (sleeper != nullptr) sleeper->NotifyOne();
  }

  void RunAt(absl::Duration monotonic, Task task) {
    internal::MutexLock lock(mutex_);
    if (stopping_) return;
    const std::uint64_t sequence = next_sequence_++;
    timers_.push_back({monotonic, sequence, std::move(task)});
    std::push_heap(timers_.begin(), timers_.end(), IsDueAfter);
    if (timers_.front().sequence != sequence) return;
    if (timers_watched_) {
      timer_.NotifyOne();
    } else {
      WakeOne();
    }
  }

  void Stop() {
    {
      internal::MutexLock lock(mutex_);
      stopping_ = true;
      work_.NotifyAll();
      timer_.NotifyAll();
    }
    for (std::thread& thread : threads_) thread.join();
    // What tasks own may call Run as it is destroyed, so this happens outside of the lock.
    std::deque<Task> ready;
    std::vector<Timer> timers;
    internal::MutexLock lock(mutex_);
    ready.swap(ready_);
    timers.swap(timers_);
  }

 private:
  void Work() {
    for (;;) {
      Task task = NextTask();
      if (task == nullptr) return;
      std::move(task)();
    }
  }

  // Waits for a task; null once the executor stops.
  Task NextTask() {
    internal::MutexLock lock(mutex_);
    while (!stopping_) {
      const absl::Duration until_next_timer = CollectDueTimers();
      if (!ready_.empty()) {
        Task task = std::move(ready_.front());
        ready_.pop_front();
        if (!ready_.empty() || (!timers_.empty() && !timers_watched_)) WakeOne();
        return task;
      }
      Sleep(until_next_timer);
    }
    return nullptr;
  }

  // Moves the timers that are due to the ready tasks, and returns the time until the next.
  absl::Duration CollectDueTimers() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (timers_.empty()) return absl::InfiniteDuration();
    const absl::Duration now = clock_->Monotonic();
    while (!timers_.empty() && timers_.front().at <= now) {
      std::pop_heap(timers_.begin(), timers_.end(), IsDueAfter);
      ready_.push_back(std::move(timers_.back().task));
      timers_.pop_back();
    }
    return timers_.empty() ? absl::InfiniteDuration() : timers_.front().at - now;
  }

  void Sleep(absl::Duration until_next_timer) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (timers_.empty() || timers_watched_) {
      ++sleepers_;
      work_.Wait(mutex_);
      --sleepers_;
    } else {
      // Rounded up: waking early would spin until the rest of a nanosecond has passed.
      const absl::Duration sleep =
          absl::Ceil(std::min(until_next_timer, kLongestSleep), absl::Nanoseconds(1));
      timers_watched_ = true;
      timer_.WaitFor(mutex_, absl::ToChronoNanoseconds(sleep));
      timers_watched_ = false;
    }
  }

  // Where a thread sleeps that can run a task; null if none does. The watcher of the timers comes
  // last, since its place has to be taken by another.
  internal::CondVar* Sleeper() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (sleepers_ > 0) return &work_;
    return timers_watched_ ? &timer_ : nullptr;
  }

  void WakeOne() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (internal::CondVar* sleeper = Sleeper()) sleeper->NotifyOne();
  }

  const Clock* const clock_;
  internal::Mutex mutex_;
  internal::CondVar work_;
  internal::CondVar timer_;
  std::deque<Task> ready_ ABSL_GUARDED_BY(mutex_);
  std::vector<Timer> timers_ ABSL_GUARDED_BY(mutex_);  // a heap, by IsDueAfter
  std::uint64_t next_sequence_ ABSL_GUARDED_BY(mutex_) = 0;
  int sleepers_ ABSL_GUARDED_BY(mutex_) = 0;             // threads that wait on work_
  bool timers_watched_ ABSL_GUARDED_BY(mutex_) = false;  // a thread waits on timer_
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

ThreadPoolExecutor::ThreadPoolExecutor(const ThreadPoolOptions& options, const Clock* clock)
    : impl_(std::make_unique<Impl>(options, clock)) {}

// Stopped while impl_ is still set: the tasks destroyed by it may call Run.
ThreadPoolExecutor::~ThreadPoolExecutor() { impl_->Stop(); }

void ThreadPoolExecutor::Run(Task task) { impl_->Run(std::move(task)); }

void ThreadPoolExecutor::RunAt(absl::Duration monotonic, Task task) {
  impl_->RunAt(monotonic, std::move(task));
}

Progress ThreadPoolExecutor::RunPending() { return Progress::kElsewhere; }

}  // namespace eventbus
