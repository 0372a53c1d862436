// An Executor that runs tasks when the test says so, on the test's thread, in an order that a seed
// decides. The same seed gives the same order, on every machine.
//
//   eventbus::testing::FakeClock clock;
//   eventbus::testing::ManualExecutor executor({.seed = seed}, &clock);
//   SCOPED_TRACE(::testing::Message() << "seed " << executor.seed());
//   executor.RunAt(absl::Seconds(5), [&] { timed_out = true; });
//   executor.RunUntilIdle();             // nothing is due
//   executor.AdvanceBy(absl::Seconds(5));  // timed_out is true
#ifndef EVENTBUS_TESTING_MANUAL_EXECUTOR_H_
#define EVENTBUS_TESTING_MANUAL_EXECUTOR_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "absl/time/time.h"
#include "eventbus/executor.h"
#include "eventbus/testing/fake_clock.h"

namespace eventbus::testing {

struct ManualExecutorOptions {
  // Decides which of the due tasks runs next. 0 runs them in the order in which they became due:
  // tasks as they were handed in, timers by time and then as they were handed in.
  std::uint64_t seed = 0;

  // How many tasks one call of RunUntilIdle, AdvanceTo or AdvanceBy runs at most. Tasks that keep
  // making tasks would run for ever otherwise.
  std::size_t max_steps = 1'000'000;
};

// Tasks may be handed in by any thread. They run one at a time if one thread at a time calls the
// functions that run them. A task may call them too: it then waits for other tasks.
class ManualExecutor final : public Executor {
 public:
  // `clock` must outlive the executor.
  ManualExecutor(const ManualExecutorOptions& options, FakeClock* clock);

  // In seed order 0.
  explicit ManualExecutor(FakeClock* clock);

  // Destroys the tasks that have not run.
  ~ManualExecutor() override;

  void Run(Task task) override;
  void RunAt(absl::Duration monotonic, Task task) override;

  // Runs one of the tasks that are due by the clock. Never kElsewhere.
  Progress RunPending() override;

  // Runs tasks until none is due, also those that tasks hand in meanwhile; the clock stands still.
  // Returns how many ran. Reaching max_steps is a non-fatal failure of the running GoogleTest test.
  std::size_t RunUntilIdle();

  // Runs what is due, then moves the clock from timer to timer up to `monotonic` and runs what
  // becomes due at each, and leaves the clock there. Returns how many tasks ran. A time in the past
  // moves nothing. At max_steps it stops where it is, as RunUntilIdle does.
  std::size_t AdvanceTo(absl::Duration monotonic);
  std::size_t AdvanceBy(absl::Duration duration);

  // From now on tasks are destroyed instead of run, also those that wait. Idempotent.
  void Shutdown();

  // Tasks that could run now, timers that are not due yet, and when the first of these will be.
  std::size_t due() const;
  std::size_t timers() const;
  std::optional<absl::Duration> next_timer() const;

  // For failure messages.
  std::uint64_t seed() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace eventbus::testing

#endif  // EVENTBUS_TESTING_MANUAL_EXECUTOR_H_
