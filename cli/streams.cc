#include "cli/streams.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cloudevents/internal/abseil_strings.h"

namespace eventbus::cli {
namespace {

using ::cloudevents::internal::Cat;

absl::Status SystemError(absl::StatusCode code, std::string_view what, std::string_view name,
                         int error) {
  return absl::Status(code, Cat(what, " ", name, ": ", std::generic_category().message(error)));
}

// A file that this owns.
class FileInput final : public Input {
 public:
  FileInput(int descriptor, std::string_view path)
      : descriptor_(descriptor), input_(descriptor, path) {}
  ~FileInput() override { ::close(descriptor_); }
  FileInput(const FileInput&) = delete;
  FileInput& operator=(const FileInput&) = delete;

  absl::StatusOr<std::size_t> Read(absl::Span<char> buffer) override { return input_.Read(buffer); }

 private:
  int descriptor_;
  FileDescriptorInput input_;
};

absl::StatusCode CodeForOpen(int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return absl::StatusCode::kNotFound;
    case EACCES:
    case EPERM:
      return absl::StatusCode::kPermissionDenied;
    default:
      return absl::StatusCode::kUnavailable;
  }
}

}  // namespace

absl::StatusOr<std::size_t> FileDescriptorInput::Read(absl::Span<char> buffer) {
  while (true) {
    const ssize_t count = ::read(descriptor_, buffer.data(), buffer.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) {
      return SystemError(absl::StatusCode::kUnavailable, "cannot read", name_, errno);
    }
  }
}

absl::Status FileDescriptorOutput::Write(std::string_view bytes) {
  if (!failure_.ok()) return failure_;
  buffer_.append(bytes);
  return buffer_.size() > buffer_bytes_ ? Flush() : absl::OkStatus();
}

absl::Status FileDescriptorOutput::Flush() {
  if (!failure_.ok()) return failure_;
  std::string_view left = buffer_;
  while (!left.empty()) {
    const ssize_t count = ::write(descriptor_, left.data(), left.size());
    if (count >= 0) {
      left.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      failure_ = SystemError(absl::StatusCode::kUnavailable, "cannot write", name_, errno);
      break;
    }
  }
  buffer_.clear();
  return failure_;
}

absl::StatusOr<std::unique_ptr<Input>> OpenFile(std::string_view path) {
  const std::string name(path);
  const int descriptor = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return SystemError(CodeForOpen(errno), "cannot open", name, errno);
  return std::make_unique<FileInput>(descriptor, name);
}

}  // namespace eventbus::cli
