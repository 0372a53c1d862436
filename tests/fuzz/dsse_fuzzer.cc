// Any bytes as a DSSE envelope, and as what a good signature says: decoding never crashes, an
// envelope that was decoded is written and read back equal, and an event is verified only if its
// digests are the signed ones, which these bytes do not come by.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "cloudevents/extensions/dsse.h"
#include "cloudevents/extensions/signer.h"
#include "cloudevents/extensions/verifiability.h"

namespace {

using ::cloudevents::AttributeValue;
using ::cloudevents::DsseEnvelope;
using ::cloudevents::Event;

void Check(bool holds) {
  if (!holds) std::abort();
}

// Takes every signature, so that what is behind one is reached.
class Credulous final : public cloudevents::Verifier {
 public:
  std::string_view key_id() const override { return ""; }
  std::string_view fingerprint() const override { return "credulous"; }
  absl::Status Verify(std::string_view /*message*/, std::string_view /*signature*/) const override {
    return absl::OkStatus();
  }
};

void CheckEnvelope(const std::string& bytes) {
  const absl::StatusOr<DsseEnvelope> envelope = cloudevents::DecodeDsse(bytes);
  if (!envelope.ok()) {
    Check(absl::IsInvalidArgument(envelope.status()));
    return;
  }
  const absl::StatusOr<DsseEnvelope> again =
      cloudevents::DecodeDsse(cloudevents::EncodeDsse(*envelope), {.max_bytes = bytes.size() * 8});
  Check(again.ok() && *again == *envelope);
}

void CheckVerification(const Event& event, const std::string& envelope) {
  const Credulous credulous;
  const absl::StatusOr<Event> carrying =
      cloudevents::EventBuilder(event)
          .Extension(cloudevents::kDsseMaterial, AttributeValue::Binary(envelope))
          .Build();
  Check(carrying.ok());
  const absl::StatusOr<cloudevents::VerifiedEvent> verified =
      cloudevents::VerifyEvent(*carrying, {&credulous});
  Check(!verified.ok());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  CheckEnvelope(bytes);
  // Something that no input can have the digest of.
  const absl::StatusOr<Event> event =
      cloudevents::EventBuilder().Id("1").Source("/fuzz").Type("fuzz").BinaryData(bytes).Build();
  Check(event.ok());
  CheckVerification(*event, bytes);
  CheckVerification(
      *event,
      cloudevents::EncodeDsse({.payload_type = std::string(cloudevents::kVerifiabilityPayloadType),
                               .payload = bytes,
                               .signatures = {{"", "any"}}}));
  return 0;
}
