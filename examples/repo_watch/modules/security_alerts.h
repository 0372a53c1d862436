// Judges security advisories, and raises an alert (AlertRaised) for those that matter: moderate or
// worse, and not withdrawn.
//
//   SecurityAlerts alerts({});
//   absl::Status wired = alerts.Wire(bus);
#ifndef EXAMPLES_REPO_WATCH_MODULES_SECURITY_ALERTS_H_
#define EXAMPLES_REPO_WATCH_MODULES_SECURITY_ALERTS_H_

#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "eventbus/event_bus.h"
#include "eventbus/internal/mutex.h"
#include "examples/repo_watch/events/alert_raised.h"
#include "examples/repo_watch/events/security_advisory.h"
#include "examples/repo_watch/modules/module_report.h"
#include "examples/repo_watch/modules/planned_failures.h"

namespace repo_watch {

struct SecurityAlertsOptions {
  std::size_t fail_every = 0;  // every n-th advisory fails on purpose; 0: none
};

// Thread-safe, but for Wire.
class SecurityAlerts {
 public:
  explicit SecurityAlerts(SecurityAlertsOptions options) : failures_(options.fail_every) {}

  // Subscribes to the bus, until the module goes. To be called once; the bus's errors.
  absl::Status Wire(eventbus::EventBus& bus);

  ModuleReport Report() const;

 private:
  absl::Status OnAdvisory(const SecurityAdvisory& event);

  PlannedFailures failures_;
  std::optional<eventbus::Publisher<AlertRaised>> alerts_;
  mutable eventbus::internal::Mutex mutex_;
  std::size_t handled_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t raised_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<std::string, std::size_t> severities_ ABSL_GUARDED_BY(mutex_);  // advisories of each
  std::optional<eventbus::Subscription> advisories_;  // last: it ends before what its handler uses
};

}  // namespace repo_watch

#endif  // EXAMPLES_REPO_WATCH_MODULES_SECURITY_ALERTS_H_
