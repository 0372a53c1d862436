#include "tests/interop/peer_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/internal/abseil_strings.h"

extern char** environ;

namespace interop {
namespace {

using ::cloudevents::internal::Cat;

// A pipe whose ends are closed with it, and in child processes.
class Pipe {
 public:
  Pipe() : ok_(::pipe2(ends_.data(), O_CLOEXEC) == 0) {}
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    for (const int end : ends_) {
      if (end >= 0) ::close(end);
    }
  }

  bool ok() const { return ok_; }
  int reading() const { return ends_[0]; }
  int writing() const { return ends_[1]; }
  int TakeWriting() { return std::exchange(ends_[1], -1); }
  void CloseWriting() { ::close(TakeWriting()); }

 private:
  std::array<int, 2> ends_ = {-1, -1};
  bool ok_;
};

// Returns 0 or an error number.
int Spawn(std::string program, const Pipe& input, const Pipe& output, pid_t* pid) {
  posix_spawn_file_actions_t actions;
  if (const int error = posix_spawn_file_actions_init(&actions); error != 0) return error;
  int error = posix_spawn_file_actions_adddup2(&actions, input.reading(), STDIN_FILENO);
  if (error == 0) {
    error = posix_spawn_file_actions_adddup2(&actions, output.writing(), STDOUT_FILENO);
  }
  if (error == 0) {
    std::array<char*, 2> arguments = {program.data(), nullptr};
    error = posix_spawn(pid, program.c_str(), &actions, nullptr, arguments.data(), environ);
  }
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

// Up to the end of the line or of the stream.
std::string ReadLine(int stream) {
  std::string line;
  for (char c = '\0'; ::read(stream, &c, 1) == 1 && c != '\n';) line += c;
  return line;
}

}  // namespace

absl::StatusOr<std::unique_ptr<PeerProcess>> PeerProcess::Start(std::string program) {
  Pipe input;
  Pipe output;
  if (!input.ok() || !output.ok()) return absl::UnavailableError("no pipe");
  pid_t pid = 0;
  if (const int error = Spawn(program, input, output, &pid); error != 0) {
    return absl::UnavailableError(Cat("cannot start ", program, ": ", std::strerror(error)));
  }
  auto process = std::unique_ptr<PeerProcess>(new PeerProcess(pid, input.TakeWriting()));
  output.CloseWriting();  // While this process holds it, a peer that ends would not end the line.
  const std::string line = ReadLine(output.reading());
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), process->port_);
  if (error != std::errc() || end != line.data() + line.size() || process->port_ == 0) {
    return absl::UnavailableError(Cat(program, " printed \"", line, "\" instead of its port"));
  }
  return process;
}

PeerProcess::~PeerProcess() {
  ::close(input_);
  ::kill(pid_, SIGTERM);
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace interop
