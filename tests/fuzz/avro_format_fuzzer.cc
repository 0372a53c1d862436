// Any bytes as an Avro event: decoding never crashes nor takes long, what was decoded is written
// and read back saying the same, and from then on equal.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/avro_format.h"

namespace {

using ::cloudevents::DecodeAvro;
using ::cloudevents::EncodeAvro;
using ::cloudevents::Event;

void Check(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::StatusOr<Event> event =
      DecodeAvro(std::string(reinterpret_cast<const char*>(data), size));
  if (!event.ok()) {
    Check(event.status().code() == absl::StatusCode::kInvalidArgument);
    return 0;
  }
  // JSON from the schema's own types is JSON.
  if (event->data_kind() == cloudevents::DataKind::kJson) {
    const absl::StatusOr<Event> rebuilt = cloudevents::EventBuilder(*event).Build();
    Check(rebuilt.ok() && *rebuilt == *event);
  }
  const absl::StatusOr<Event> again = DecodeAvro(EncodeAvro(*event));
  Check(again.ok() && Equivalent(*again, *event) && again->data() == event->data());
  const absl::StatusOr<Event> third = DecodeAvro(EncodeAvro(*again));
  Check(third.ok() && *third == *again);
  return 0;
}
