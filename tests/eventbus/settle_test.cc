#include "eventbus/settle.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace eventbus {
namespace {

// What a settled delivery's owner was told, in order.
struct Told {
  std::vector<Outcome> outcomes;

  Settle NewSettle() {
    return Settle([this](Outcome outcome) { outcomes.push_back(std::move(outcome)); });
  }
};

TEST(SettleTest, EachVerbTellsItsOutcome) {
  Told told;
  told.NewSettle().Delivered();
  told.NewSettle().Retry(absl::UnavailableError("busy"), absl::Seconds(3));
  told.NewSettle().Retry(absl::UnavailableError("busy"));
  told.NewSettle().Permanent(absl::InvalidArgumentError("bad"));
  told.NewSettle().Unknown(absl::DeadlineExceededError("late"));

  ASSERT_EQ(told.outcomes.size(), 5);
  EXPECT_EQ(told.outcomes[0].kind, OutcomeKind::kDelivered);
  EXPECT_EQ(told.outcomes[0].status, absl::OkStatus());
  EXPECT_EQ(told.outcomes[1].kind, OutcomeKind::kRetry);
  EXPECT_EQ(told.outcomes[1].status, absl::UnavailableError("busy"));
  EXPECT_EQ(told.outcomes[1].retry_after, absl::Seconds(3));
  EXPECT_EQ(told.outcomes[2].retry_after, std::nullopt);
  EXPECT_EQ(told.outcomes[3].kind, OutcomeKind::kPermanent);
  EXPECT_EQ(told.outcomes[3].status, absl::InvalidArgumentError("bad"));
  EXPECT_EQ(told.outcomes[4].kind, OutcomeKind::kUnknown);
  EXPECT_EQ(told.outcomes[4].status, absl::DeadlineExceededError("late"));
}

TEST(SettleTest, OnlyTheFirstCallCounts) {
  Told told;
  {
    Settle settle = told.NewSettle();
    EXPECT_TRUE(settle.pending());
    settle.Delivered();
    EXPECT_FALSE(settle.pending());
    settle.Permanent(absl::InternalError("too late"));
  }
  ASSERT_EQ(told.outcomes.size(), 1);
  EXPECT_EQ(told.outcomes[0].kind, OutcomeKind::kDelivered);
}

TEST(SettleTest, DestroyedUncalledIsUnknown) {
  Told told;
  {
    const Settle settle = told.NewSettle();
  }
  ASSERT_EQ(told.outcomes.size(), 1);
  EXPECT_EQ(told.outcomes[0].kind, OutcomeKind::kUnknown);
  EXPECT_FALSE(told.outcomes[0].status.ok());
}

TEST(SettleTest, MovingPassesTheDutyOn) {
  Told told;
  Settle first = told.NewSettle();
  {
    Settle second = std::move(first);
    // What a moved-from Settle answers is specified.
    EXPECT_FALSE(first.pending());  // NOLINT(bugprone-use-after-move,clang-analyzer-cplusplus.Move)
    EXPECT_TRUE(second.pending());
    EXPECT_TRUE(told.outcomes.empty());
    second.Delivered();
  }
  EXPECT_EQ(told.outcomes.size(), 1);
}

TEST(SettleTest, AssigningOverAPendingOneSettlesItAsUnknown) {
  Told replaced;
  Told kept;
  Settle settle = replaced.NewSettle();
  settle = kept.NewSettle();
  ASSERT_EQ(replaced.outcomes.size(), 1);
  EXPECT_EQ(replaced.outcomes[0].kind, OutcomeKind::kUnknown);
  EXPECT_TRUE(kept.outcomes.empty());
  settle.Delivered();
  EXPECT_EQ(kept.outcomes.size(), 1);
}

TEST(SettleTest, AssigningToItselfChangesNothing) {
  Told told;
  Settle settle = told.NewSettle();
  Settle& same = settle;
  settle = std::move(same);
  EXPECT_TRUE(settle.pending());
  EXPECT_TRUE(told.outcomes.empty());
}

TEST(SettleTest, StatusDecidesAsAHandlersReturnValueDoes) {
  Told told;
  told.NewSettle().WithStatus(absl::OkStatus());
  told.NewSettle().WithStatus(absl::AbortedError("again"));
  ASSERT_EQ(told.outcomes.size(), 2);
  EXPECT_EQ(told.outcomes[0].kind, OutcomeKind::kDelivered);
  EXPECT_EQ(told.outcomes[1].kind, OutcomeKind::kRetry);
  EXPECT_EQ(told.outcomes[1].status, absl::AbortedError("again"));
}

TEST(SettleTest, ContradictionsAreMadeConsistent) {
  Told told;
  told.NewSettle().Retry(absl::OkStatus());
  told.NewSettle().With({.kind = OutcomeKind::kDelivered,
                         .status = absl::InternalError("not so"),
                         .retry_after = absl::Seconds(1)});
  told.NewSettle().With({.kind = OutcomeKind::kPermanent,
                         .status = absl::InternalError("so"),
                         .retry_after = absl::Seconds(1)});
  ASSERT_EQ(told.outcomes.size(), 3);
  EXPECT_EQ(told.outcomes[0].kind, OutcomeKind::kRetry);
  EXPECT_EQ(told.outcomes[0].status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(told.outcomes[1].status, absl::OkStatus());
  EXPECT_EQ(told.outcomes[1].retry_after, std::nullopt);
  EXPECT_EQ(told.outcomes[2].retry_after, std::nullopt);
}

TEST(SettleTest, TheCallbackMayDestroyTheSettle) {
  std::optional<Settle> settle;
  int calls = 0;
  settle.emplace([&](const Outcome&) {
    ++calls;
    settle.reset();
  });
  settle->Delivered();
  EXPECT_EQ(calls, 1);
}

TEST(OutcomeKindTest, HasNames) {
  EXPECT_EQ(OutcomeKindName(OutcomeKind::kDelivered), "delivered");
  EXPECT_EQ(OutcomeKindName(OutcomeKind::kRetry), "retry");
  EXPECT_EQ(OutcomeKindName(OutcomeKind::kPermanent), "permanent");
  EXPECT_EQ(OutcomeKindName(OutcomeKind::kUnknown), "unknown");
}

}  // namespace
}  // namespace eventbus
