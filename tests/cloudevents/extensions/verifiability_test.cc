#include "cloudevents/extensions/verifiability.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/time/time.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "cloudevents/extensions/dsse.h"
#include "cloudevents/extensions/signer.h"
#include "cloudevents/extensions/signing_key.h"
#include "cloudevents/formats/json_format.h"
#include "tests/cloudevents/extensions/test_keys.h"

namespace cloudevents {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// The draft's test vectors that are of its last form: `dssematerial` of the walkthrough and of the
// cases 3 (and 4), 5, 6a (and 6b) and 7.
constexpr std::string_view kWalkthrough =
    "eyJwYXlsb2FkVHlwZSI6Imh0dHBzOi8vY2xvdWRldmVudHMuaW8vdmVyaWZpYWJpbGl0eS9kc3NlL3YwLjEiLCJw"
    "YXlsb2FkIjoiZXlKamIzSmxJam9pZG1wWWNraE9kQzlyTHpOeVUxTTVWMlZxZW1WUk9IWktOSE5WTVhWUmFDdEtO"
    "VEZXY1hKNU4xaHVUVDBpTENKbGVIUWlPaUpyVlRGUU9HSkVZVVZ1ZVU1b1oyeFhlbVJVU2s1SWFEYzNhMmhPVjFO"
    "YVpXSkNWWGgxWmxaTk1uQlZQU0lzSW5OcFoyNWxaR1Y0ZEdGMGRISnpJanBiSW1WNGRHRWlYWDA9Iiwic2lnbmF0"
    "dXJlcyI6W3sia2V5aWQiOiJ0ZXN0a2V5Iiwic2lnIjoiaEhtR09tZEUrWnA3RmpDUStTeHdiWUt6Y2tLa1VITHVP"
    "bGFHVUo5SGM5MUsydlh2R1gwM3ZNTFJpbW5RTWFQdWRtZm13alJiY09xYmQ3WTdTVFhueGc9PSJ9XX0=";
constexpr std::string_view kCase3 =
    "eyJwYXlsb2FkVHlwZSI6Imh0dHBzOi8vY2xvdWRldmVudHMuaW8vdmVyaWZpYWJpbGl0eS9kc3NlL3YwLjEiLCJw"
    "YXlsb2FkIjoiZXlKamIzSmxJam9pZDB0RFlUaHpjVE5rZVdjdk1EQmFhVVJSZVM5aFdFRlpNWFJsY0ZGdWNrdE1Z"
    "VFo0VURCWk0wUXZVVDBpZlE9PSIsInNpZ25hdHVyZXMiOlt7ImtleWlkIjoidGVzdGtleSIsInNpZyI6IlVNcWlO"
    "WXA3U1FacTZNSGRtczRkbjJtc0hHaW5MSHZaYVVWM2doY2ovY241QmkzZDVqejBzZmhtOXBaODlDY09hK1dXdGpZ"
    "NmNadmo3Yy90T1dzVFZnPT0ifV19";
constexpr std::string_view kCase5 =
    "eyJwYXlsb2FkVHlwZSI6Imh0dHBzOi8vY2xvdWRldmVudHMuaW8vdmVyaWZpYWJpbGl0eS9kc3NlL3YwLjEiLCJw"
    "YXlsb2FkIjoiZXlKamIzSmxJam9pY1VOVFpXbGFhMU1yYUVnNVYybERiR1p4Tm5Cc1puRlpUbFo1TW10MmVGZFNa"
    "bTlDY2t4RmVtOUVhejBpZlE9PSIsInNpZ25hdHVyZXMiOlt7ImtleWlkIjoidGVzdGtleSIsInNpZyI6IkYyaXAw"
    "eG1nSlgzdWdIWkM2dE1ycjdBMkVxYWkwOHJhR3JUd2R5aC9PR0RJSXJGN0J5TTJ5SVRMS3FOckYzZHpaR1IybzBD"
    "czlmRUJGZEx4Uk9VeUVRPT0ifV19";
constexpr std::string_view kCase6a =
    "eyJwYXlsb2FkVHlwZSI6Imh0dHBzOi8vY2xvdWRldmVudHMuaW8vdmVyaWZpYWJpbGl0eS9kc3NlL3YwLjEiLCJw"
    "YXlsb2FkIjoiZXlKamIzSmxJam9pVEZSblVVdElSMmhsWnpaVU5EaDRjRWRIY2pWNlRtdGthSEF5TW10bGJscERU"
    "M0ZwWTBaMFNUUlRRVDBpTENKbGVIUWlPaUpyVlRGUU9HSkVZVVZ1ZVU1b1oyeFhlbVJVU2s1SWFEYzNhMmhPVjFO"
    "YVpXSkNWWGgxWmxaTk1uQlZQU0lzSW5OcFoyNWxaR1Y0ZEdGMGRISnpJanBiSW1WNGRHRWlYWDA9Iiwic2lnbmF0"
    "dXJlcyI6W3sia2V5aWQiOiJ0ZXN0a2V5Iiwic2lnIjoibHBPcHNqUnZ2NFBDb05zQUlSRFl1MXphWlNBVkV2ajVS"
    "QzFGSk1yTDEyekJLa2IxTjhFSGlQc3FJMStId0V5V092SHU3eHE1aDBkN3BWWTRBdElOM3c9PSJ9XX0=";
constexpr std::string_view kCase7 =
    "eyJwYXlsb2FkVHlwZSI6Imh0dHBzOi8vY2xvdWRldmVudHMuaW8vdmVyaWZpYWJpbGl0eS9kc3NlL3YwLjEiLCJw"
    "YXlsb2FkIjoiZXlKamIzSmxJam9pVEZSblVVdElSMmhsWnpaVU5EaDRjRWRIY2pWNlRtdGthSEF5TW10bGJscERU"
    "M0ZwWTBaMFNUUlRRVDBpTENKbGVIUWlPaUpJUWpGd1pUUXpNVVp2VVZwU2MwcGllVXhPVFhFd1VXRkJkbkZRZEcx"
    "b1pHazRaRWhIVTJoaVNrRlZQU0lzSW5OcFoyNWxaR1Y0ZEdGMGRISnpJanBiSW1WNGRHRWlMQ0psZUhSaUlsMTki"
    "LCJzaWduYXR1cmVzIjpbeyJrZXlpZCI6InRlc3RrZXkiLCJzaWciOiIyZzFVb0FRcHoxb1BqWlRQUlplK3l2THpa"
    "UU5FQ1pha2piWlZYaXpEd2RNbmVJSCsrLzUzdVhOMmJDU2tWSkltZndPaVl5S0JtNG12c01ISlhJVWh6Zz09In1d"
    "fQ==";

std::string ReasonOf(const absl::Status& status) { return std::string(status.message()); }

Event Built(const EventBuilder& builder) {
  absl::StatusOr<Event> event = builder.Build();
  EXPECT_TRUE(event.ok()) << event.status();
  return *std::move(event);
}

EventBuilder Example() {
  return EventBuilder()
      .Id("1")
      .Source("example/uri")
      .Type("example.type")
      .DataContentType("application/json")
      .JsonData(R"({"hello":"world"})");
}

// An event that has everything.
EventBuilder Full() {
  return EventBuilder()
      .Id("o-1")
      .Source("/shop")
      .Type("com.shop.order")
      .DataContentType("text/plain")
      .DataSchema("https://example.com/schema")
      .Subject("orders/o-1")
      .Time("2020-06-18T17:24:53Z")
      .Extension("bool", true)
      .Extension("count", std::int32_t{-7})
      .Extension("flags", AttributeValue::Binary(std::string_view("\0\xff", 2)))
      .Extension("region", "eu")
      .Extension("seen", *AttributeValue::Timestamp("2020-06-18T19:24:53.5+02:00"))
      .Extension("uri", *AttributeValue::Uri("https://example.com/a"))
      .Extension("ref", *AttributeValue::UriReference("/b"))
      .TextData("Grüße");
}

std::string EnvelopeOf(const Event& event) {
  return event.extension(kDsseMaterial).value().binary().value();
}

// What the signature says: the JSON object in the envelope.
std::string MaterialOf(const Event& event) { return DecodeDsse(EnvelopeOf(event))->payload; }

class VerifiabilityTest : public ::testing::Test {
 protected:
  Event Sign(const EventBuilder& builder, const SignOptions& options = {}) const {
    absl::StatusOr<Event> event = SignEvent(Built(builder), {alice_.get()}, options);
    EXPECT_TRUE(event.ok()) << event.status();
    return *std::move(event);
  }

  absl::StatusOr<VerifiedEvent> Verify(const Event& event,
                                       const VerifyOptions& options = {}) const {
    return VerifyEvent(event, {knows_alice_.get()}, options);
  }

  absl::StatusOr<VerifiedEvent> Verify(const EventBuilder& builder) const {
    return Verify(Built(builder));
  }

  // An event that carries any material, with a good signature.
  Event Carrying(std::string_view material,
                 std::string_view type = kVerifiabilityPayloadType) const {
    const DsseEnvelope envelope = *SignDsse(type, material, {alice_.get()});
    return Built(Example().Extension(kDsseMaterial, AttributeValue::Binary(EncodeDsse(envelope))));
  }

  std::unique_ptr<Signer> alice_ = *SignerFromPem(kAlice.private_pem, "alice");
  std::unique_ptr<Signer> p256_ = *SignerFromPem(kP256.private_pem, "testkey");
  std::unique_ptr<Verifier> knows_alice_ = *VerifierFromPem(kAlice.public_pem);
  std::unique_ptr<Verifier> knows_bob_ = *VerifierFromPem(kBob.public_pem);
  std::unique_ptr<Verifier> testkey_ = *VerifierFromPem(kP256.public_pem, "testkey");
};

TEST_F(VerifiabilityTest, ASignedEventIsVerified) {
  for (const EventBuilder& builder : {Example(), Full(), Example().NoData()}) {
    const absl::StatusOr<VerifiedEvent> verified = Verify(Sign(builder));
    ASSERT_TRUE(verified.ok()) << verified.status();
    EXPECT_EQ(verified->event, Built(builder));
    EXPECT_THAT(verified->signed_by, ElementsAre(0));
  }
}

TEST_F(VerifiabilityTest, TheDraftsCase5IsVerified) {
  const EventBuilder event = EventBuilder()
                                 .Id("1")
                                 .Source("example/uri")
                                 .Type("example.type.binary")
                                 .DataContentType("application/octet-stream")
                                 .BinaryData("\xf0\x9f\xa4\xa1");
  const absl::StatusOr<VerifiedEvent> verified =
      VerifyEvent(Built(EventBuilder(event).Extension(kDsseMaterial, kCase5)), {testkey_.get()});
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(verified->event, Built(event));

  const absl::StatusOr<Event> ours = SignEvent(Built(event), {p256_.get()});
  EXPECT_EQ(MaterialOf(*ours), R"({"core":"qCSeiZkS+hH9WiClfq6plfqYNVy2kvxWRfoBrLEzoDk="})");
}

// The draft's other cases have JSON data, and their core digests are of bytes that it does not
// show: neither the compact nor any spaced spelling of the data gives them. Their signatures are
// good, and so are their digests of extension attributes.
TEST_F(VerifiabilityTest, TheDraftsSignaturesAreGood) {
  struct Case {
    std::string_view material;
    std::vector<std::string> extensions;
  };
  const Case cases[] = {{kWalkthrough, {"exta"}},
                        {kCase3, {}},
                        {kCase5, {}},
                        {kCase6a, {"exta"}},
                        {kCase7, {"exta", "extb"}}};
  for (const Case& test : cases) {
    std::string json;
    ASSERT_TRUE(absl::Base64Unescape({test.material.data(), test.material.size()}, &json));
    const absl::StatusOr<DsseEnvelope> envelope = DecodeDsse(json);
    ASSERT_TRUE(envelope.ok()) << envelope.status();
    const absl::StatusOr<VerifiedDsse> theirs =
        VerifyDsse(*envelope, kVerifiabilityPayloadType, {testkey_.get()});
    ASSERT_TRUE(theirs.ok()) << theirs.status();

    const EventBuilder event = Example().Extension("exta", "value1").Extension("extb", "value2");
    const std::string ours = MaterialOf(Sign(event, {.extensions = test.extensions}));
    // All but the core digest.
    constexpr std::size_t kCoreLength = std::string_view(R"({"core":")").size() + 44;
    EXPECT_EQ(ours.substr(kCoreLength), theirs->payload.substr(kCoreLength));
  }
}

// Digests computed by another program, after the draft's text.
TEST_F(VerifiabilityTest, SaysTheDigestsOfTheDraft) {
  EXPECT_EQ(MaterialOf(Sign(Example())),
            R"({"core":"JdKJ23tInJraYkEtWrqkfEKfshmH+Jl0aRefLhu/vmA="})");
  const std::string with_time = R"({"core":"GTZeIZqboGwMx/miF/V20jXJKKmFAnQ5uD8P6kaBGkE="})";
  for (const std::string_view time :
       {"2020-06-18T17:24:53Z", "2020-06-18T19:24:53+02:00", "2020-06-18t17:24:53.999999999z"}) {
    EXPECT_EQ(MaterialOf(Sign(Example().Time(time))), with_time) << time;
  }
  // In the order of the list, not of the event; "absent" is not on the event.
  EXPECT_EQ(
      MaterialOf(Sign(Full(), {.extensions = {{"bool", "absent", "count", "flags", "region", "seen",
                                               "uri", "ref"}}})),
      R"({"core":"IZSVlVLFhWgyBoQiFuT+uHxSUShT2Af0BTdEhdgbXv4=","ext":"FCDUa9p6tzlkgNtsMXovCdOgdTJPxNizx/xZsWHtO5Q=",)"
      R"("signedextattrs":["bool","absent","count","flags","region","seen","uri","ref"]})");
}

TEST_F(VerifiabilityTest, OnlyWhatIsSignedComesBack) {
  const Event event = Sign(Full(), {.extensions = {{"region", "absent"}}});
  const absl::StatusOr<VerifiedEvent> verified =
      Verify(EventBuilder(event).Extension("count", std::int32_t{1}).Extension("added", "x"));
  ASSERT_TRUE(verified.ok()) << verified.status();
  ASSERT_EQ(verified->event.extensions().size(), 1u);
  EXPECT_EQ(verified->event.extensions()[0].name, "region");

  const absl::StatusOr<VerifiedEvent> bare =
      Verify(Sign(Full(), {.extensions = std::vector<std::string>()}));
  ASSERT_TRUE(bare.ok()) << bare.status();
  EXPECT_TRUE(bare->event.extensions().empty());
  EXPECT_EQ(bare->event.subject(), "orders/o-1");
}

TEST_F(VerifiabilityTest, ANameThatWasAbsentMustStayAbsent) {
  const Event event = Sign(Full(), {.extensions = {{"absent"}}});
  EXPECT_TRUE(Verify(event).ok());
  EXPECT_TRUE(
      absl::IsPermissionDenied(Verify(EventBuilder(event).Extension("absent", "x")).status()));
}

TEST_F(VerifiabilityTest, ConsumersMayLeaveExtensionsOut) {
  const Event changed = Built(EventBuilder(Sign(Full())).Extension("region", "us"));
  EXPECT_TRUE(absl::IsPermissionDenied(Verify(changed).status()));
  const absl::StatusOr<VerifiedEvent> verified = Verify(changed, {.extensions = false});
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_TRUE(verified->event.extensions().empty());
}

// Every byte of every attribute in turn becomes another one, in several ways.
TEST_F(VerifiabilityTest, NoAttributeMayChange) {
  const Event event = Sign(Full());
  std::vector<std::string> names = {"id",         "source",  "type", "datacontenttype",
                                    "dataschema", "subject", "time"};
  for (const ExtensionView& extension : event.extensions()) {
    if (extension.name != kDsseMaterial) names.emplace_back(extension.name);
  }
  for (const std::string& name : names) {
    int changes = 0;
    const AttributeView value = *event.attribute(name);
    for (std::size_t i = 0; i < value.text().size(); ++i) {
      const char old = value.text()[i];
      for (const char c : {static_cast<char>(old ^ 1), static_cast<char>(old ^ 0x20), '0', '3', 'a',
                           'Z', '/', '+'}) {
        std::string text(value.text());
        text[i] = c;
        if (text == value.text()) continue;
        EventBuilder builder(event);
        if (event.extension(name).has_value()) {
          const absl::StatusOr<AttributeValue> other = AttributeValue::Parse(value.type(), text);
          if (!other.ok()) continue;
          builder.Extension(name, *other);
        } else {
          builder.AttributeFromText(name, text);
        }
        const absl::StatusOr<Event> changed = builder.Build();
        if (!changed.ok()) continue;  // no such event
        // Timestamps are signed to the second.
        const bool same = value.type() == AttributeType::kTimestamp &&
                          absl::ToUnixSeconds(*changed->attribute(name)->timestamp()) ==
                              absl::ToUnixSeconds(*value.timestamp());
        EXPECT_EQ(Verify(*changed).ok(), same) << name << " " << text;
        changes += same ? 0 : 1;
      }
    }
    // There is no other Boolean of four letters.
    EXPECT_GT(changes, name == "bool" ? -1 : 0) << name;
  }
  EXPECT_TRUE(
      absl::IsPermissionDenied(Verify(EventBuilder(event).Extension("bool", false)).status()));
}

TEST_F(VerifiabilityTest, NoAttributeMayComeOrGo) {
  const Event full = Sign(Full());
  for (const ExtensionView& extension : full.extensions()) {
    if (extension.name == kDsseMaterial) continue;
    EXPECT_FALSE(Verify(EventBuilder(full).RemoveExtension(extension.name)).ok());
  }
  const Event small = Sign(EventBuilder().Id("1").Source("s").Type("t"));
  EXPECT_TRUE(Verify(small).ok());
  for (const EventBuilder& added :
       {EventBuilder(small).Subject("s"), EventBuilder(small).DataContentType("text/plain"),
        EventBuilder(small).DataSchema("https://example.com/"),
        EventBuilder(small).Time("2020-06-18T17:24:53Z"), EventBuilder(small).TextData("x")}) {
    EXPECT_TRUE(absl::IsPermissionDenied(Verify(added).status()));
  }
  // Values do not move from one attribute to the next.
  const Event subject = Sign(EventBuilder(small).Subject("2020-06-18T17:24:53Z"));
  const std::string material = EnvelopeOf(subject);
  EXPECT_FALSE(Verify(EventBuilder(small)
                          .Time("2020-06-18T17:24:53Z")
                          .Extension(kDsseMaterial, AttributeValue::Binary(material)))
                   .ok());
}

TEST_F(VerifiabilityTest, NoBitOfTheDataMayChange) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  const Event event = Sign(Full().DataContentType("application/octet-stream").BinaryData(bytes));
  EXPECT_TRUE(Verify(event).ok());
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string changed = bytes;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
    EXPECT_TRUE(absl::IsPermissionDenied(Verify(EventBuilder(event).BinaryData(changed)).status()));
  }
  EXPECT_FALSE(Verify(EventBuilder(event).BinaryData(bytes + '\0')).ok());
  EXPECT_FALSE(Verify(EventBuilder(event).NoData()).ok());
  EXPECT_FALSE(Verify(EventBuilder(Sign(Example())).JsonData(R"({"hello": "world"})")).ok());
}

// No change of the envelope makes another event of it.
TEST_F(VerifiabilityTest, NoByteOfTheEnvelopeMattersUnnoticed) {
  const Event event = Sign(Full(), {.extensions = {{"region"}}});
  const Event proved = Verify(event)->event;
  const std::string envelope = EnvelopeOf(event);
  std::size_t refused = 0;
  for (std::size_t i = 0; i < envelope.size(); ++i) {
    for (const char mask : {'\x01', '\x20'}) {
      std::string changed = envelope;
      changed[i] = static_cast<char>(changed[i] ^ mask);
      const absl::StatusOr<VerifiedEvent> verified =
          Verify(EventBuilder(event).Extension(kDsseMaterial, AttributeValue::Binary(changed)));
      if (verified.ok()) {
        EXPECT_EQ(verified->event, proved) << changed;
      } else {
        ++refused;
      }
    }
  }
  // The name of the key, five letters, is not signed, nor is the member's name, "keyid".
  EXPECT_GE(refused, 2 * envelope.size() - 20);
}

TEST_F(VerifiabilityTest, UnsignedEventsAreNotFound) {
  EXPECT_TRUE(absl::IsNotFound(Verify(Example()).status()));
  EXPECT_TRUE(absl::IsNotFound(Verify(Example().Extension(kDsseMaterial, "")).status()));
}

TEST_F(VerifiabilityTest, OtherMaterialIsMalformed) {
  for (const AttributeValue& value :
       {AttributeValue("*"), AttributeValue("eyJ9"), AttributeValue(true),
        AttributeValue(std::int32_t{1234}), AttributeValue::Binary("{}"),
        AttributeValue::Binary("\xff")}) {
    const absl::Status status = Verify(Example().Extension(kDsseMaterial, value)).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << value.text() << ": " << status;
  }
}

TEST_F(VerifiabilityTest, SignedMaterialIsCheckedToo) {
  const std::string digest = "JdKJ23tInJraYkEtWrqkfEKfshmH+Jl0aRefLhu/vmA=";  // of Example()
  const std::string core = "{\"core\":\"" + digest + "\"";
  const std::string ext = ",\"ext\":\"" + digest + "\"";
  EXPECT_TRUE(Verify(Carrying(core + "}")).ok());
  EXPECT_TRUE(Verify(Carrying(core + R"(,"unknown":[1e999]})")).ok());
  const std::string refused[] = {
      std::string(32, 'x'),  // an earlier draft's
      "",
      "[]",
      "{}",
      R"({"core":1})",
      R"({"core":""})",
      R"({"core":"eHg="})",
      core + ",\"core\":\"" + digest + "\"}",
      core + ext + R"(,"signedextattrs":["exta","exta"]})",  // case 8a
      core + ext + R"(,"signedextattrs":["exta","id"]})",    // case 8b
      core + ext + R"(,"signedextattrs":["time"]})",
      core + ext + R"(,"signedextattrs":["dssematerial"]})",  // case 8c
      core + R"(,"signedextattrs":["exta"]})",                // case 8d
      core + ext + "}",                                       // case 8e
      core + ext + R"(,"signedextattrs":[]})",
      core + ext + R"(,"signedextattrs":"exta"})",
      core + ext + R"(,"signedextattrs":[1]})",
      core + ext + R"(,"signedextattrs":[""]})",
      core + ext + R"(,"signedextattrs":["Exta"]})",
      core + ext + R"(,"signedextattrs":["data"]})",
      core + R"(,"ext":"eHg=","signedextattrs":["exta"]})",
      core + R"(,"x":)" + std::string(1000, '[') + std::string(1000, ']') + "}",
  };
  for (const std::string& material : refused) {
    const absl::Status status = Verify(Carrying(material)).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << material << ": " << status;
  }
  EXPECT_TRUE(absl::IsPermissionDenied(
      Verify(Carrying(core + ext + R"(,"signedextattrs":["exta"]})")).status()));
  EXPECT_TRUE(absl::IsUnimplemented(
      Verify(Carrying(core + "}", "https://cloudevents.io/verifiability/dsse/v9")).status()));
}

TEST_F(VerifiabilityTest, TrustedKeysDecide) {
  const Event event = Sign(Full());
  const absl::Status status = VerifyEvent(event, {knows_bob_.get()}).status();
  EXPECT_TRUE(absl::IsPermissionDenied(status)) << status;
  EXPECT_THAT(VerifyEvent(event, {knows_bob_.get(), knows_alice_.get()})->signed_by,
              ElementsAre(1));
  EXPECT_TRUE(absl::IsInvalidArgument(VerifyEvent(event, {}).status()));

  const absl::StatusOr<Event> twice = SignEvent(event, {alice_.get(), p256_.get()});
  const std::vector<const Verifier*> trusted = {knows_bob_.get(), testkey_.get(),
                                                knows_alice_.get()};
  EXPECT_THAT(VerifyEvent(*twice, trusted, {.threshold = 2})->signed_by, ElementsAre(1, 2));
  EXPECT_TRUE(absl::IsPermissionDenied(VerifyEvent(*twice, trusted, {.threshold = 3}).status()));
  EXPECT_TRUE(absl::IsPermissionDenied(VerifyEvent(event, trusted, {.threshold = 2}).status()));
}

TEST_F(VerifiabilityTest, SigningAgainReplacesTheSignature) {
  const Event once = Sign(Full());
  const absl::StatusOr<Event> again = SignEvent(once, {p256_.get()});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(absl::IsPermissionDenied(Verify(*again).status()));
  EXPECT_EQ(VerifyEvent(*again, {testkey_.get()})->event, Built(Full()));
  EXPECT_EQ(*SignEvent(once, {alice_.get()}), once);  // Ed25519 is deterministic
}

TEST_F(VerifiabilityTest, ImpliedMediaTypesAreSaid) {
  const Event event = Sign(EventBuilder().Id("1").Source("s").Type("t").JsonData("1"));
  EXPECT_EQ(event.datacontenttype(), "application/json");
  EXPECT_TRUE(Verify(event).ok());
  const Event text = Sign(EventBuilder().Id("1").Source("s").Type("t").TextData("1"));
  EXPECT_EQ(text.datacontenttype(), std::nullopt);
  EXPECT_TRUE(Verify(text).ok());
}

TEST_F(VerifiabilityTest, WhatCannotBeSignedIsRefused) {
  const Event event = Built(Full());
  EXPECT_TRUE(absl::IsInvalidArgument(SignEvent(event, {}).status()));
  for (const std::vector<std::string>& names : {std::vector<std::string>{"region", "region"},
                                                {"id"},
                                                {"specversion"},
                                                {"dssematerial"},
                                                {"Region"},
                                                {""},
                                                {"data"}}) {
    const absl::Status status = SignEvent(event, {alice_.get()}, {.extensions = names}).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
    EXPECT_THAT(ReasonOf(status), HasSubstr("extensions to sign"));
  }
}

// JSON has no Timestamps: who needs them says which they are, or writes them in UTC to the second.
TEST_F(VerifiabilityTest, TimestampsWithoutATypeAreReadAsSaid) {
  const auto through_json = [](const Event& event) { return *DecodeJson(EncodeJson(event)); };
  const Event untyped = through_json(Sign(Full()));
  EXPECT_TRUE(absl::IsPermissionDenied(Verify(untyped).status()));
  EXPECT_TRUE(Verify(untyped, {.timestamps = {"seen", "region"}}).ok());

  const EventBuilder in_utc =
      Full().Extension("seen", *AttributeValue::Timestamp("2020-06-18T17:24:53Z"));
  EXPECT_TRUE(Verify(through_json(Sign(in_utc))).ok());

  // The other way round: signed as a String that both sides read as a Timestamp.
  const Event as_string = Sign(Full().Extension("seen", "2020-06-18T19:24:53+02:00"),
                               {.timestamps = {"seen", "region"}});
  EXPECT_EQ(MaterialOf(as_string), MaterialOf(Sign(in_utc)));
}

TEST_F(VerifiabilityTest, LimitsAreKept) {
  const Event event = Sign(Full());
  const std::size_t size = EnvelopeOf(event).size();
  EXPECT_TRUE(Verify(event, {.limits = {.max_bytes = size}}).ok());
  EXPECT_TRUE(absl::IsInvalidArgument(Verify(event, {.limits = {.max_bytes = size - 1}}).status()));
}

}  // namespace
}  // namespace cloudevents
