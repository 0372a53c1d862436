// Collects what the next release's notes have to say: merged pull requests, and alerts that were
// raised since; a published release of the repository takes its pull requests.
//
//   ReleaseNotes notes({});
//   absl::Status wired = notes.Wire(bus);
#ifndef EXAMPLES_REPO_WATCH_MODULES_RELEASE_NOTES_H_
#define EXAMPLES_REPO_WATCH_MODULES_RELEASE_NOTES_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "eventbus/event_bus.h"
#include "eventbus/internal/mutex.h"
#include "examples/repo_watch/events/alert_raised.h"
#include "examples/repo_watch/events/pull_request.h"
#include "examples/repo_watch/events/release.h"
#include "examples/repo_watch/modules/module_report.h"
#include "examples/repo_watch/modules/planned_failures.h"

namespace repo_watch {

struct ReleaseNotesOptions {
  std::size_t fail_every = 0;  // every n-th pull request fails on purpose; 0: none
};

// Thread-safe, but for Wire.
class ReleaseNotes {
 public:
  explicit ReleaseNotes(ReleaseNotesOptions options) : failures_(options.fail_every) {}

  // Subscribes to the bus, until the module goes. To be called once; the bus's errors.
  absl::Status Wire(eventbus::EventBus& bus);

  ModuleReport Report() const;

 private:
  absl::Status OnPullRequest(const PullRequest& event);
  void OnRelease(const Release& event);
  void OnAlert(const AlertRaised& alert);

  PlannedFailures failures_;
  mutable eventbus::internal::Mutex mutex_;
  std::size_t pull_requests_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t releases_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t published_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<std::string> alerts_ ABSL_GUARDED_BY(mutex_);
  // Titles that wait for a release, by repository.
  std::map<std::string, std::vector<std::string>> pending_ ABSL_GUARDED_BY(mutex_);
  // Last: they end before what their handlers use.
  std::vector<eventbus::Subscription> subscriptions_;
};

}  // namespace repo_watch

#endif  // EXAMPLES_REPO_WATCH_MODULES_RELEASE_NOTES_H_
