// Where a command reads and writes: interfaces, so that tests run commands in-process.
//
//   FileDescriptorInput in(STDIN_FILENO, "standard input");
//   FileDescriptorOutput out(STDOUT_FILENO, "standard output");
//   FileDescriptorOutput err(STDERR_FILENO, "standard error");
//   Streams streams{.in = &in, .out = &out, .err = &err};
//
// Unlike iostreams, every failure is a Status that says which stream failed and why.
#ifndef CLI_STREAMS_H_
#define CLI_STREAMS_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace eventbus::cli {

// Bytes to read. Not thread-safe.
class Input {
 public:
  virtual ~Input() = default;

  // Waits until there is something, and reads at least one byte and at most `buffer.size()`, which
  // is not 0. Returns how many; 0 at the end. Unavailable, with the stream's name, if reading
  // fails.
  virtual absl::StatusOr<std::size_t> Read(absl::Span<char> buffer) = 0;
};

// Bytes to write. Not thread-safe.
class Output {
 public:
  virtual ~Output() = default;

  // Takes the bytes; they may stay in a buffer until Flush. Unavailable, with the stream's name, if
  // writing fails, and from then on always.
  virtual absl::Status Write(std::string_view bytes) = 0;
  virtual absl::Status Flush() = 0;
};

// What a command is given. The streams outlive it.
struct Streams {
  Input* in = nullptr;
  Output* out = nullptr;  // results, for the next program
  Output* err = nullptr;  // what is for people: errors, explanations, progress
};

// A file descriptor that somebody else owns and closes. `name` stands in errors.
class FileDescriptorInput final : public Input {
 public:
  FileDescriptorInput(int descriptor, std::string_view name)
      : descriptor_(descriptor), name_(name) {}
  absl::StatusOr<std::size_t> Read(absl::Span<char> buffer) override;

 private:
  int descriptor_;
  std::string name_;
};

// A file descriptor that somebody else owns and closes. The process must ignore SIGPIPE, so that a
// closed pipe is an error like others. What is not flushed when this is destroyed is lost.
class FileDescriptorOutput final : public Output {
 public:
  static constexpr std::size_t kDefaultBufferBytes = 64 << 10;

  // Writes to the descriptor whenever more than `buffer_bytes` have come together, and on Flush.
  FileDescriptorOutput(int descriptor, std::string_view name,
                       std::size_t buffer_bytes = kDefaultBufferBytes)
      : descriptor_(descriptor), name_(name), buffer_bytes_(buffer_bytes) {}
  absl::Status Write(std::string_view bytes) override;
  absl::Status Flush() override;

 private:
  int descriptor_;
  std::string name_;
  std::size_t buffer_bytes_;
  std::string buffer_;
  absl::Status failure_;
};

// The file at `path`, open for reading. NotFound, PermissionDenied, or Unavailable, with the path.
absl::StatusOr<std::unique_ptr<Input>> OpenFile(std::string_view path);

}  // namespace eventbus::cli

#endif  // CLI_STREAMS_H_
