#include "cloudevents/extensions/dsse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "cloudevents/extensions/signer.h"
#include "cloudevents/extensions/signing_key.h"
#include "tests/cloudevents/extensions/test_keys.h"

namespace cloudevents {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kType = "application/vnd.in-toto+json";
constexpr std::string_view kStatement = R"({"_type":"https://in-toto.io/Statement/v1"})";

std::string Base64(std::string_view bytes) {
  std::string text;
  absl::Base64Escape({bytes.data(), bytes.size()}, &text);
  return text;
}

std::string ReasonOf(const absl::Status& status) { return std::string(status.message()); }

class DsseTest : public ::testing::Test {
 protected:
  std::unique_ptr<Signer> alice_ = *SignerFromPem(kAlice.private_pem, "alice");
  std::unique_ptr<Signer> bob_ = *SignerFromPem(kBob.private_pem, "bob");
  std::unique_ptr<Signer> p256_ = *SignerFromPem(kP256.private_pem, "p256");
  std::unique_ptr<Verifier> knows_alice_ = *VerifierFromPem(kAlice.public_pem);
  std::unique_ptr<Verifier> knows_bob_ = *VerifierFromPem(kBob.public_pem);
  std::unique_ptr<Verifier> knows_p256_ = *VerifierFromPem(kP256.public_pem);
};

// A key whose service is down.
class Unreachable final : public Verifier {
 public:
  std::string_view key_id() const override { return ""; }
  std::string_view fingerprint() const override { return "unreachable"; }
  absl::Status Verify(std::string_view /*message*/, std::string_view /*signature*/) const override {
    return absl::UnavailableError("no route");
  }
};

class Broken final : public Signer {
 public:
  std::string_view key_id() const override { return "broken"; }
  absl::StatusOr<std::string> Sign(std::string_view /*message*/) const override {
    return absl::UnavailableError("no route");
  }
};

TEST_F(DsseTest, SignsTheTypeAndThePayloadWithTheirLengths) {
  EXPECT_EQ(DssePreAuthEncoding("http://example.com/HelloWorld", "hello world"),
            "DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  EXPECT_EQ(DssePreAuthEncoding("", ""), "DSSEv1 0  0 ");
  EXPECT_EQ(DssePreAuthEncoding("ä", std::string_view("\0 ", 2)),
            std::string("DSSEv1 2 ä 2 \0 ", 16));
}

// DSSE's protocol.md has the first; the others are its proposed test vectors. Ed25519 is
// deterministic, so what is signed here has to be the same.
TEST_F(DsseTest, SignsAndVerifiesAsDssesVectors) {
  struct Case {
    std::string_view type, payload, signature;
  };
  constexpr Case kCases[] = {
      {kType, kStatement,
       "2WAfaHm5jluo0w+0rk8uVkluELJYWjSmU9x7EUzx+AyteDGJ4/nqyJXfmAUVFIAoQafWm7AxBZNw5M9ixNHiCA=="},
      {"application/vnd.exämple+json", kStatement,
       "xmSk/ug66ysT7ayhkCIjhAq42zgZXSsEWuzUaNL7w2eGAdF/NU6/fRXPtmfN+5DNSAs5/i2lUnHjbbjPsu0tAw=="},
      {kType, "",
       "gSggCAaTLTYyRH6FIDBem6meyIynsYy8RTHVzwx9tnTb7Bg/1jMWnuVgI/gffqmbsC2VX5/jHfkkDqsj7CDbDg=="},
      {"", kStatement,
       "iC3q/+3Rm0+lpAJRueDmDh15PnwCfxKmS0NAfKsbv+zgulXQC/WM9trc+j1XEqlwDIg/vf/uNfebeD6sxInrDg=="},
  };
  for (const Case& test : kCases) {
    const absl::StatusOr<DsseEnvelope> envelope = SignDsse(test.type, test.payload, {alice_.get()});
    ASSERT_TRUE(envelope.ok()) << envelope.status();
    EXPECT_EQ(Base64(envelope->signatures[0].signature), test.signature);
    const absl::StatusOr<VerifiedDsse> verified =
        VerifyDsse(*envelope, test.type, {knows_alice_.get()});
    ASSERT_TRUE(verified.ok()) << verified.status();
    EXPECT_EQ(verified->payload, test.payload);
  }

  const absl::StatusOr<DsseEnvelope> hello = DecodeDsse(
      R"({"payload": "aGVsbG8gd29ybGQ=", "payloadType": "http://example.com/HelloWorld",
          "signatures": [{"sig": "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJ)"
      R"(PcIAriEGAHTVeCUjW2JIZA=="}]})");
  ASSERT_TRUE(hello.ok()) << hello.status();
  const absl::StatusOr<VerifiedDsse> verified =
      VerifyDsse(*hello, "http://example.com/HelloWorld", {knows_p256_.get()});
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(verified->payload, "hello world");
}

TEST_F(DsseTest, ReadsUrlSafeBase64) {
  const absl::StatusOr<DsseEnvelope> envelope = DecodeDsse(
      R"({"payload": "-_-_Pj8=", "payloadType": "application/vnd.in-toto+json", "signatures": [)"
      R"({"sig": "P-_KHICeR7tI6S_YyejJTRtrXhcQyQ2LYPaL8h90KjC9qN8HU_svOQ6TuDOT1HIrsGW886DbWNWcC)"
      R"(mX5twLrAw==", "keyid": "A"}]})");
  ASSERT_TRUE(envelope.ok()) << envelope.status();
  const absl::StatusOr<VerifiedDsse> verified = VerifyDsse(*envelope, kType, {knows_alice_.get()});
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(verified->payload, "\xfb\xff\xbf>?");
}

TEST_F(DsseTest, WhatIsWrittenIsRead) {
  const DsseEnvelope envelopes[] = {
      {},
      {.payload_type = "t", .payload = std::string("\0\xff", 2), .signatures = {{"", ""}}},
      {.payload_type = "quoted \" and \\ and ä\n",
       .payload = "p",
       .signatures = {{"a", "1"}, {"a\"", "2"}}},
      *SignDsse(kType, kStatement, {alice_.get(), p256_.get()}),
  };
  for (const DsseEnvelope& envelope : envelopes) {
    const std::string json = EncodeDsse(envelope);
    const absl::StatusOr<DsseEnvelope> again = DecodeDsse(json);
    ASSERT_TRUE(again.ok()) << json << ": " << again.status();
    EXPECT_EQ(*again, envelope) << json;
  }
  EXPECT_EQ(EncodeDsse({.payload_type = "t", .payload = "p", .signatures = {{"k", "s"}}}),
            R"({"payload":"cA==","payloadType":"t","signatures":[{"keyid":"k","sig":"cw=="}]})");
}

TEST_F(DsseTest, TheTypeIsSignedToo) {
  DsseEnvelope envelope = *SignDsse(kType, kStatement, {alice_.get()});
  envelope.payload_type = "application/vnd.example.other+json";
  EXPECT_TRUE(absl::IsPermissionDenied(
      VerifyDsse(envelope, envelope.payload_type, {knows_alice_.get()}).status()));
  envelope.payload_type = kType;
  EXPECT_TRUE(absl::IsUnimplemented(
      VerifyDsse(envelope, "application/vnd.example.other+json", {knows_alice_.get()}).status()));
  // Verified first: an unsigned payload says nothing about its type.
  envelope.signatures.clear();
  EXPECT_TRUE(absl::IsPermissionDenied(
      VerifyDsse(envelope, "application/vnd.example.other+json", {knows_alice_.get()}).status()));
}

TEST_F(DsseTest, LengthsKeepTypeAndPayloadApart) {
  DsseEnvelope envelope = *SignDsse("type", "1 payload", {alice_.get()});
  envelope.payload_type = "type 1";
  envelope.payload = "payload";
  EXPECT_FALSE(VerifyDsse(envelope, "type 1", {knows_alice_.get()}).ok());
}

TEST_F(DsseTest, OneSignatureOfATrustedKeyIsEnough) {
  const DsseEnvelope envelope =
      *SignDsse(kType, kStatement, {bob_.get(), p256_.get(), alice_.get()});
  const absl::StatusOr<VerifiedDsse> verified = VerifyDsse(envelope, kType, {knows_alice_.get()});
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_THAT(verified->signed_by, ElementsAre(0));
  EXPECT_THAT(VerifyDsse(envelope, kType, {knows_alice_.get(), knows_p256_.get()})->signed_by,
              ElementsAre(0, 1));
  const DsseEnvelope only_bob = *SignDsse(kType, kStatement, {bob_.get()});
  EXPECT_TRUE(absl::IsPermissionDenied(VerifyDsse(only_bob, kType, {knows_alice_.get()}).status()));
  EXPECT_THAT(VerifyDsse(only_bob, kType, {knows_alice_.get(), knows_bob_.get()})->signed_by,
              ElementsAre(1));
}

TEST_F(DsseTest, TheThresholdCountsDifferentKeys) {
  const std::vector<const Verifier*> both = {knows_alice_.get(), knows_bob_.get()};
  const DsseEnvelope by_both = *SignDsse(kType, kStatement, {alice_.get(), bob_.get()});
  EXPECT_TRUE(VerifyDsse(by_both, kType, both, 2).ok());
  DsseEnvelope nameless = by_both;
  for (DsseSignature& signature : nameless.signatures) signature.key_id.clear();
  EXPECT_TRUE(VerifyDsse(nameless, kType, both, 2).ok());

  // One key that signs twice, under two names, is one key.
  DsseEnvelope twice = *SignDsse(kType, kStatement, {alice_.get(), alice_.get()});
  twice.signatures[1].key_id = "bob";
  EXPECT_TRUE(absl::IsPermissionDenied(VerifyDsse(twice, kType, both, 2).status()));
  // And so is one key that is trusted twice.
  const std::unique_ptr<Verifier> again = *VerifierFromPem(kAlice.public_pem, "alice");
  const absl::StatusOr<VerifiedDsse> trusted_twice =
      VerifyDsse(twice, kType, {knows_alice_.get(), again.get(), knows_bob_.get()}, 2);
  EXPECT_TRUE(absl::IsPermissionDenied(trusted_twice.status())) << trusted_twice.status();
}

TEST_F(DsseTest, AThresholdThatCannotBeMetIsRefused) {
  const DsseEnvelope envelope = *SignDsse(kType, kStatement, {alice_.get()});
  EXPECT_TRUE(
      absl::IsInvalidArgument(VerifyDsse(envelope, kType, {knows_alice_.get()}, 0).status()));
  EXPECT_TRUE(
      absl::IsInvalidArgument(VerifyDsse(envelope, kType, {knows_alice_.get()}, 2).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(VerifyDsse(envelope, kType, {}).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(
      VerifyDsse(envelope, kType, {knows_alice_.get(), knows_alice_.get()}, 2).status()));
}

TEST_F(DsseTest, NamesOnlyChooseWhatIsTried) {
  const std::unique_ptr<Verifier> named = *VerifierFromPem(kAlice.public_pem, "alice");
  DsseEnvelope envelope = *SignDsse(kType, kStatement, {alice_.get()});
  EXPECT_TRUE(VerifyDsse(envelope, kType, {named.get()}).ok());
  envelope.signatures[0].key_id = "somebody";
  EXPECT_FALSE(VerifyDsse(envelope, kType, {named.get()}).ok());
  EXPECT_TRUE(VerifyDsse(envelope, kType, {knows_alice_.get()}).ok());
  envelope.signatures[0].key_id = "";
  EXPECT_TRUE(VerifyDsse(envelope, kType, {named.get()}).ok());
  // A name makes nothing good.
  DsseEnvelope forged = *SignDsse(kType, kStatement, {bob_.get()});
  forged.signatures[0].key_id = "alice";
  EXPECT_FALSE(VerifyDsse(forged, kType, {named.get()}).ok());
}

TEST_F(DsseTest, BadSignaturesAreSkipped) {
  DsseEnvelope envelope = *SignDsse(kType, kStatement, {alice_.get()});
  envelope.signatures.insert(envelope.signatures.begin(), {"alice", "nonsense"});
  envelope.signatures.push_back({"", ""});
  EXPECT_TRUE(VerifyDsse(envelope, kType, {knows_alice_.get()}).ok());
}

TEST_F(DsseTest, AVerifierThatCannotFindOutIsAnErrorOnlyWhereItIsNeeded) {
  const Unreachable unreachable;
  const DsseEnvelope envelope = *SignDsse(kType, kStatement, {alice_.get()});
  EXPECT_TRUE(VerifyDsse(envelope, kType, {&unreachable, knows_alice_.get()}).ok());
  EXPECT_TRUE(absl::IsUnavailable(
      VerifyDsse(envelope, kType, {&unreachable, knows_alice_.get()}, 2).status()));
  EXPECT_TRUE(absl::IsUnavailable(VerifyDsse(envelope, kType, {&unreachable}).status()));
}

TEST_F(DsseTest, SigningNeedsSigners) {
  const Broken broken;
  EXPECT_TRUE(absl::IsInvalidArgument(SignDsse(kType, kStatement, {}).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(SignDsse("\xff", kStatement, {alice_.get()}).status()));
  const std::unique_ptr<Signer> bad_name = *SignerFromPem(kAlice.private_pem, "\xff");
  EXPECT_TRUE(absl::IsInvalidArgument(SignDsse(kType, kStatement, {bad_name.get()}).status()));
  const absl::Status status = SignDsse(kType, kStatement, {alice_.get(), &broken}).status();
  EXPECT_TRUE(absl::IsUnavailable(status));
  EXPECT_THAT(ReasonOf(status), HasSubstr("broken"));
}

TEST(DsseEnvelopeTest, UnknownMembersAreIgnored) {
  const absl::StatusOr<DsseEnvelope> envelope = DecodeDsse(
      R"({"x":1e999,"payload":"","payloadType":"","y":{"payload":[{}]},"signatures":[{"sig":"",)"
      R"("cert":null}],"payload ":2})");
  ASSERT_TRUE(envelope.ok()) << envelope.status();
  EXPECT_EQ(envelope->signatures.size(), 1u);
  EXPECT_THAT(DecodeDsse(R"({"payload":"","payloadType":"","signatures":[]})")->signatures,
              IsEmpty());
}

TEST(DsseEnvelopeTest, EscapedNamesAndTextsAreRead) {
  const absl::StatusOr<DsseEnvelope> envelope = DecodeDsse(
      R"({"payl\u006fad":"c\u0041==","payloadType":"\u0074","signatures":[{"sig":"","keyid":"\ud83e\udd21"}]})");
  ASSERT_TRUE(envelope.ok()) << envelope.status();
  EXPECT_EQ(envelope->payload, "p");
  EXPECT_EQ(envelope->payload_type, "t");
  EXPECT_EQ(envelope->signatures[0].key_id, "🤡");
}

TEST(DsseEnvelopeTest, OtherTextsAreRefused) {
  struct Case {
    std::string_view json, reason;
  };
  constexpr Case kCases[] = {
      {"", ""},
      {"nonsense", ""},
      {"[]", ""},
      {"null", ""},
      {"{}", "payloadType"},
      {R"({"payloadType":"t","signatures":[]})", "payload"},
      {R"({"payload":"","payloadType":"t"})", "signatures"},
      {R"({"payload":1,"payloadType":"t","signatures":[]})", "payload"},
      {R"({"payload":null,"payloadType":"t","signatures":[]})", "payload"},
      {R"({"payload":"","payloadType":["t"],"signatures":[]})", "payloadType"},
      {R"({"payload":"a","payloadType":"t","signatures":[]})", "base64"},
      {R"({"payload":"cA","payloadType":"t","signatures":[]})", "base64"},
      {R"({"payload":"c A==","payloadType":"t","signatures":[]})", "base64"},
      {R"({"payload":"-_+/","payloadType":"t","signatures":[]})", "base64"},
      {R"({"payload":"","payloadType":"t","signatures":{}})", "signatures"},
      {R"({"payload":"","payloadType":"t","signatures":"s"})", "signatures"},
      {R"({"payload":"","payloadType":"t","signatures":[{}]})", "sig"},
      {R"({"payload":"","payloadType":"t","signatures":[1]})", "signature 0"},
      {R"({"payload":"","payloadType":"t","signatures":[{"sig":""},{"sig":"*"}]})", "signature 1"},
      {R"({"payload":"","payloadType":"t","signatures":[{"sig":"","keyid":1}]})", "keyid"},
      {R"({"payload":"","payload":"","payloadType":"t","signatures":[]})", "twice"},
      {R"({"payload":"","p\u0061yload":"","payloadType":"t","signatures":[]})", "twice"},
      {R"({"payload":"","payloadType":"t","signatures":[{"sig":"","sig":""}]})", "twice"},
      {R"({"payload":"","payloadType":"t","signatures":[],})", ""},
      {R"({"payload":"","payloadType":"t","signatures":[]} {})", ""},
      {"{\"payload\":\"\",\"payloadType\":\"\xff\",\"signatures\":[]}", "UTF-8"},
      {R"({"payload":"","payloadType":"\ud800","signatures":[]})", ""},
  };
  for (const Case& test : kCases) {
    const absl::Status status = DecodeDsse(test.json).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << test.json << ": " << status;
    EXPECT_THAT(ReasonOf(status), HasSubstr(std::string(test.reason))) << test.json;
  }
}

TEST(DsseEnvelopeTest, LimitsAreKept) {
  const std::string json =
      R"({"payload":"","payloadType":"t","signatures":[{"sig":""},{"sig":""}]})";
  EXPECT_TRUE(DecodeDsse(json, {.max_bytes = json.size(), .max_signatures = 2}).ok());
  EXPECT_THAT(ReasonOf(DecodeDsse(json, {.max_bytes = json.size() - 1}).status()),
              HasSubstr("limit"));
  EXPECT_THAT(ReasonOf(DecodeDsse(json, {.max_signatures = 1}).status()), HasSubstr("more than 1"));
  const std::string deep = R"({"x":)" + std::string(60'000, '[');
  EXPECT_TRUE(absl::IsInvalidArgument(DecodeDsse(deep).status()));
}

}  // namespace
}  // namespace cloudevents
