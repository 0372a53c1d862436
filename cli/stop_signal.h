// Waits for the end of a command that runs until it is told to stop: by SIGINT, by SIGTERM, or by
// itself.
//
//   absl::StatusOr<std::unique_ptr<StopSignal>> stop = StopSignal::Create();
//   Server server([&] { if (enough) (*stop)->Raise(); });  // threads inherit the blocked signals
//   (*stop)->Wait();
#ifndef CLI_STOP_SIGNAL_H_
#define CLI_STOP_SIGNAL_H_

#include <csignal>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace eventbus::cli {

// While it exists, SIGINT and SIGTERM are blocked on the thread that made it and on those that this
// thread starts from then on, so that they end nothing but the wait. In a process that has other
// threads already, those must block them too. To be waited for and destroyed on the same thread.
class StopSignal {
 public:
  // Internal if the kernel gives no descriptors.
  static absl::StatusOr<std::unique_ptr<StopSignal>> Create();
  ~StopSignal();

  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  // Ends the wait, now or later. Thread-safe.
  void Raise();

  // Returns after a signal or a Raise. From then on the signals act on this thread as they did
  // before: whoever is impatient with a graceful end presses Ctrl-C again.
  void Wait();

 private:
  StopSignal(int signals, int raised, const sigset_t& mask_before);
  void RestoreMask();

  int signals_;  // a signalfd
  int raised_;   // an eventfd
  sigset_t mask_before_;
};

}  // namespace eventbus::cli

#endif  // CLI_STOP_SIGNAL_H_
