#include "adapters/webhook/internal/origin_gate.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "adapters/webhook/webhook_consent.h"
#include "cloudevents/internal/abseil_strings.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace adapters::webhook_internal {
namespace {

using ::testing::HasSubstr;
using Kind = OriginGate::Verdict::Kind;

constexpr absl::Duration kStart = absl::ZeroDuration();

TEST(OriginGateTest, APolicyNamesTheMemberThatIsWrong) {
  const struct {
    WebhookConsentPolicy policy;
    std::string text;
  } cases[] = {
      {{.allowed_origins = {"a.example", ""}}, "allowed_origins"},
      {{.allowed_origins = {"*.example"}}, "allowed_origins"},
      {{.allowed_rate = 0}, "allowed_rate"},
      {{.allowed_rate = -5}, "allowed_rate"},
      {{.max_origins = 0}, "max_origins"},
  };
  for (const auto& c : cases) {
    const absl::Status status = ValidateConsentPolicy(c.policy);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.text;
    EXPECT_THAT(std::string(cloudevents::internal::Message(status)), HasSubstr(c.text));
  }
  EXPECT_TRUE(ValidateConsentPolicy({}).ok());
  EXPECT_TRUE(ValidateConsentPolicy({.allowed_origins = {"*", "a"}, .allowed_rate = 1}).ok());
}

TEST(OriginGateTest, ListedOriginsConsentAndDeliverWithoutAHandshake) {
  OriginGate gate({.allowed_origins = {"A.example"}, .allowed_rate = 5});
  EXPECT_EQ(gate.Ask({.origin = "a.EXAMPLE"}, kStart), WebhookConsent{.rate = 5});
  EXPECT_EQ(gate.Ask({.origin = "b.example"}, kStart), std::nullopt);
  EXPECT_EQ(gate.Admit("a.example", kStart).kind, Kind::kAdmitted);
  EXPECT_EQ(gate.Admit("b.example", kStart).kind, Kind::kOriginUnknown);
  EXPECT_EQ(gate.Admit("", kStart).kind, Kind::kOriginUnknown);
  EXPECT_EQ(gate.Admit(std::nullopt, kStart).kind, Kind::kOriginNeeded);
}

TEST(OriginGateTest, StrangersDoNotKeepListedOriginsOut) {
  OriginGate gate({.allowed_origins = {"a.example"},
                   .allowed_rate = 1,
                   .decide = [](const WebhookConsentRequest&) { return WebhookConsent{}; },
                   .require_origin = false,
                   .max_origins = 2});
  EXPECT_NE(gate.Ask({.origin = "x.example"}, kStart), std::nullopt);
  EXPECT_NE(gate.Ask({.origin = "y.example"}, kStart), std::nullopt);
  EXPECT_EQ(gate.Ask({.origin = "z.example"}, kStart), std::nullopt) << "there is no room";
  EXPECT_EQ(gate.Admit("a.example", kStart).kind, Kind::kAdmitted);
  EXPECT_EQ(gate.Admit("a.example", kStart).kind, Kind::kTooFast) << "its own rate counts";
  EXPECT_EQ(gate.Admit(std::nullopt, kStart).kind, Kind::kAdmitted);
}

TEST(OriginGateTest, AnotherGrantCountsWhatWasSentBefore) {
  OriginGate gate({});
  ASSERT_TRUE(gate.Grant("a", {.rate = 1}, kStart).ok());
  EXPECT_EQ(gate.Admit("a", kStart).kind, Kind::kAdmitted);
  ASSERT_TRUE(gate.Grant("a", {.rate = 2}, kStart).ok());
  EXPECT_EQ(gate.Admit("a", kStart).kind, Kind::kAdmitted);
  EXPECT_EQ(gate.Admit("a", kStart).kind, Kind::kTooFast);
}

TEST(OriginGateTest, NobodyIsAllowedByDefault) {
  OriginGate gate({});
  EXPECT_EQ(gate.Ask({.origin = "a"}, kStart), std::nullopt);
  EXPECT_EQ(gate.Admit("a", kStart).kind, Kind::kOriginUnknown);
}

TEST(OriginGateTest, EverybodyMustStillHaveAName) {
  OriginGate gate({.allowed_origins = {"*"}});
  EXPECT_EQ(gate.Ask({.origin = "a"}, kStart), WebhookConsent{});
  EXPECT_EQ(gate.Admit("a", kStart).kind, Kind::kAdmitted);
  EXPECT_EQ(gate.Admit("*", kStart).kind, Kind::kOriginUnknown);
  EXPECT_EQ(gate.Admit("a b", kStart).kind, Kind::kOriginUnknown);
}

TEST(OriginGateTest, EachOriginHasItsOwnRate) {
  OriginGate gate({.allowed_origins = {"*"}, .allowed_rate = 1});
  EXPECT_EQ(gate.Admit("a", kStart).kind, Kind::kAdmitted);
  EXPECT_EQ(gate.Admit("b", kStart).kind, Kind::kAdmitted);
  const OriginGate::Verdict verdict = gate.Admit("A", absl::Seconds(20));
  EXPECT_EQ(verdict.kind, Kind::kTooFast);
  EXPECT_EQ(verdict.wait, absl::Seconds(40));
  EXPECT_EQ(gate.Admit("a", absl::Seconds(60)).kind, Kind::kAdmitted);
}

TEST(OriginGateTest, WhereNoOriginIsNeededTheNamelessShareARate) {
  OriginGate gate({.allowed_rate = 1, .require_origin = false});
  EXPECT_EQ(gate.Admit(std::nullopt, kStart).kind, Kind::kAdmitted);
  EXPECT_EQ(gate.Admit(std::nullopt, kStart).kind, Kind::kTooFast);
  EXPECT_EQ(gate.Admit("", kStart).kind, Kind::kOriginUnknown);
  EXPECT_EQ(gate.Admit("a", kStart).kind, Kind::kOriginUnknown);
}

TEST(OriginGateTest, WhatIsDecidedIsRememberedAndCanBeRevoked) {
  std::vector<std::string> asked;
  OriginGate gate({.decide = [&](const WebhookConsentRequest& request) {
    asked.push_back(request.origin);
    return request.rate == 60 ? std::optional(WebhookConsent{.rate = 2}) : std::nullopt;
  }});
  EXPECT_EQ(gate.Ask({.origin = "a"}, kStart), std::nullopt);
  EXPECT_EQ(gate.Admit("a", kStart).kind, Kind::kOriginUnknown);
  EXPECT_EQ(gate.Ask({.origin = "a", .rate = 60}, kStart), WebhookConsent{.rate = 2});
  EXPECT_EQ(gate.Ask({.origin = "A"}, kStart), WebhookConsent{.rate = 2});
  EXPECT_EQ(asked.size(), 2U) << "the third is known";
  EXPECT_EQ(gate.Admit("a", kStart).kind, Kind::kAdmitted);
  EXPECT_EQ(gate.Admit("a", kStart).kind, Kind::kAdmitted);
  EXPECT_EQ(gate.Admit("a", kStart).kind, Kind::kTooFast);
  gate.Revoke("A");
  EXPECT_EQ(gate.Admit("a", kStart).kind, Kind::kOriginUnknown);
}

TEST(OriginGateTest, ADecisionOutOfRangeIsNoConsent) {
  OriginGate gate({.decide = [](const WebhookConsentRequest&) {
    return std::optional(WebhookConsent{.rate = 0});
  }});
  EXPECT_EQ(gate.Ask({.origin = "a"}, kStart), std::nullopt);
  EXPECT_EQ(gate.Grant("a", {.rate = 0}, kStart).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(gate.Grant("a b", {}, kStart).code(), absl::StatusCode::kInvalidArgument);
}

TEST(OriginGateTest, AGrantOverridesTheListAndKeepsWhatWasCountedUnlessItChanges) {
  OriginGate gate({.allowed_origins = {"a"}, .allowed_rate = 1});
  ASSERT_TRUE(gate.Grant("a", {.rate = 2}, kStart).ok());
  EXPECT_EQ(gate.Ask({.origin = "a"}, kStart), WebhookConsent{.rate = 2});
  EXPECT_EQ(gate.Admit("a", kStart).kind, Kind::kAdmitted);
  ASSERT_TRUE(gate.Grant("a", {.rate = 2}, kStart).ok());
  EXPECT_EQ(gate.Admit("a", kStart).kind, Kind::kAdmitted);
  EXPECT_EQ(gate.Admit("a", kStart).kind, Kind::kTooFast);
  ASSERT_TRUE(gate.Grant("a", {}, kStart).ok());
  EXPECT_EQ(gate.Admit("a", kStart).kind, Kind::kAdmitted);
}

TEST(OriginGateTest, InventedOriginsCannotFillTheMemory) {
  OriginGate gate({.allowed_origins = {"*"}, .allowed_rate = 9, .max_origins = 3});
  ASSERT_TRUE(gate.Grant("kept", {}, kStart).ok());
  EXPECT_EQ(gate.Admit("a", kStart).kind, Kind::kAdmitted);
  EXPECT_EQ(gate.Admit("b", absl::Seconds(30)).kind, Kind::kAdmitted);
  EXPECT_EQ(gate.Admit("c", absl::Seconds(30)).kind, Kind::kTooFast);
  EXPECT_EQ(gate.Grant("d", {}, absl::Seconds(30)).code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(gate.Admit("a", absl::Seconds(30)).kind, Kind::kAdmitted) << "those in it go on";
  // A minute after its last request an origin makes room; one that was granted does not.
  EXPECT_EQ(gate.Admit("c", absl::Seconds(90)).kind, Kind::kAdmitted);
  EXPECT_EQ(gate.Admit("d", absl::Seconds(91)).kind, Kind::kAdmitted);
  EXPECT_EQ(gate.Admit("e", absl::Seconds(93)).kind, Kind::kTooFast);
  EXPECT_EQ(gate.Admit("kept", absl::Seconds(93)).kind, Kind::kAdmitted);
}

}  // namespace
}  // namespace adapters::webhook_internal
