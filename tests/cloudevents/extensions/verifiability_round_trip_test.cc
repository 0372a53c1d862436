// Signed events on their way: what formats and bindings carry still verifies, one after the other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/bindings/content_mode.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"
#include "cloudevents/extensions/signer.h"
#include "cloudevents/extensions/signing_key.h"
#include "cloudevents/extensions/verifiability.h"
#include "cloudevents/formats/json_format.h"
#include "cloudevents/formats/protobuf_format.h"
#include "cloudevents/formats/xml_format.h"
#include "cloudevents/testing/matchers.h"
#include "tests/cloudevents/extensions/test_keys.h"
#include "tests/cloudevents/samples/golden_events.h"
#include "tests/cloudevents/samples/hard_events.h"

namespace cloudevents {
namespace {

using ::cloudevents::testing::EquivalentTo;

Event Through(const EventFormat& format, const Event& event) {
  absl::StatusOr<std::string> bytes = format.encode(event);
  EXPECT_TRUE(bytes.ok()) << format.name << ": " << event << ": " << bytes.status();
  absl::StatusOr<Event> again = format.decode(*std::move(bytes), {});
  EXPECT_TRUE(again.ok()) << format.name << ": " << event << ": " << again.status();
  return *std::move(again);
}

Event ThroughJson(const Event& event) { return Through(kJsonFormat, event); }
Event ThroughProtobuf(const Event& event) { return Through(kProtobufFormat, event); }
Event ThroughXml(const Event& event) { return Through(kXmlFormat, event); }

Event ThroughHttp(const Event& event) {
  absl::StatusOr<std::vector<Event>> events = DecodeHttp(EncodeHttp(event, ContentMode::kBinary));
  EXPECT_TRUE(events.ok()) << event << ": " << events.status();
  return events->front();
}

struct Way {
  std::string_view name;
  Event (*go)(const Event& event);
};

constexpr Way kWays[] = {{"JSON", &ThroughJson},
                         {"Protobuf", &ThroughProtobuf},
                         {"XML", &ThroughXml},
                         {"HTTP, binary", &ThroughHttp}};

std::vector<Event> Samples() {
  std::vector<Event> events = HardEvents();
  for (const std::string& name : GoldenEventNames()) events.push_back(GoldenEvent(name));
  // No XML element's name begins with a digit.
  std::erase_if(events, [](const Event& event) { return event.id() == "names of digits"; });
  return events;
}

std::vector<std::string> TimestampsOf(const Event& event) {
  std::vector<std::string> names;
  for (const ExtensionView& extension : event.extensions()) {
    if (extension.value.type() == AttributeType::kTimestamp) names.emplace_back(extension.name);
  }
  return names;
}

TEST(VerifiabilityRoundTripTest, SignedEventsSurviveEveryTwoWays) {
  const std::unique_ptr<Signer> signer = *SignerFromPem(kAlice.private_pem);
  const std::unique_ptr<Verifier> verifier = *VerifierFromPem(kAlice.public_pem);
  for (const Event& event : Samples()) {
    const absl::StatusOr<Event> signed_event = SignEvent(event, {signer.get()});
    ASSERT_TRUE(signed_event.ok()) << event << ": " << signed_event.status();
    for (const Way& first : kWays) {
      for (const Way& second : kWays) {
        const Event received = second.go(first.go(*signed_event));
        const absl::StatusOr<VerifiedEvent> verified =
            VerifyEvent(received, {verifier.get()}, {.timestamps = TimestampsOf(event)});
        ASSERT_TRUE(verified.ok())
            << first.name << ", then " << second.name << ": " << event << ": " << verified.status();
        EXPECT_EQ(verified->event.data(), event.data());
        EXPECT_EQ(verified->event.key(), event.key());
        EXPECT_EQ(verified->event.extensions().size(), event.extensions().size());
      }
    }
  }
}

TEST(VerifiabilityRoundTripTest, AnIntermediaryThatReformatsJsonBreaksTheSignature) {
  const std::unique_ptr<Signer> signer = *SignerFromPem(kAlice.private_pem);
  const std::unique_ptr<Verifier> verifier = *VerifierFromPem(kAlice.public_pem);
  const absl::StatusOr<Event> event =
      SignEvent(*EventBuilder().Id("1").Source("s").Type("t").JsonData(R"({"a": 1})").Build(),
                {signer.get()});
  EXPECT_TRUE(VerifyEvent(ThroughJson(*event), {verifier.get()}).ok());
  const absl::StatusOr<Event> reformatted = EventBuilder(*event).JsonData(R"({"a":1})").Build();
  EXPECT_THAT(*reformatted, EquivalentTo(*event));
  EXPECT_TRUE(absl::IsPermissionDenied(VerifyEvent(*reformatted, {verifier.get()}).status()));
}

}  // namespace
}  // namespace cloudevents
