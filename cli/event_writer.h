// Writes events in any format to a command's output.
//
//   EventWriter writer(format, streams.out);
//   absl::Status status = writer.Write(event);  // for each
//   status = writer.Finish();
#ifndef CLI_EVENT_WRITER_H_
#define CLI_EVENT_WRITER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "cli/event_formats.h"
#include "cli/streams.h"
#include "cloudevents/event.h"

namespace eventbus::cli {

// Not thread-safe.
class EventWriter {
 public:
  // `out` must outlive the writer.
  EventWriter(const FormatChoice& format, Output* out) : format_(format), out_(out) {}

  // Takes an event. Lines are written at once; an event of a batch waits for Finish.
  // InvalidArgument: the format cannot say what the event holds, or takes one event only and has
  // it; the writer can be used on. Unavailable: the output failed.
  absl::Status Write(const cloudevents::Event& event);

  // Writes the batch, where the format is one, even if it is empty. Called once, last. NotFound:
  // the format is one event a file, and there was none. InvalidArgument: the batch cannot be
  // written. Unavailable: the output failed.
  absl::Status Finish();

 private:
  std::string LineEnd() const;  // what a text ends with, for people at a terminal

  const FormatChoice format_;
  Output* const out_;
  std::vector<cloudevents::Event> batch_;
  bool has_document_ = false;
};

}  // namespace eventbus::cli

#endif  // CLI_EVENT_WRITER_H_
