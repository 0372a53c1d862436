// Keeps the books: which events the bus has delivered, by type, and which of them the watched rules
// match. It is what the report compares everything else with, so it sees every event, those of the
// modules as well.
//
//   Audit audit({{"releases", *eventbus::EventPattern::Parse(R"({"type": [...]})")}});
//   absl::Status wired = audit.Wire(bus);
#ifndef EXAMPLES_REPO_WATCH_MODULES_AUDIT_H_
#define EXAMPLES_REPO_WATCH_MODULES_AUDIT_H_

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "cloudevents/event.h"
#include "eventbus/event_bus.h"
#include "eventbus/internal/mutex.h"
#include "eventbus/rules/rule.h"
#include "examples/repo_watch/modules/module_report.h"

namespace repo_watch {

struct WatchedRule {
  std::string name;
  eventbus::Rule rule;
};

// How often each event was there: an event that comes twice is delivered twice.
using EventCounts = absl::flat_hash_map<cloudevents::EventKey, std::size_t>;

// What the audit has seen.
struct AuditBooks {
  EventCounts times;
  std::map<std::string, std::size_t> types;    // deliveries of each type
  std::map<std::string, EventCounts> matches;  // by rule's name
};

// Thread-safe, but for Wire.
class Audit {
 public:
  explicit Audit(std::vector<WatchedRule> rules);

  // Subscribes to the bus, until the module goes. To be called once; the bus's errors.
  absl::Status Wire(eventbus::EventBus& bus);

  AuditBooks Books() const;
  ModuleReport Report() const;

 private:
  void OnEvent(const cloudevents::Event& event);

  const std::vector<WatchedRule> rules_;
  mutable eventbus::internal::Mutex mutex_;
  std::size_t handled_ ABSL_GUARDED_BY(mutex_) = 0;
  AuditBooks books_ ABSL_GUARDED_BY(mutex_);
  std::optional<eventbus::Subscription> events_;  // last: it ends before what its handler uses
};

}  // namespace repo_watch

#endif  // EXAMPLES_REPO_WATCH_MODULES_AUDIT_H_
