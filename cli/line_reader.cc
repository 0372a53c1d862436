#include "cli/line_reader.h"

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cli/streams.h"

namespace eventbus::cli {
namespace {

constexpr std::size_t kReadBytes = 64 << 10;

}  // namespace

LineReader::LineReader(Input* input, const LineReaderOptions& options, Output* output)
    : input_(input), options_(options), output_(output), buffer_(kReadBytes, '\0') {}

absl::StatusOr<bool> LineReader::Next() {
  text_.clear();
  too_long_ = false;
  bool started = false;
  while (true) {
    if (unread_.empty()) {
      const absl::StatusOr<bool> filled = Fill();
      if (!filled.ok()) return filled.status();
      if (!*filled) break;
    }
    started = true;
    const std::size_t end = unread_.find('\n');
    Append(unread_.substr(0, end));
    if (end != std::string_view::npos) {
      unread_.remove_prefix(end + 1);
      break;
    }
    unread_ = {};
  }
  if (started) ++number_;
  return started;
}

void LineReader::Append(std::string_view part) {
  if (too_long_) return;
  if (part.size() > options_.max_line_bytes - text_.size()) {
    too_long_ = true;
    text_ = std::string();
    return;
  }
  text_.append(part);
}

absl::StatusOr<bool> LineReader::Fill() {
  // A failure is the output's own: whoever writes to it next is told.
  if (output_ != nullptr) output_->Flush().IgnoreError();
  const absl::StatusOr<std::size_t> count = input_->Read(absl::MakeSpan(buffer_));
  if (!count.ok()) return count.status();
  unread_ = std::string_view(buffer_).substr(0, *count);
  return *count > 0;
}

}  // namespace eventbus::cli
