// Where work runs, as a port. The engine owns no thread: it hands tasks to an Executor. The thread
// pool and the test kit's seeded executor are two implementations; a UI loop or an Asio context
// makes a third in a dozen lines.
//
//   eventbus::ThreadPoolExecutor pool({.threads = 2}, &clock);
//   pool.Run([] { ... });
//   pool.RunAt(clock.Monotonic() + absl::Seconds(5), [] { ... });
#ifndef EVENTBUS_EXECUTOR_H_
#define EVENTBUS_EXECUTOR_H_

#include <cstdint>

#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"

namespace eventbus {

using Task = absl::AnyInvocable<void() &&>;

// What a thread that has to wait for other tasks learns from Executor::RunPending.
enum class Progress : std::uint8_t {
  kRanOne,     // one task ran on the calling thread
  kIdle,       // nothing is due, and nothing runs unless this thread goes on
  kElsewhere,  // other threads run the tasks: wait for them
};

// Thread-safe. Tasks must not throw.
class Executor {
 public:
  virtual ~Executor() = default;

  // Runs `task` once, soon, never before Run has returned (not on the caller's stack). An executor
  // that is shut down destroys the task instead; what the task owns learns of it from its
  // destructor.
  virtual void Run(Task task) = 0;

  // Runs `task` once, at or after `monotonic` by the executor's clock, and like Run never before
  // RunAt has returned.
  virtual void RunAt(absl::Duration monotonic, Task task) = 0;

  // For a caller that waits for tasks: an executor without threads of its own runs one that is due.
  virtual Progress RunPending() = 0;
};

}  // namespace eventbus

#endif  // EVENTBUS_EXECUTOR_H_
