// The demo's flags.
//
//   absl::StatusOr<Options> options = ParseOptions({argv + 1, argv + argc});
#ifndef EXAMPLES_REPO_WATCH_OPTIONS_H_
#define EXAMPLES_REPO_WATCH_OPTIONS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace repo_watch {

enum class Role : std::uint8_t {
  kDemo,         // runs the modules and posts the events to them
  kOutsideSink,  // is the outside system; started by the demo
};

struct Options {
  Role role = Role::kDemo;  // --role=sink
  std::string events;       // --events=FILE, one CloudEvent as JSON a line; "-" is standard input
  bool fail = false;        // --fail: some handlers, and the outside, fail on purpose
  std::size_t connections = 16;  // --connections=N, 1 to 256: of who posts the events
};

// What --help prints.
std::string_view UsageText();

// InvalidArgument names the flag that is unknown, missing or out of its range.
absl::StatusOr<Options> ParseOptions(const std::vector<std::string>& arguments);

}  // namespace repo_watch

#endif  // EXAMPLES_REPO_WATCH_OPTIONS_H_
