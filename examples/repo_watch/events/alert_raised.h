// An advisory is serious enough to be acted on. Published by the module that judges advisories.
#ifndef EXAMPLES_REPO_WATCH_EVENTS_ALERT_RAISED_H_
#define EXAMPLES_REPO_WATCH_EVENTS_ALERT_RAISED_H_

#include <string>
#include <string_view>
#include <vector>

#include "eventbus/json_event_type.h"
#include "nlohmann/json.hpp"

namespace repo_watch {

struct AlertRaised {
  std::string advisory;  // "GHSA-...."
  std::string severity;
  std::string summary;
  std::vector<std::string> packages;  // "ecosystem/name"
  bool has_fix = false;               // each package has a patched version
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(AlertRaised, advisory, severity, summary, packages, has_fix)

}  // namespace repo_watch

template <>
struct eventbus::EventType<repo_watch::AlertRaised>
    : eventbus::JsonEventType<repo_watch::AlertRaised> {
  static constexpr std::string_view kName = "dev.repo-watch.alert.raised";
};

#endif  // EXAMPLES_REPO_WATCH_EVENTS_ALERT_RAISED_H_
