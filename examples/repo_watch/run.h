// One run of the demo, from the parts to what it leaves behind.
//
//   world --HTTP--> WebhookListener --> bus --> five modules, which publish in turn
//                                        \--> rules --> webhook targets --HTTP--> outside process
#ifndef EXAMPLES_REPO_WATCH_RUN_H_
#define EXAMPLES_REPO_WATCH_RUN_H_

#include <istream>

#include "absl/status/statusor.h"
#include "examples/repo_watch/accounts.h"
#include "examples/repo_watch/options.h"

namespace repo_watch {

// Posts `events` to the modules and waits until all is delivered. An error means that some part
// could not be started or ended; the events' own failures are in the record.
absl::StatusOr<RunRecord> Run(const Options& options, std::istream& events);

}  // namespace repo_watch

#endif  // EXAMPLES_REPO_WATCH_RUN_H_
