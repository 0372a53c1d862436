// `eventbus sign` and `eventbus verify`, one reading what the other writes.
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "cli/sign_command.h"
#include "cli/verify_command.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/run_command.h"
#include "tests/cloudevents/extensions/test_keys.h"

namespace eventbus::cli {
namespace {

using ::cloudevents::kAlice;
using ::cloudevents::kBob;
using ::cloudevents::kP256;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::string_view kEvent =
    R"({"specversion":"1.0","id":"1","source":"/s","type":"t","region":"eu","data":{"a": 1}})"
    "\n";

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

class SignatureCommandsTest : public ::testing::Test {
 protected:
  static std::string Write(std::string_view name, std::string_view text) {
    std::string path = ::testing::TempDir() + "/" + std::string(name);
    std::ofstream(path) << text;
    return path;
  }

  static CommandResult Sign(const std::string& key, std::string_view in) {
    return RunCommand(SignCommand(), {"--key", key}, in);
  }

  static CommandResult Verify(const std::vector<std::string>& keys, std::string_view in,
                              std::vector<std::string_view> args = {}) {
    for (const std::string& key : keys) {
      args.push_back("--key");
      args.push_back(key);
    }
    return RunCommand(VerifyCommand(), args, in);
  }

  const std::string alice_ = Write("alice.pem", kAlice.private_pem);
  const std::string alice_public_ = Write("alice.pub.pem", kAlice.public_pem);
  const std::string bob_ = Write("bob.pem", kBob.private_pem);
  const std::string bob_public_ = Write("bob.pub.pem", kBob.public_pem);
  const std::string p256_ = Write("p256.pem", kP256.private_pem);
  const std::string p256_public_ = Write("p256.pub.pem", kP256.public_pem);
};

TEST_F(SignatureCommandsTest, WhatIsSignedIsVerified) {
  for (const auto& [private_key, public_key] :
       {std::pair(alice_, alice_public_), std::pair(p256_, p256_public_)}) {
    const CommandResult signing =
        Sign(private_key, std::string(kEvent) + "\n" + std::string(kEvent));
    EXPECT_EQ(signing.code, 0);
    EXPECT_EQ(signing.err, "");
    EXPECT_THAT(signing.out, AllOf(HasSubstr("\"dssematerial\""), HasSubstr(R"({"a": 1})")));
    const CommandResult result = Verify({public_key}, signing.out);
    EXPECT_EQ(result.code, 0);
    EXPECT_EQ(result.out, "line 1: ok, signed by " + public_key + "\nline 2: ok, signed by " +
                              public_key + "\n");
    EXPECT_EQ(result.err, "");
  }
}

TEST_F(SignatureCommandsTest, WhatWasChangedIsAnError) {
  const std::string good = Sign(alice_, kEvent).out;
  for (const auto& [from, to] :
       {std::pair(R"("id":"1")", R"("id":"2")"), std::pair("\"eu\"", "\"us\""),
        std::pair(R"("type":"t")", R"("type":"u")"), std::pair("{\"a\": 1}", "{\"a\":1}"),
        std::pair("{\"a\": 1}", "{\"a\": 2}")}) {
    const CommandResult result = Verify({alice_public_}, Replaced(good, from, to) + good);
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.out, MatchesRegex("line 1: error: the event is not the one that was "
                                         "signed[^\n]*\nline 2: ok[^\n]*\n"));
  }
}

TEST_F(SignatureCommandsTest, OtherKeysAndNoSignatureAreErrors) {
  const std::string by_alice = Sign(alice_, kEvent).out;
  const CommandResult result =
      Verify({bob_public_, p256_public_}, by_alice + std::string(kEvent) + "{}\n");
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.out, MatchesRegex("line 1: error: of the trusted keys 0 [^\n]*\n"
                                       "line 2: error: the event is not signed[^\n]*\n"
                                       "line 3: error: attribute [^\n]*\n"));
}

TEST_F(SignatureCommandsTest, TheKeyThatSignedIsNamed) {
  const std::string by_bob = Sign(bob_, kEvent).out;
  EXPECT_EQ(Verify({alice_public_, bob_public_}, by_bob).out,
            "line 1: ok, signed by " + bob_public_ + "\n");
  // Whatever name the signature gives itself.
  const std::string named =
      RunCommand(SignCommand(), {"--key-id=alice", "--key", bob_}, kEvent).out;
  EXPECT_EQ(Verify({alice_public_, bob_public_}, named).out,
            "line 1: ok, signed by " + bob_public_ + "\n");
}

TEST_F(SignatureCommandsTest, TheThresholdIsKept) {
  const std::string by_alice = Sign(alice_, kEvent).out;
  EXPECT_EQ(Verify({alice_public_, bob_public_}, by_alice, {"--threshold=2"}).code, 1);
  EXPECT_EQ(Verify({alice_public_, bob_public_}, by_alice, {"--threshold=3"}).code, 2);
  EXPECT_EQ(Verify({alice_public_, bob_public_}, by_alice, {"--threshold=0"}).code, 2);
}

TEST_F(SignatureCommandsTest, OneKeyTwiceIsOneKey) {
  const std::string by_alice = Sign(alice_, kEvent).out;
  const CommandResult result = Verify({alice_public_, alice_public_}, by_alice, {"--threshold=2"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("--threshold"));
}

TEST_F(SignatureCommandsTest, WhatCouldNotBeReadAgainIsNotSigned) {
  // With its signature it has one attribute more than events may have.
  std::string event = R"({"specversion":"1.0","id":"1","source":"/s","type":"t")";
  for (int i = 0; i < 252; ++i) event += ",\"x" + std::to_string(i) + "\":1";
  const CommandResult result = Sign(alice_, event + "}\n");
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, HasSubstr("max_attributes"));
}

TEST_F(SignatureCommandsTest, SigningGoesOnAfterABadLine) {
  const CommandResult result = Sign(alice_, "{}\n" + std::string(kEvent) + "nonsense\n");
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, MatchesRegex("line 1: error: [^\n]*\nline 3: error: [^\n]*\n"));
  EXPECT_EQ(Verify({alice_public_}, result.out).code, 0);
}

TEST_F(SignatureCommandsTest, SigningAgainReplacesTheSignature) {
  const std::string by_bob = Sign(bob_, Sign(alice_, kEvent).out).out;
  EXPECT_EQ(Verify({alice_public_}, by_bob).code, 1);
  EXPECT_EQ(Verify({bob_public_}, by_bob).code, 0);
}

TEST_F(SignatureCommandsTest, FilesAreReadAndNamed) {
  const std::string events = Write("signed.ndjson", Sign(alice_, kEvent).out);
  const CommandResult result = Verify({alice_public_}, "", {events, "no/such.ndjson"});
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.out, events + ":1: ok, signed by " + alice_public_ + "\n");
  EXPECT_THAT(result.err, HasSubstr("no/such.ndjson"));
}

TEST_F(SignatureCommandsTest, BadKeysAreWrongUsage) {
  const std::string nonsense = Write("nonsense.pem", "nonsense");
  const std::string encrypted = Write("encrypted.pem", cloudevents::kEncrypted);
  const std::string huge = Write("huge.pem", std::string(1 << 20, 'x'));
  for (const std::string& key :
       {std::string("no/such.pem"), std::string("/"), nonsense, encrypted, huge, alice_public_}) {
    const CommandResult result = Sign(key, kEvent);
    EXPECT_EQ(result.code, 2) << key;
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, AllOf(StartsWith("eventbus sign: --key " + key + ": "),
                                  HasSubstr("openssl genpkey -algorithm ed25519 -out NEW_FILE")));
  }
  for (const std::string& key : {std::string("no/such.pem"), std::string("/"), nonsense, alice_}) {
    const CommandResult result = Verify({alice_public_, key}, kEvent);
    EXPECT_EQ(result.code, 2) << key;
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, AllOf(StartsWith("eventbus verify: --key " + key + ": "),
                                  HasSubstr("-pubout -out NEW_FILE")));
    EXPECT_THAT(result.err, Not(HasSubstr("MC4C")));
  }
}

TEST_F(SignatureCommandsTest, AKeyIsNeeded) {
  EXPECT_EQ(RunCommand(SignCommand(), {}, kEvent).code, 2);
  EXPECT_EQ(RunCommand(VerifyCommand(), {}, kEvent).code, 2);
  EXPECT_EQ(RunCommand(SignCommand(), {"--key", alice_, "--key-id=\xff"}, kEvent).code, 2);
}

TEST_F(SignatureCommandsTest, AClosedOutputEndsThem) {
  EXPECT_EQ(RunCommand(SignCommand(), {"--key", alice_}, kEvent, /*out_limit=*/10).code, 1);
  EXPECT_EQ(RunCommand(VerifyCommand(), {"--key", alice_public_}, kEvent, /*out_limit=*/10).code,
            1);
}

}  // namespace
}  // namespace eventbus::cli
