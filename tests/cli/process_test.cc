// The program as a process: what only a process has, that is, signals and broken pipes.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

extern char** environ;

namespace eventbus::cli {
namespace {

using ::testing::StartsWith;

// Runs the program with pipes for its three streams.
class Process {
 public:
  explicit Process(std::vector<std::string> args) {
    std::array<std::array<int, 2>, 3> pipes;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (int stream = 0; stream < 3; ++stream) {
      EXPECT_EQ(::pipe2(pipes[stream].data(), O_CLOEXEC), 0);
      posix_spawn_file_actions_adddup2(&actions, pipes[stream][stream == 0 ? 0 : 1], stream);
    }
    args.insert(args.begin(), "cli/eventbus");
    std::vector<char*> argv;
    for (std::string& arg : args) argv.push_back(arg.data());
    argv.push_back(nullptr);
    EXPECT_EQ(posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    for (int stream = 0; stream < 3; ++stream) {
      ::close(pipes[stream][stream == 0 ? 0 : 1]);
      ours_[stream] = pipes[stream][stream == 0 ? 1 : 0];
    }
  }
  ~Process() {
    for (int stream = 0; stream < 3; ++stream) Close(stream);
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }

  void WriteInput(std::string_view text) {
    EXPECT_EQ(::write(ours_[0], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }

  void Close(int stream) {
    if (ours_[stream] >= 0) ::close(ours_[stream]);
    ours_[stream] = -1;
  }

  // The next line of standard output or error; less than a line where it ends.
  std::string ReadLine(int stream) {
    std::string line;
    for (char c = '\0'; c != '\n' && ::read(ours_[stream], &c, 1) == 1;) line += c;
    return line;
  }

  // Waits for the end. The exit code, or minus the signal that ended it.
  int Wait() {
    int status = 0;
    EXPECT_EQ(::waitpid(pid_, &status, 0), pid_);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  pid_t pid_ = -1;
  std::array<int, 3> ours_ = {-1, -1, -1};
};

TEST(ProcessTest, ListenEndsGracefullyBySignals) {
  for (const int signal : {SIGINT, SIGTERM}) {
    Process process({"listen", "127.0.0.1:0"});
    EXPECT_THAT(process.ReadLine(STDERR_FILENO), StartsWith("listening on 127.0.0.1:"));
    ::kill(process.pid(), signal);
    EXPECT_EQ(process.Wait(), 0);
    EXPECT_EQ(process.ReadLine(STDERR_FILENO), "");
  }
}

TEST(ProcessTest, AnswersALineBeforeTheNextIsTyped) {
  Process process({"validate"});
  process.WriteInput("{}\n");
  EXPECT_THAT(process.ReadLine(STDOUT_FILENO), StartsWith("line 1: error: "));
  process.WriteInput("[]\n");
  EXPECT_THAT(process.ReadLine(STDOUT_FILENO), StartsWith("line 2: error: "));
  process.Close(STDIN_FILENO);
  EXPECT_EQ(process.Wait(), 1);
}

TEST(ProcessTest, AReaderThatGoesAwayIsAnError) {
  Process process({"validate"});
  process.Close(STDOUT_FILENO);
  process.WriteInput("{}\n");
  process.Close(STDIN_FILENO);
  EXPECT_EQ(process.ReadLine(STDERR_FILENO),
            "eventbus validate: cannot write standard output: Broken pipe\n");
  EXPECT_EQ(process.Wait(), 1);
}

TEST(ProcessTest, UnknownCommand) {
  Process process({"sing"});
  EXPECT_EQ(process.ReadLine(STDERR_FILENO), "eventbus: unknown command \"sing\"\n");
  EXPECT_EQ(process.Wait(), 2);
}

}  // namespace
}  // namespace eventbus::cli
