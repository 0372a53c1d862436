// The outside sink as the demo's child process: this program again, with --role=sink.
//
//   absl::StatusOr<std::unique_ptr<SinkProcess>> sink = SinkProcess::Start({.fail = true});
//   ... send to 127.0.0.1, (*sink)->port() ...
//   absl::StatusOr<SinkReport> report = (*sink)->Finish();
#ifndef EXAMPLES_REPO_WATCH_SINK_PROCESS_H_
#define EXAMPLES_REPO_WATCH_SINK_PROCESS_H_

#include <sys/types.h>

#include <cstdint>
#include <cstdio>
#include <memory>

#include "absl/status/statusor.h"
#include "examples/repo_watch/sink_report.h"

namespace repo_watch {

struct SinkProcessOptions {
  bool fail = false;  // it refuses some requests on purpose
};

// Not thread-safe.
class SinkProcess {
 public:
  // Starts the process and waits until it listens. Unavailable: it cannot be started, or ended.
  static absl::StatusOr<std::unique_ptr<SinkProcess>> Start(SinkProcessOptions options);

  // As Finish, without the report.
  ~SinkProcess();

  SinkProcess(const SinkProcess&) = delete;
  SinkProcess& operator=(const SinkProcess&) = delete;

  std::uint16_t port() const { return port_; }
  pid_t pid() const { return pid_; }

  // Lets it end, waits for that and returns what it has received. To be called once. Unavailable:
  // it ended by a failure; InvalidArgument: its report makes no sense.
  absl::StatusOr<SinkReport> Finish();

 private:
  SinkProcess(pid_t pid, std::FILE* input, std::FILE* output)
      : pid_(pid), input_(input), output_(output) {}

  // The process's exit status, once its input and output are closed.
  int Wait();

  pid_t pid_;          // 0 once it was waited for
  std::FILE* input_;   // owned; what the process reads. Its end is the sign to end
  std::FILE* output_;  // owned; what the process prints
  std::uint16_t port_ = 0;
};

}  // namespace repo_watch

#endif  // EXAMPLES_REPO_WATCH_SINK_PROCESS_H_
