#include "cli/event_writer.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "cli/event_formats.h"
#include "cli/json_line.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"

namespace eventbus::cli {

using ::cloudevents::internal::Cat;
using ::cloudevents::internal::InvalidArgument;
using ::cloudevents::internal::ToAbsl;

absl::Status EventWriter::Write(const cloudevents::Event& event) {
  if (format_.framing == Framing::kLines) {
    std::string line;
    AppendJsonLine(event, line);
    return out_->Write(line);
  }
  if (format_.framing == Framing::kDocument && has_document_) {
    return InvalidArgument(format_.format->name, " is one event a file, and there is one already: ",
                           "use a batch format or --base64-lines");
  }
  // Of a batch, too: whom the format cannot say is to be told now, and spoils no batch.
  absl::StatusOr<std::string> bytes = format_.format->encode(event);
  if (!bytes.ok()) return bytes.status();
  if (format_.framing == Framing::kBatch) {
    batch_.push_back(event);
    return absl::OkStatus();
  }
  if (format_.framing == Framing::kBase64Lines) {
    return out_->Write(absl::Base64Escape(ToAbsl(*bytes)) + "\n");
  }
  has_document_ = true;
  return out_->Write(*bytes + LineEnd());
}

absl::Status EventWriter::Finish() {
  if (format_.framing == Framing::kDocument && !has_document_) {
    return absl::NotFoundError(
        ToAbsl(Cat("there is no event, and ", format_.format->name, " is one event a file")));
  }
  if (format_.framing != Framing::kBatch) return absl::OkStatus();
  const absl::StatusOr<std::string> bytes = format_.format->encode_batch(batch_);
  return bytes.ok() ? out_->Write(*bytes + LineEnd()) : bytes.status();
}

std::string EventWriter::LineEnd() const { return format_.is_text ? "\n" : ""; }

}  // namespace eventbus::cli
