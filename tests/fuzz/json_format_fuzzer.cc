// Any bytes as a JSON event and as a batch: decoding never crashes, an event that was decoded is
// written and read back equal, and what full validation accepts, envelope validation accepts with
// the same result.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/json_format.h"

namespace {

using ::cloudevents::DecodeJson;
using ::cloudevents::DecodeJsonBatch;
using ::cloudevents::DecodeOptions;
using ::cloudevents::Event;

constexpr DecodeOptions kEnvelope = {.validate = cloudevents::Validation::kEnvelope, .limits = {}};

void Check(bool holds) {
  if (!holds) std::abort();
}

void CheckEvent(const std::string& bytes) {
  const absl::StatusOr<Event> full = DecodeJson(bytes);
  const absl::StatusOr<Event> envelope = DecodeJson(bytes, kEnvelope);
  if (!full.ok()) return;
  Check(envelope.ok() && *envelope == *full);
  const absl::StatusOr<Event> again = DecodeJson(EncodeJson(*full));
  Check(again.ok() && *again == *full && Equivalent(*again, *full));
  const absl::StatusOr<Event> rebuilt = cloudevents::EventBuilder(*full).Build();
  Check(rebuilt.ok() && *rebuilt == *full);
  Check(!full->DebugString().empty());
  if (full->data_kind() == cloudevents::DataKind::kJson) (void)full->json();
}

void CheckBatch(const std::string& bytes) {
  const absl::StatusOr<std::vector<Event>> full = DecodeJsonBatch(bytes);
  const absl::StatusOr<std::vector<Event>> envelope = DecodeJsonBatch(bytes, kEnvelope);
  if (!full.ok()) return;
  Check(envelope.ok() && *envelope == *full);
  const absl::StatusOr<std::vector<Event>> again = DecodeJsonBatch(EncodeJsonBatch(*full));
  Check(again.ok() && *again == *full);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  CheckEvent(bytes);
  CheckBatch(bytes);
  return 0;
}
