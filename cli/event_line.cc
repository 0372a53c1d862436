#include "cli/event_line.h"

#include <utility>

#include "absl/status/statusor.h"
#include "cli/input_lines.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/json_format.h"

namespace eventbus::cli {

absl::StatusOr<cloudevents::Event> DecodeLine(InputLine line) {
  if (!line.status.ok()) return line.status;
  cloudevents::DecodeOptions options;
  options.limits.max_bytes = line.text.size();  // the line's own limit is the only one
  return cloudevents::DecodeJson(std::move(line.text), options);
}

}  // namespace eventbus::cli
