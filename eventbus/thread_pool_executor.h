// An Executor on a fixed number of threads, with a timer queue.
//
//   eventbus::SystemClock clock;
//   eventbus::ThreadPoolExecutor pool({.threads = 4}, &clock);
#ifndef EVENTBUS_THREAD_POOL_EXECUTOR_H_
#define EVENTBUS_THREAD_POOL_EXECUTOR_H_

#include <memory>

#include "eventbus/clock.h"
#include "eventbus/executor.h"

namespace eventbus {

struct ThreadPoolOptions {
  int threads = 2;  // at least 1
};

// Tasks start in the order in which they were handed in; with more than one thread they overlap.
// Idle threads sleep. Thread-safe.
class ThreadPoolExecutor final : public Executor {
 public:
  // `clock` must outlive the executor.
  ThreadPoolExecutor(const ThreadPoolOptions& options, const Clock* clock);

  // Stops the threads: tasks that run finish, tasks that have not started are destroyed unrun.
  // Must not be called from a task.
  ~ThreadPoolExecutor() override;

  void Run(Task task) override;
  void RunAt(absl::Duration monotonic, Task task) override;
  Progress RunPending() override;  // always kElsewhere

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace eventbus

#endif  // EVENTBUS_THREAD_POOL_EXECUTOR_H_
