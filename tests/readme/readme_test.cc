// The program in README.md is the one that is built, and does what README.md says.
#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace {

std::string Read(const char* path) {
  std::ifstream file(path);
  EXPECT_TRUE(file.good()) << path;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// What stands between the first line ````language` after `from` and the next ```.
std::string Block(const std::string& text, std::string_view language) {
  const std::string opening = "```" + std::string(language) + "\n";
  const std::size_t begin = text.find(opening);
  if (begin == std::string::npos) return "";
  const std::size_t end = text.find("```\n", begin + opening.size());
  return text.substr(begin + opening.size(), end - begin - opening.size());
}

std::string OutputOf(const char* command) {
  std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command, "r"), &pclose);
  std::string output;
  std::array<char, 256> buffer;
  while (std::fgets(buffer.data(), buffer.size(), pipe.get()) != nullptr) output += buffer.data();
  return output;
}

TEST(ReadmeTest, TheProgramIsTheOneThatIsBuilt) {
  EXPECT_EQ(Block(Read("README.md"), "cpp"), Read("examples/first_steps/first_steps.cc"));
}

TEST(ReadmeTest, TheProgramPrintsWhatTheReadmeSays) {
  EXPECT_EQ(OutputOf("examples/first_steps/first_steps"),
            "reserve goods for o-1\n1 of 1 handlers succeeded\n");
}

}  // namespace
