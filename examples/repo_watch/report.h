// The run's report for people.
//
//   PrintReport(record, Balance(record), std::cout);
#ifndef EXAMPLES_REPO_WATCH_REPORT_H_
#define EXAMPLES_REPO_WATCH_REPORT_H_

#include <ostream>

#include "examples/repo_watch/accounts.h"

namespace repo_watch {

// Sections: events in, modules, rules, dead letters, times. The last line reads
// "329 events in, 329 accounted for"; where something does not agree, lines with "UNACCOUNTED"
// stand before it.
void PrintReport(const RunRecord& record, const Accounts& accounts, std::ostream& out);

}  // namespace repo_watch

#endif  // EXAMPLES_REPO_WATCH_REPORT_H_
