// Whether every event of a run is accounted for: what was posted, what the audit has seen, what the
// handlers have done with it, what the rules should have let out, and what the outside confirms are
// counted by different parts of the demo, and have to agree.
//
//   Accounts accounts = Balance(record);
//   if (!accounts.balanced) return 1;
#ifndef EXAMPLES_REPO_WATCH_ACCOUNTS_H_
#define EXAMPLES_REPO_WATCH_ACCOUNTS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "eventbus/bus_description.h"
#include "eventbus/dead_letters.h"
#include "eventbus/event_bus.h"
#include "examples/repo_watch/departures.h"
#include "examples/repo_watch/modules/audit.h"
#include "examples/repo_watch/modules/module_report.h"
#include "examples/repo_watch/poster.h"
#include "examples/repo_watch/sink_report.h"

namespace repo_watch {

// All that a run leaves behind.
struct RunRecord {
  PostReport posted;
  AuditBooks books;
  std::vector<ModuleReport> modules;
  eventbus::BusDescription wiring;
  std::vector<Departure> departures;
  SinkReport outside;
  std::vector<eventbus::DeadLetter> dead_letters;
  eventbus::StopReport stopped;
  absl::Duration posting;   // from the first post to the last answer
  absl::Duration stopping;  // from there until every delivery had ended
};

// One handler's: seen == handled + dead_letters, or there is a difference.
struct HandlerAccount {
  std::string subscription;
  std::size_t seen = 0;  // events of its types that the bus has delivered, as the audit counts them
  std::size_t handled = 0;
  std::size_t dead_letters = 0;
  bool balanced() const { return seen == handled + dead_letters; }
};

// One rule's: each event that matched was confirmed by the outside or is a dead letter, as often as
// it came. It may be both: an answer that was lost is a failure here.
struct RuleAccount {
  Departure departure;
  std::size_t matched = 0;    // deliveries, as the audit judges
  std::size_t confirmed = 0;  // by the outside
  std::size_t dead_letters = 0;
  std::size_t unaccounted = 0;  // matched and neither, or confirmed without having matched
};

struct Accounts {
  std::size_t events_in = 0;
  // Rejected with a reason; or seen by the audit and, for each rule that matched, confirmed or a
  // dead letter.
  std::size_t accounted = 0;
  std::vector<HandlerAccount> handlers;  // in the order of the modules
  std::vector<RuleAccount> rules;        // in the order of the departures
  bool balanced = false;                 // all of it, and nothing was left when the bus stopped
};

Accounts Balance(const RunRecord& record);

}  // namespace repo_watch

#endif  // EXAMPLES_REPO_WATCH_ACCOUNTS_H_
