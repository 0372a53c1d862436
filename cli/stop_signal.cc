#include "cli/stop_signal.h"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace eventbus::cli {

absl::StatusOr<std::unique_ptr<StopSignal>> StopSignal::Create() {
  sigset_t stop_signals;
  sigemptyset(&stop_signals);
  sigaddset(&stop_signals, SIGINT);
  sigaddset(&stop_signals, SIGTERM);
  const int signals = ::signalfd(-1, &stop_signals, SFD_CLOEXEC);
  if (signals < 0) return absl::InternalError("no descriptor to wait for signals");
  const int raised = ::eventfd(0, EFD_CLOEXEC);
  if (raised < 0) {
    ::close(signals);
    return absl::InternalError("no descriptor to wait for the end");
  }
  sigset_t mask_before;
  pthread_sigmask(SIG_BLOCK, &stop_signals, &mask_before);
  return std::unique_ptr<StopSignal>(new StopSignal(signals, raised, mask_before));
}

StopSignal::StopSignal(int signals, int raised, const sigset_t& mask_before)
    : signals_(signals), raised_(raised), mask_before_(mask_before) {}

StopSignal::~StopSignal() {
  RestoreMask();
  ::close(signals_);
  ::close(raised_);
}

void StopSignal::Raise() {
  // It can fail only where the counter is full, and then the wait ends anyway.
  constexpr std::uint64_t kOnce = 1;
  static_cast<void>(!::write(raised_, &kOnce, sizeof(kOnce)));
}

void StopSignal::Wait() {
  std::array<pollfd, 2> ready = {pollfd{.fd = signals_, .events = POLLIN, .revents = 0},
                                 pollfd{.fd = raised_, .events = POLLIN, .revents = 0}};
  while (::poll(ready.data(), ready.size(), -1) < 0 && errno == EINTR) {
  }
  // The signal is taken off, or it would end the process as soon as it is unblocked.
  if ((ready[0].revents & POLLIN) != 0) {
    signalfd_siginfo signal;
    static_cast<void>(!::read(signals_, &signal, sizeof(signal)));
  }
  RestoreMask();
}

void StopSignal::RestoreMask() { pthread_sigmask(SIG_SETMASK, &mask_before_, nullptr); }

}  // namespace eventbus::cli
