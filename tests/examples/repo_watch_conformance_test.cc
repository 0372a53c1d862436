// The demo, on the webhooks that GitHub documents. The file is no part of the project;
// EVENTBUS_SHARED names the folder that has it.
#include <cstdlib>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/examples/run_repo_watch.h"

namespace repo_watch {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

std::string RealEvents() {
  const char* shared = std::getenv("EVENTBUS_SHARED");
  return shared == nullptr ? "" : std::string(shared) + "/data/github-webhooks.ndjson";
}

TEST(RepoWatchConformanceTest, AccountsForEveryRealWebhookAndDecodesAllOfThem) {
  ASSERT_NE(RealEvents(), "") << "EVENTBUS_SHARED is not set: it names the folder with data/";
  const ProgramResult result = RunRepoWatch("--events='" + RealEvents() + "'");
  EXPECT_EQ(result.exit_status, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("329 accepted, 0 rejected, 0 given up\n"));
  EXPECT_THAT(result.output, HasSubstr("Failures: 0 dead letters\n"));
  EXPECT_THAT(result.output, EndsWith("\n329 events in, 329 accounted for\n"));
}

TEST(RepoWatchConformanceTest, AccountsForEveryRealWebhookWhenHandlersFail) {
  ASSERT_NE(RealEvents(), "") << "EVENTBUS_SHARED is not set: it names the folder with data/";
  const ProgramResult result = RunRepoWatch("--fail --events='" + RealEvents() + "'");
  EXPECT_EQ(result.exit_status, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr(" 7 of issue_triage.issues failed on purpose\n"));
  EXPECT_THAT(result.output, EndsWith("\n329 events in, 329 accounted for\n"));
}

}  // namespace
}  // namespace repo_watch
