// Streams in memory, for commands that run in the test's process.
//
//   TestStreams streams("line one\nline two\n");
//   RunProgram("eventbus", commands, args, streams.get());
//   EXPECT_EQ(streams.out(), "...");
#ifndef TESTS_CLI_STRING_STREAMS_H_
#define TESTS_CLI_STRING_STREAMS_H_

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cli/streams.h"

namespace eventbus::cli {

// Gives out a string, at most `read_bytes` at once, then ends, or fails with `end`.
class StringInput final : public Input {
 public:
  explicit StringInput(std::string_view text, std::size_t read_bytes = std::string::npos,
                       absl::Status end = absl::OkStatus())
      : text_(text), read_bytes_(read_bytes), end_(std::move(end)) {}

  absl::StatusOr<std::size_t> Read(absl::Span<char> buffer) override {
    if (given_ == text_.size() && !end_.ok()) return end_;
    const std::size_t count = std::min({buffer.size(), read_bytes_, text_.size() - given_});
    text_.copy(buffer.data(), count, given_);
    given_ += count;
    return count;
  }

 private:
  std::string text_;
  std::size_t read_bytes_;
  absl::Status end_;
  std::size_t given_ = 0;
};

// Keeps what is written; after `limit` bytes it fails as a closed pipe does.
class StringOutput final : public Output {
 public:
  explicit StringOutput(std::size_t limit = std::string::npos) : limit_(limit) {}

  absl::Status Write(std::string_view bytes) override {
    if (bytes.size() > limit_ - text_.size()) {
      return absl::UnavailableError("cannot write test output: Broken pipe");
    }
    text_.append(bytes);
    return absl::OkStatus();
  }
  absl::Status Flush() override { return absl::OkStatus(); }

  const std::string& text() const { return text_; }

 private:
  std::size_t limit_;
  std::string text_;
};

class TestStreams {
 public:
  explicit TestStreams(std::string_view in, std::size_t out_limit = std::string::npos)
      : in_(in), out_(out_limit) {}

  Streams get() { return {.in = &in_, .out = &out_, .err = &err_}; }
  const std::string& out() const { return out_.text(); }
  const std::string& err() const { return err_.text(); }

 private:
  StringInput in_;
  StringOutput out_;
  StringOutput err_;
};

}  // namespace eventbus::cli

#endif  // TESTS_CLI_STRING_STREAMS_H_
