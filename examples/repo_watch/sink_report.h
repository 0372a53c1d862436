// What the outside sink says in the end: which events it has received and confirmed, at which path.
// It goes from one process to the other as one line of JSON.
#ifndef EXAMPLES_REPO_WATCH_SINK_REPORT_H_
#define EXAMPLES_REPO_WATCH_SINK_REPORT_H_

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "cloudevents/event.h"

namespace repo_watch {

struct SinkReport {
  // By path. An event that came twice is in its list twice.
  std::map<std::string, std::vector<cloudevents::EventKey>> confirmed;
  std::size_t refused = 0;    // requests refused on purpose
  std::size_t malformed = 0;  // requests that held no event
};

std::string EncodeSinkReport(const SinkReport& report);

// InvalidArgument if `json` is not what EncodeSinkReport makes.
absl::StatusOr<SinkReport> DecodeSinkReport(std::string_view json);

}  // namespace repo_watch

#endif  // EXAMPLES_REPO_WATCH_SINK_REPORT_H_
