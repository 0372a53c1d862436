#include "examples/repo_watch/options.h"

#include "absl/strings/numbers.h"
#include "cloudevents/internal/abseil_strings.h"

namespace repo_watch {
namespace {

using cloudevents::internal::InvalidArgument;
using cloudevents::internal::ToAbsl;

constexpr std::size_t kMaxConnections = 256;

}  // namespace

std::string_view UsageText() {
  return "Usage: repo_watch --events=FILE [--connections=N] [--fail]\n"
         "\n"
         "Posts the events of FILE (one CloudEvent as JSON a line; - is standard input) to a\n"
         "monolith of five modules, which sends what its rules choose to a second process, and\n"
         "reports where each event went.\n"
         "\n"
         "  --connections=N  post over N connections, 1 to 256 (16)\n"
         "  --fail           let some handlers, and the second process, fail on purpose\n";
}

absl::StatusOr<Options> ParseOptions(const std::vector<std::string>& arguments) {
  Options options;
  for (const std::string& argument : arguments) {
    const std::size_t equals = argument.find('=');
    const std::string_view flag = std::string_view(argument).substr(0, equals);
    const std::string_view value = equals == std::string::npos
                                       ? std::string_view()
                                       : std::string_view(argument).substr(equals + 1);
    if (flag == "--events") {
      options.events = value;
    } else if (argument == "--fail") {
      options.fail = true;
    } else if (argument == "--role=sink") {
      options.role = Role::kOutsideSink;
    } else if (flag == "--connections") {
      if (!absl::SimpleAtoi(ToAbsl(value), &options.connections) || options.connections < 1 ||
          options.connections > kMaxConnections) {
        return InvalidArgument("--connections: \"", value, "\" is no number from 1 to ",
                               kMaxConnections);
      }
    } else {
      return InvalidArgument("unknown argument \"", argument, "\"");
    }
  }
  if (options.role == Role::kDemo && options.events.empty()) {
    return InvalidArgument("--events=FILE is missing");
  }
  return options;
}

}  // namespace repo_watch
