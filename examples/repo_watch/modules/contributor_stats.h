// Counts who does what: pull requests opened, issues triaged, commits pushed. It handles its events
// on queues, so that counting never holds up who publishes.
//
//   ContributorStats stats({});
//   absl::Status wired = stats.Wire(bus);
#ifndef EXAMPLES_REPO_WATCH_MODULES_CONTRIBUTOR_STATS_H_
#define EXAMPLES_REPO_WATCH_MODULES_CONTRIBUTOR_STATS_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "eventbus/event_bus.h"
#include "eventbus/internal/mutex.h"
#include "examples/repo_watch/events/issue_triaged.h"
#include "examples/repo_watch/events/pull_request.h"
#include "examples/repo_watch/events/push.h"
#include "examples/repo_watch/modules/module_report.h"
#include "examples/repo_watch/modules/planned_failures.h"

namespace repo_watch {

struct ContributorStatsOptions {
  std::size_t fail_every = 0;  // every n-th push fails on purpose; 0: none
};

// Thread-safe, but for Wire.
class ContributorStats {
 public:
  explicit ContributorStats(ContributorStatsOptions options) : failures_(options.fail_every) {}

  // Subscribes to the bus, until the module goes. To be called once; the bus's errors.
  absl::Status Wire(eventbus::EventBus& bus);

  ModuleReport Report() const;

 private:
  void OnPullRequest(const PullRequest& event);
  void OnIssueTriaged(const IssueTriaged& event);
  absl::Status OnPush(const Push& event);

  PlannedFailures failures_;
  mutable eventbus::internal::Mutex mutex_;
  std::size_t pull_requests_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t issues_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t pushes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t commits_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<std::string, std::size_t> contributions_ ABSL_GUARDED_BY(mutex_);  // by login
  // Last: they end before what their handlers use.
  std::vector<eventbus::Subscription> subscriptions_;
};

}  // namespace repo_watch

#endif  // EXAMPLES_REPO_WATCH_MODULES_CONTRIBUTOR_STATS_H_
