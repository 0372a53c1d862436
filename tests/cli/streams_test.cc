#include "cli/streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace eventbus::cli {
namespace {

using ::testing::HasSubstr;

std::string MessageOf(const absl::Status& status) { return status.ToString(); }

// A pipe whose ends are closed at the end.
class Pipe {
 public:
  Pipe() { EXPECT_EQ(::pipe2(ends_.data(), O_CLOEXEC), 0); }
  ~Pipe() {
    CloseReader();
    ::close(ends_[1]);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int reader() const { return ends_[0]; }
  int writer() const { return ends_[1]; }
  void CloseReader() {
    if (ends_[0] >= 0) ::close(ends_[0]);
    ends_[0] = -1;
  }

 private:
  std::array<int, 2> ends_ = {-1, -1};
};

TEST(StreamsTest, WhatIsWrittenArrivesWhenItIsFlushed) {
  Pipe pipe;
  FileDescriptorOutput output(pipe.writer(), "standard output");
  FileDescriptorInput input(pipe.reader(), "standard input");
  std::array<char, 16> buffer;
  ASSERT_TRUE(output.Write("ab").ok());
  ASSERT_TRUE(output.Write("c").ok());
  ASSERT_TRUE(output.Flush().ok());
  const absl::StatusOr<std::size_t> count = input.Read(absl::MakeSpan(buffer));
  ASSERT_TRUE(count.ok()) << count.status();
  EXPECT_EQ(std::string_view(buffer.data(), *count), "abc");
}

TEST(StreamsTest, AClosedPipeIsAStatusThatStays) {
  const auto previous = std::signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  pipe.CloseReader();
  FileDescriptorOutput output(pipe.writer(), "standard output", /*buffer_bytes=*/0);
  const absl::Status status = output.Write("x");
  EXPECT_TRUE(absl::IsUnavailable(status));
  EXPECT_EQ(MessageOf(status), "UNAVAILABLE: cannot write standard output: Broken pipe");
  EXPECT_EQ(output.Write("y"), status);
  EXPECT_EQ(output.Flush(), status);
  std::signal(SIGPIPE, previous);
}

TEST(StreamsTest, ReadsFiles) {
  const std::string path = ::testing::TempDir() + "/streams_test.txt";
  std::ofstream(path) << "hello";
  absl::StatusOr<std::unique_ptr<Input>> file = OpenFile(path);
  ASSERT_TRUE(file.ok()) << file.status();
  std::array<char, 16> buffer;
  EXPECT_EQ(*(*file)->Read(absl::MakeSpan(buffer)), 5U);
  EXPECT_EQ(*(*file)->Read(absl::MakeSpan(buffer)), 0U);
}

TEST(StreamsTest, SaysWhichFileCannotBeRead) {
  EXPECT_EQ(MessageOf(OpenFile("no/such/file").status()),
            "NOT_FOUND: cannot open no/such/file: No such file or directory");
  absl::StatusOr<std::unique_ptr<Input>> folder = OpenFile("/");
  ASSERT_TRUE(folder.ok()) << folder.status();
  std::array<char, 16> buffer;
  const absl::Status read = (*folder)->Read(absl::MakeSpan(buffer)).status();
  EXPECT_THAT(MessageOf(read), HasSubstr("UNAVAILABLE: cannot read /: Is a directory"));
}

}  // namespace
}  // namespace eventbus::cli
