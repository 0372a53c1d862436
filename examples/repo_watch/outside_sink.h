// The outside system of the demo, as a process of its own: a webhook receiver that remembers which
// events it has confirmed.
//
// It listens on a free port of this machine, prints "port N", answers requests until its input
// ends, prints its SinkReport as one line, and exits.
#ifndef EXAMPLES_REPO_WATCH_OUTSIDE_SINK_H_
#define EXAMPLES_REPO_WATCH_OUTSIDE_SINK_H_

#include <cstddef>
#include <istream>
#include <ostream>

#include "absl/status/status.h"

namespace repo_watch {

struct OutsideSinkOptions {
  std::size_t refuse_every = 0;  // every n-th request is refused for good (422); 0: none
};

// Returns when `in` has ended. Unavailable if there is no port to listen at.
absl::Status RunOutsideSink(OutsideSinkOptions options, std::istream& in, std::ostream& out);

}  // namespace repo_watch

#endif  // EXAMPLES_REPO_WATCH_OUTSIDE_SINK_H_
