// Puts each new issue into an area, by the words of its title and its labels, and says so with
// IssueTriaged.
//
//   IssueTriage triage({});
//   absl::Status wired = triage.Wire(bus);
#ifndef EXAMPLES_REPO_WATCH_MODULES_ISSUE_TRIAGE_H_
#define EXAMPLES_REPO_WATCH_MODULES_ISSUE_TRIAGE_H_

#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "eventbus/event_bus.h"
#include "eventbus/internal/mutex.h"
#include "examples/repo_watch/events/issue.h"
#include "examples/repo_watch/events/issue_triaged.h"
#include "examples/repo_watch/modules/module_report.h"
#include "examples/repo_watch/modules/planned_failures.h"

namespace repo_watch {

struct IssueTriageOptions {
  std::size_t fail_every = 0;  // every n-th issue fails on purpose; 0: none
};

// Thread-safe, but for Wire.
class IssueTriage {
 public:
  explicit IssueTriage(IssueTriageOptions options) : failures_(options.fail_every) {}

  // Subscribes to the bus, until the module goes. To be called once; the bus's errors.
  absl::Status Wire(eventbus::EventBus& bus);

  ModuleReport Report() const;

 private:
  absl::Status OnIssue(const Issue& event);

  PlannedFailures failures_;
  std::optional<eventbus::Publisher<IssueTriaged>> triaged_;
  mutable eventbus::internal::Mutex mutex_;
  std::size_t handled_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<std::string, std::size_t> areas_ ABSL_GUARDED_BY(mutex_);  // issues in each
  std::optional<eventbus::Subscription> issues_;  // last: it ends before what its handler uses
};

}  // namespace repo_watch

#endif  // EXAMPLES_REPO_WATCH_MODULES_ISSUE_TRIAGE_H_
