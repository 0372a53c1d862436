#include "cli/event_line.h"

#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "cli/input_lines.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/json_format.h"

namespace eventbus::cli {

cloudevents::DecodeOptions OptionsFor(std::string_view input) {
  cloudevents::DecodeOptions options;
  options.limits.max_bytes = input.size();
  options.limits.max_batch_events = input.size() + 1;
  return options;
}

absl::StatusOr<cloudevents::Event> DecodeLine(InputLine line) {
  if (!line.status.ok()) return line.status;
  const cloudevents::DecodeOptions options = OptionsFor(line.text);
  return cloudevents::DecodeJson(std::move(line.text), options);
}

}  // namespace eventbus::cli
