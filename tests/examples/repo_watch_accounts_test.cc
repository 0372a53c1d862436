// The demo's accounts notice what is lost: each test takes one thing away from a run that balances.
#include "examples/repo_watch/accounts.h"

#include <sstream>
#include <utility>

#include "absl/status/status.h"
#include "cloudevents/event.h"
#include "eventbus/rules/rule.h"
#include "examples/repo_watch/report.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace repo_watch {
namespace {

using cloudevents::EventKey;
using ::testing::EndsWith;
using ::testing::HasSubstr;

const EventKey kFirst{.source = "/s", .id = "1"};
const EventKey kSecond{.source = "/s", .id = "2"};

eventbus::DeadLetter LetterOf(const EventKey& key, std::string_view consumer) {
  return {.consumer = std::string(consumer),
          .event = *cloudevents::EventBuilder()
                        .Id(key.id)
                        .Source(key.source)
                        .Type("com.github.issues.opened")
                        .Build(),
          .last_status = absl::InternalError("no")};
}

// Three lines: two events of a type that has a handler, and one rejected; a rule lets both out, the
// outside confirms one, and the other is a dead letter.
RunRecord BalancedRun() {
  RunRecord record;
  record.posted = {
      .lines = 3, .accepted = {kFirst, kSecond}, .rejected = {{.number = 3, .reason = "no"}}};
  record.books.times = {{kFirst, 1}, {kSecond, 1}};
  record.books.types = {{"com.github.issues.opened", 2}, {"com.github.ping", 5}};
  record.books.matches = {{"issues", {{kFirst, 1}, {kSecond, 1}}}};
  record.modules = {{.module = "triage", .subscriptions = {{"triage.issues", 2}}}};
  record.wiring.consumers = {{.name = "triage.issues", .event_types = {"com.github.issues.*"}}};
  record.departures = {{.name = "issues", .path = "/issues", .rule = eventbus::Rule::All()}};
  record.outside.confirmed = {{"/issues", {kFirst}}};
  record.dead_letters = {LetterOf(kSecond, "issues")};
  return record;
}

TEST(AccountsTest, BalanceWhenEveryEventIsConfirmedRejectedOrADeadLetter) {
  const Accounts accounts = Balance(BalancedRun());
  EXPECT_TRUE(accounts.balanced);
  EXPECT_EQ(accounts.events_in, 3u);
  EXPECT_EQ(accounts.accounted, 3u);
  ASSERT_EQ(accounts.rules.size(), 1u);
  EXPECT_EQ(accounts.rules[0].matched, 2u);
  EXPECT_EQ(accounts.rules[0].confirmed, 1u);
  EXPECT_EQ(accounts.rules[0].dead_letters, 1u);
  ASSERT_EQ(accounts.handlers.size(), 1u);
  EXPECT_EQ(accounts.handlers[0].seen, 2u);
}

TEST(AccountsTest, NoticeAnEventThatTheAuditHasNotSeen) {
  RunRecord record = BalancedRun();
  record.books.times.erase(kFirst);
  EXPECT_EQ(Balance(record).accounted, 2u);
  EXPECT_FALSE(Balance(record).balanced);
}

TEST(AccountsTest, NoticeALineWithoutAnAnswer) {
  RunRecord record = BalancedRun();
  record.posted.rejected.clear();
  record.posted.given_up = {{.number = 3, .reason = "no answer"}};
  EXPECT_EQ(Balance(record).accounted, 2u);
  EXPECT_FALSE(Balance(record).balanced);
}

TEST(AccountsTest, NoticeAnEventThatTheOutsideHasNotConfirmed) {
  RunRecord record = BalancedRun();
  record.outside.confirmed.clear();
  const Accounts accounts = Balance(record);
  EXPECT_EQ(accounts.accounted, 2u);
  EXPECT_EQ(accounts.rules[0].unaccounted, 1u);
  EXPECT_FALSE(accounts.balanced);
}

TEST(AccountsTest, NoticeAnEventThatCameTwiceAndLeftOnce) {
  RunRecord record = BalancedRun();
  record.books.matches["issues"][kFirst] = 2;
  EXPECT_EQ(Balance(record).rules[0].unaccounted, 1u);
  EXPECT_FALSE(Balance(record).balanced);
}

TEST(AccountsTest, NoticeAnEventThatShouldNotHaveLeft) {
  RunRecord record = BalancedRun();
  record.books.matches["issues"].erase(kFirst);
  EXPECT_EQ(Balance(record).rules[0].unaccounted, 1u);
  EXPECT_FALSE(Balance(record).balanced);
}

TEST(AccountsTest, NoticeADeliveryThatAHandlerHasNotEnded) {
  RunRecord record = BalancedRun();
  record.modules[0].subscriptions[0].handled = 1;
  EXPECT_FALSE(Balance(record).handlers[0].balanced());
  EXPECT_FALSE(Balance(record).balanced);
  record.dead_letters.push_back(LetterOf(kFirst, "triage.issues"));
  EXPECT_TRUE(Balance(record).balanced);
}

TEST(AccountsTest, NoticeABusThatHasNotDrained) {
  RunRecord record = BalancedRun();
  record.stopped.drained = absl::DeadlineExceededError("late");
  EXPECT_FALSE(Balance(record).balanced);
}

TEST(ReportTest, NamesWhatIsUnaccountedAndEndsWithTheSum) {
  RunRecord record = BalancedRun();
  record.outside.confirmed.clear();
  record.modules[0].subscriptions[0].handled = 1;
  std::ostringstream out;
  PrintReport(record, Balance(record), out);
  EXPECT_THAT(out.str(), HasSubstr("UNACCOUNTED: 1\n"));
  EXPECT_THAT(out.str(), HasSubstr("UNACCOUNTED\n"));
  EXPECT_THAT(out.str(), EndsWith("\n3 events in, 2 accounted for\n"));
}

}  // namespace
}  // namespace repo_watch
