// Runs the demo as its users do: as a program, from outside.
#ifndef TESTS_EXAMPLES_RUN_REPO_WATCH_H_
#define TESTS_EXAMPLES_RUN_REPO_WATCH_H_

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <string>

namespace repo_watch {

struct ProgramResult {
  int exit_status = -1;  // -1: it did not exit by itself
  std::string output;    // standard output and standard error; runs of spaces are one space
};

// `arguments` is text for a shell, which may redirect the program's input.
inline ProgramResult RunRepoWatch(const std::string& arguments) {
  ProgramResult result;
  std::FILE* output = popen(("examples/repo_watch/repo_watch 2>&1 " + arguments).c_str(), "r");
  if (output == nullptr) return result;
  std::array<char, 4096> buffer;
  while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), output)) {
    for (std::size_t i = 0; i < size; ++i) {
      if (buffer[i] == ' ' && result.output.ends_with(' ')) continue;
      result.output.push_back(buffer[i]);
    }
  }
  const int status = pclose(output);
  if (WIFEXITED(status)) result.exit_status = WEXITSTATUS(status);
  return result;
}

}  // namespace repo_watch

#endif  // TESTS_EXAMPLES_RUN_REPO_WATCH_H_
