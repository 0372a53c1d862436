// The demo, on its own small file of events.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/examples/run_repo_watch.h"

namespace repo_watch {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kEvents[] = "examples/repo_watch/events.ndjson";

TEST(RepoWatchTest, AccountsForEveryEventAndSaysWhatEachModuleSaw) {
  const ProgramResult result = RunRepoWatch(std::string("--events=") + kEvents);
  EXPECT_EQ(result.exit_status, 0) << result.output;
  EXPECT_THAT(result.output, EndsWith("\n25 events in, 25 accounted for\n"));
  EXPECT_THAT(result.output, HasSubstr("25 accepted, 0 rejected, 0 given up\n"));
  // Subscription: saw, handled, dead.
  EXPECT_THAT(result.output, HasSubstr("issue_triage.issues 6 6 0\n"));
  EXPECT_THAT(result.output, HasSubstr("release_notes.pull_requests 7 7 0\n"));
  EXPECT_THAT(result.output, HasSubstr("release_notes.alerts 1 1 0\n"));
  EXPECT_THAT(result.output, HasSubstr("security_alerts.advisories 3 3 0\n"));
  EXPECT_THAT(result.output, HasSubstr("contributor_stats.issues 4 4 0\n"));
  EXPECT_THAT(result.output, HasSubstr("audit.events 30 30 0\n"));
  // Rule: matched, sent, confirmed, dead.
  EXPECT_THAT(result.output, HasSubstr("releases 1 1 1 0\n"));
  EXPECT_THAT(result.output, HasSubstr("advisories 2 2 2 0\n"));
  EXPECT_THAT(result.output, HasSubstr("pull-requests 5 5 5 0\n"));
  EXPECT_THAT(result.output, HasSubstr("our-own 5 5 5 0\n"));
  EXPECT_THAT(result.output, HasSubstr("Failures: 0 dead letters\n"));
}

TEST(RepoWatchTest, ShowsWhereDeliveriesThatFailOnPurposeHaveEnded) {
  const ProgramResult result = RunRepoWatch(std::string("--fail --events=") + kEvents);
  EXPECT_EQ(result.exit_status, 0) << result.output;
  EXPECT_THAT(result.output, EndsWith("\n25 events in, 25 accounted for\n"));
  EXPECT_THAT(result.output, HasSubstr("issue_triage.issues 6 5 1\n"));
  EXPECT_THAT(result.output, HasSubstr(" 1 of issue_triage.issues failed on purpose\n"));
  EXPECT_THAT(result.output, HasSubstr(" 1 of release_notes.pull_requests failed on purpose\n"));
  EXPECT_THAT(result.output, HasSubstr(" 1 of contributor_stats.pushes failed on purpose\n"));
  EXPECT_THAT(result.output, HasSubstr("answered 422\n"));
  EXPECT_THAT(result.output, Not(HasSubstr("refused 0 requests on purpose")));
}

TEST(RepoWatchTest, ReadsStandardInputOverOneConnectionAndReportsRejectedLines) {
  const ProgramResult result = RunRepoWatch(
      "--events=- --connections=1 <<'END'\n"
      "not json\n"
      "\n"
      R"({"specversion":"1.0","id":"","source":"/s","type":"com.github.ping"})"
      "\n"
      R"({"specversion":"1.0","id":"1","source":"/s","type":"com.github.ping"})"
      "\n"
      R"({"specversion":"1.0","id":"2","source":"/s","type":"com.github.issues.opened","data":{}})"
      "\n"
      "END\n");
  EXPECT_EQ(result.exit_status, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("2 accepted, 2 rejected, 0 given up\n"));
  EXPECT_THAT(result.output, HasSubstr("line 1 rejected: 400 "));
  EXPECT_THAT(result.output, HasSubstr("line 3 rejected: 400 attribute \"id\""));
  // Data that is no issue fails its delivery, not its event.
  EXPECT_THAT(result.output, HasSubstr("issue_triage.issues 1 0 1\n"));
  EXPECT_THAT(result.output, EndsWith("\n4 events in, 4 accounted for\n"));
}

TEST(RepoWatchTest, RefusesWhatItCannotRun) {
  EXPECT_EQ(RunRepoWatch("").exit_status, 2);
  EXPECT_EQ(RunRepoWatch("--events=no/such/file").exit_status, 2);
  const ProgramResult connections = RunRepoWatch("--events=- --connections=0");
  EXPECT_EQ(connections.exit_status, 2);
  EXPECT_THAT(connections.output, HasSubstr("--connections: \"0\" is no number from 1 to 256"));
  EXPECT_EQ(RunRepoWatch("--help").exit_status, 0);
}

}  // namespace
}  // namespace repo_watch
