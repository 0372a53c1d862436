#include "examples/repo_watch/sink_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "cloudevents/internal/abseil_strings.h"

namespace repo_watch {
namespace {

using cloudevents::internal::Cat;

absl::Status Unavailable(std::string_view what, int error) {
  return absl::UnavailableError(Cat("outside sink: ", what, ": ", std::strerror(error)));
}

// A pipe whose ends are closed with it, and in child processes.
struct Pipe {
  std::array<int, 2> ends = {-1, -1};
  Pipe() = default;
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    for (const int end : ends) {
      if (end >= 0) close(end);
    }
  }
  bool Open() { return pipe2(ends.data(), O_CLOEXEC) == 0; }
  int reading() const { return ends[0]; }
  int writing() const { return ends[1]; }
  std::FILE* Take(int end, const char* mode) { return fdopen(std::exchange(ends[end], -1), mode); }
};

// Starts this program as the sink. Returns 0 or an error number.
int Spawn(SinkProcessOptions options, const Pipe& input, const Pipe& output, pid_t* pid) {
  std::string program = "/proc/self/exe";
  std::string role = "--role=sink";
  std::string fail = "--fail";
  std::array<char*, 4> arguments = {program.data(), role.data(),
                                    options.fail ? fail.data() : nullptr, nullptr};
  posix_spawn_file_actions_t actions;
  if (const int error = posix_spawn_file_actions_init(&actions); error != 0) return error;
  int error = posix_spawn_file_actions_adddup2(&actions, input.reading(), STDIN_FILENO);
  if (error == 0) {
    error = posix_spawn_file_actions_adddup2(&actions, output.writing(), STDOUT_FILENO);
  }
  if (error == 0) {
    error = posix_spawn(pid, program.c_str(), &actions, nullptr, arguments.data(), environ);
  }
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

}  // namespace

absl::StatusOr<std::unique_ptr<SinkProcess>> SinkProcess::Start(SinkProcessOptions options) {
  Pipe input;
  Pipe output;
  if (!input.Open() || !output.Open()) return Unavailable("no pipe", errno);
  pid_t pid = 0;
  if (const int error = Spawn(options, input, output, &pid); error != 0) {
    return Unavailable("cannot start", error);
  }
  auto process =
      std::unique_ptr<SinkProcess>(new SinkProcess(pid, input.Take(1, "w"), output.Take(0, "r")));
  // The child's ends are its own now; while this process holds them, it would see no end of input.
  close(std::exchange(input.ends[0], -1));
  close(std::exchange(output.ends[1], -1));
  if (std::fscanf(process->output_, "port %hu", &process->port_) != 1) {
    return absl::UnavailableError("outside sink: it ended without listening");
  }
  return process;
}

SinkProcess::~SinkProcess() {
  if (pid_ != 0) static_cast<void>(Finish());
}

absl::StatusOr<SinkReport> SinkProcess::Finish() {
  std::fclose(std::exchange(input_, nullptr));
  std::string printed;
  std::array<char, 4096> buffer;
  while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), output_)) {
    printed.append(buffer.data(), size);
  }
  std::fclose(std::exchange(output_, nullptr));
  if (const int status = Wait(); status != 0) {
    return absl::UnavailableError(Cat("outside sink: it ended with status ", status));
  }
  return DecodeSinkReport(printed);
}

int SinkProcess::Wait() {
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = 0;
  return status;
}

}  // namespace repo_watch
