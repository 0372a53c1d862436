// A peer: a process with an official SDK, or an independent reader, behind an HTTP server.
//
//   absl::StatusOr<std::unique_ptr<PeerProcess>> peer = PeerProcess::Start("peers/Python");
//   ... talk to http://127.0.0.1:(*peer)->port() ...
//
// A peer prints the number of its port as its first line, serves until its standard input ends,
// and ends then.
#ifndef TESTS_INTEROP_PEER_PROCESS_H_
#define TESTS_INTEROP_PEER_PROCESS_H_

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace interop {

// Not thread-safe.
class PeerProcess {
 public:
  // Starts the program and waits until it has printed its port. Unavailable: it cannot be started,
  // or it ends before or prints something else.
  static absl::StatusOr<std::unique_ptr<PeerProcess>> Start(std::string program);

  // Ends the process and waits for it.
  ~PeerProcess();

  PeerProcess(const PeerProcess&) = delete;
  PeerProcess& operator=(const PeerProcess&) = delete;

  std::uint16_t port() const { return port_; }

 private:
  PeerProcess(pid_t pid, int input) : pid_(pid), input_(input) {}

  pid_t pid_;
  int input_;  // owned; its end is the sign to end
  std::uint16_t port_ = 0;
};

}  // namespace interop

#endif  // TESTS_INTEROP_PEER_PROCESS_H_
