// The program `eventbus`: builds the parts and passes them in.
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "cli/convert_command.h"
#include "cli/listen_command.h"
#include "cli/match_command.h"
#include "cli/program.h"
#include "cli/send_command.h"
#include "cli/sign_command.h"
#include "cli/streams.h"
#include "cli/validate_command.h"
#include "cli/verify_command.h"

namespace {

// Whoever starts us may have closed a standard stream, and then the next file or socket would take
// its number and get what is meant for it. What takes the place fails when it is used.
void OccupyStandardStreams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) != -1) continue;
    static_cast<void>(!::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY));
  }
}

}  // namespace

int main(int argc, char** argv) {
  using namespace eventbus::cli;  // NOLINT(google-build-using-namespace): main is all there is

  OccupyStandardStreams();
  // A reader that goes away, such as `head`, is an error of the output, told like others.
  std::signal(SIGPIPE, SIG_IGN);

  FileDescriptorInput in(STDIN_FILENO, "standard input");
  FileDescriptorOutput out(STDOUT_FILENO, "standard output");
  FileDescriptorOutput err(STDERR_FILENO, "standard error", /*buffer_bytes=*/0);
  const Command commands[] = {ValidateCommand(), ConvertCommand(), MatchCommand(), SignCommand(),
                              VerifyCommand(),   SendCommand(),    ListenCommand()};
  const std::vector<std::string_view> args(argv + 1, argv + argc);
  return static_cast<int>(
      RunProgram("eventbus", commands, args, Streams{.in = &in, .out = &out, .err = &err}));
}
