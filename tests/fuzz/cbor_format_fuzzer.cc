// Any bytes as a CBOR event: decoding never crashes, an event that was decoded is written and read
// back equal, written again to the same bytes, and what full validation accepts, envelope
// validation accepts with the same result.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "absl/status/statusor.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/cbor_format.h"

namespace {

using ::cloudevents::DecodeCbor;
using ::cloudevents::DecodeOptions;
using ::cloudevents::EncodeCbor;
using ::cloudevents::Event;

constexpr DecodeOptions kEnvelope = {.validate = cloudevents::Validation::kEnvelope, .limits = {}};

void Check(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const absl::StatusOr<Event> full = DecodeCbor(bytes);
  const absl::StatusOr<Event> envelope = DecodeCbor(bytes, kEnvelope);
  if (!full.ok()) return 0;
  Check(envelope.ok() && *envelope == *full);
  const absl::StatusOr<std::string> written = EncodeCbor(*full);
  Check(written.ok());
  const absl::StatusOr<Event> again = DecodeCbor(*written);
  Check(again.ok() && *again == *full && Equivalent(*again, *full));
  Check(*EncodeCbor(*again) == *written);
  const absl::StatusOr<Event> rebuilt = cloudevents::EventBuilder(*full).Build();
  Check(rebuilt.ok() && *rebuilt == *full);
  return 0;
}
