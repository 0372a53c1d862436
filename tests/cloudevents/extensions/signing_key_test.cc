#include "cloudevents/extensions/signing_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/err.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "tests/cloudevents/extensions/test_keys.h"

namespace cloudevents {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::unique_ptr<Signer> SignerOf(const TestKey& key) {
  absl::StatusOr<std::unique_ptr<Signer>> signer = SignerFromPem(key.private_pem);
  EXPECT_TRUE(signer.ok()) << signer.status();
  return *std::move(signer);
}

std::unique_ptr<Verifier> VerifierOf(const TestKey& key) {
  absl::StatusOr<std::unique_ptr<Verifier>> verifier = VerifierFromPem(key.public_pem);
  EXPECT_TRUE(verifier.ok()) << verifier.status();
  return *std::move(verifier);
}

std::string ReasonOf(const absl::Status& status) { return std::string(status.message()); }

TEST(SigningKeyTest, Ed25519SignsAsRfc8032Says) {
  struct Case {
    TestKey key;
    std::string_view message;
    const char* signature;
  };
  // RFC 8032, section 7.1, TEST 1 and TEST 2.
  constexpr Case kCases[] = {
      {kAlice, "",
       "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf"
       "9"
       "b46bd25bf5f0595bbe24655141438e7a100b"},
      {kBob, "\x72",
       "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f"
       "1"
       "1d8c387b2eaeb4302aeeb00d291612bb0c00"},
  };
  for (const Case& test : kCases) {
    const absl::StatusOr<std::string> signature = SignerOf(test.key)->Sign(test.message);
    ASSERT_TRUE(signature.ok()) << signature.status();
    EXPECT_EQ(absl::BytesToHexString(*signature), test.signature);
    EXPECT_TRUE(VerifierOf(test.key)->Verify(test.message, *signature).ok());
  }
}

TEST(SigningKeyTest, EcdsaVerifiesTheExampleOfDsse) {
  // DSSE 1.0.2, protocol.md, section "Test Vectors".
  std::string signature;
  ASSERT_TRUE(absl::Base64Unescape(
      "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==",
      &signature));
  const std::unique_ptr<Verifier> verifier = VerifierOf(kP256);
  const std::string_view message = "DSSEv1 29 http://example.com/HelloWorld 11 hello world";
  EXPECT_TRUE(verifier->Verify(message, signature).ok());
  EXPECT_TRUE(absl::IsPermissionDenied(verifier->Verify("another message", signature)));
}

TEST(SigningKeyTest, WhatIsSignedVerifies) {
  for (const TestKey& key : {kAlice, kBob, kP256}) {
    const std::unique_ptr<Signer> signer = SignerOf(key);
    const std::unique_ptr<Verifier> verifier = VerifierOf(key);
    for (std::size_t size = 0; size < 300; ++size) {  // ECDSA's r and s come in all lengths
      const std::string message(size, 'x');
      const absl::StatusOr<std::string> signature = signer->Sign(message);
      ASSERT_TRUE(signature.ok()) << signature.status();
      EXPECT_EQ(signature->size(), 64u);
      EXPECT_TRUE(verifier->Verify(message, *signature).ok());
      EXPECT_TRUE(absl::IsPermissionDenied(verifier->Verify(message + "x", *signature)));
    }
  }
}

TEST(SigningKeyTest, NoBitOfASignatureMayChange) {
  for (const TestKey& key : {kAlice, kP256}) {
    const std::unique_ptr<Verifier> verifier = VerifierOf(key);
    const std::string good = *SignerOf(key)->Sign("message");
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
      std::string bad = good;
      bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << bit % 8));
      EXPECT_TRUE(absl::IsPermissionDenied(verifier->Verify("message", bad))) << bit;
    }
  }
}

TEST(SigningKeyTest, OtherBytesAreNoSignatures) {
  for (const TestKey& key : {kAlice, kP256}) {
    const std::unique_ptr<Verifier> verifier = VerifierOf(key);
    const std::string good = *SignerOf(key)->Sign("message");
    for (std::size_t size = 0; size < 200; ++size) {
      if (size != good.size()) {
        const std::string bad = size < good.size() ? good.substr(0, size)
                                                   : good + std::string(size - good.size(), '\0');
        EXPECT_TRUE(absl::IsPermissionDenied(verifier->Verify("message", bad))) << size;
      }
      for (const char c : {'\0', '\x30', '\xff'}) {
        EXPECT_TRUE(absl::IsPermissionDenied(verifier->Verify("message", std::string(size, c))));
      }
    }
  }
  EXPECT_THAT(ReasonOf(VerifierOf(kP256)->Verify("message", "\x30\x45")), HasSubstr("ASN.1"));
}

TEST(SigningKeyTest, AnotherKeyDoesNotVerify) {
  const TestKey keys[] = {kAlice, kBob, kP256};
  for (const TestKey& signing : keys) {
    const std::string signature = *SignerOf(signing)->Sign("message");
    for (const TestKey& key : keys) {
      EXPECT_EQ(VerifierOf(key)->Verify("message", signature).ok(),
                key.public_pem == signing.public_pem);
    }
  }
}

TEST(SigningKeyTest, KeysHaveNames) {
  // openssl pkey -pubin -in public.pem -outform DER | sha256sum
  constexpr std::string_view kFingerprint =
      "06e3fd8fda29bb60ab59557de61edb0aecdb231134be30e75b455f8e1b792fa9";
  EXPECT_EQ(SignerOf(kAlice)->key_id(), kFingerprint);
  EXPECT_EQ((*SignerFromPem(kAlice.private_pem, "alice"))->key_id(), "alice");
  EXPECT_EQ(VerifierOf(kAlice)->key_id(), "");
  EXPECT_EQ((*VerifierFromPem(kAlice.public_pem, "alice"))->key_id(), "alice");
  EXPECT_EQ(VerifierOf(kAlice)->fingerprint(), kFingerprint);
  EXPECT_EQ((*VerifierFromPem(kAlice.public_pem, "alice"))->fingerprint(), kFingerprint);
  EXPECT_NE(VerifierOf(kBob)->fingerprint(), kFingerprint);
}

TEST(SigningKeyTest, OlderSpellingsOfAKeyAreRead) {
  const absl::StatusOr<std::unique_ptr<Signer>> signer = SignerFromPem(kP256Sec1);
  ASSERT_TRUE(signer.ok()) << signer.status();
  EXPECT_TRUE(VerifierOf(kP256)->Verify("message", *(*signer)->Sign("message")).ok());
  // `openssl ecparam -genkey` writes the curve before the key.
  const std::string with_curve =
      "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" +
      std::string(kP256Sec1);
  EXPECT_TRUE(SignerFromPem(with_curve).ok());
}

TEST(SigningKeyTest, OtherTextsAreNoKeys) {
  struct Case {
    std::string_view pem, reason;
  };
  const std::string truncated(kAlice.private_pem.substr(0, 80));
  const std::string huge(kMaxPemBytes + 1, 'x');
  const Case cases[] = {
      {"", "private key in PEM"},
      {"nonsense", "private key in PEM"},
      {kAlice.public_pem, "private key in PEM"},
      {truncated, "private key in PEM"},
      {kEncrypted, "not encrypted"},
      {kX25519, "X25519"},
      {huge, "longer"},
      {std::string_view("\0", 1), "private key in PEM"},
  };
  for (const Case& test : cases) {
    const absl::Status status = SignerFromPem(test.pem).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
    EXPECT_THAT(ReasonOf(status), HasSubstr(std::string(test.reason)));
  }
  EXPECT_THAT(ReasonOf(VerifierFromPem(kAlice.private_pem).status()),
              HasSubstr("public key in PEM"));
  EXPECT_THAT(ReasonOf(VerifierFromPem(kP384Public).status()), HasSubstr("secp384r1"));
}

TEST(SigningKeyTest, OpenSslsReasonIsTold) {
  EXPECT_THAT(ReasonOf(SignerFromPem("nonsense").status()), HasSubstr("error:"));
  EXPECT_THAT(ReasonOf(SignerFromPem("nonsense").status()), Not(HasSubstr("nonsense")));
}

TEST(SigningKeyTest, OpenSslsErrorsStayWithTheCallThatMadeThem) {
  ERR_clear_error();
  EXPECT_FALSE(SignerFromPem("nonsense").ok());
  EXPECT_FALSE(VerifierOf(kAlice)->Verify("message", "short").ok());
  EXPECT_FALSE(VerifierOf(kP256)->Verify("message", std::string(64, 'x')).ok());
  EXPECT_EQ(ERR_peek_error(), 0u);

  // What others left in the queue is still there, and is not taken for a reason.
  ERR_raise(ERR_LIB_USER, ERR_R_MALLOC_FAILURE);
  const unsigned long others = ERR_peek_last_error();
  EXPECT_THAT(ReasonOf(SignerFromPem("nonsense").status()), HasSubstr("error:"));
  EXPECT_THAT(ReasonOf(SignerFromPem("nonsense").status()), Not(HasSubstr("malloc")));
  EXPECT_EQ(ERR_get_error(), others);
  EXPECT_EQ(ERR_get_error(), 0u);
}

TEST(SigningKeyTest, ThreadsShareAKey) {
  for (const TestKey& key : {kAlice, kP256}) {
    const std::unique_ptr<Signer> signer = SignerOf(key);
    const std::unique_ptr<Verifier> verifier = VerifierOf(key);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&, message = std::string(static_cast<std::size_t>(i), 'm')] {
        for (int n = 0; n < 20; ++n) {
          EXPECT_TRUE(verifier->Verify(message, *signer->Sign(message)).ok());
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
}

}  // namespace
}  // namespace cloudevents
