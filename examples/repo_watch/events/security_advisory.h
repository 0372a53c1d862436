// What GitHub says when a security advisory is published, changed or withdrawn
// (com.github.security_advisory.*). It belongs to no repository.
//
//   bus.Subscribe<repo_watch::SecurityAdvisory>("security_alerts",
//       [](const repo_watch::SecurityAdvisory& event) { ... event.security_advisory.severity ...
//       });
#ifndef EXAMPLES_REPO_WATCH_EVENTS_SECURITY_ADVISORY_H_
#define EXAMPLES_REPO_WATCH_EVENTS_SECURITY_ADVISORY_H_

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eventbus/json_event_type.h"
#include "examples/repo_watch/events/optional_json.h"
#include "nlohmann/json.hpp"

namespace repo_watch {

struct Package {
  std::string ecosystem;  // "npm", "pip", ...
  std::string name;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Package, ecosystem, name)

struct PatchedVersion {
  std::string identifier;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PatchedVersion, identifier)

struct Vulnerability {
  Package package;
  std::string severity;
  std::optional<PatchedVersion> first_patched_version;  // none as long as there is no fix
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Vulnerability, package, severity,
                                                first_patched_version)

struct Cvss {
  double score = 0;  // 0 to 10
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Cvss, score)

struct AdvisoryDetails {
  std::string ghsa_id;  // "GHSA-...."
  std::string summary;
  std::string severity;  // "low", "moderate", "high", "critical"
  std::optional<std::string> withdrawn_at;
  std::optional<Cvss> cvss;  // older advisories have none
  std::vector<Vulnerability> vulnerabilities;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(AdvisoryDetails, ghsa_id, summary, severity,
                                                withdrawn_at, cvss, vulnerabilities)

struct SecurityAdvisory {
  std::string action;  // "published", "updated", "withdrawn"
  AdvisoryDetails security_advisory;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SecurityAdvisory, action, security_advisory)

}  // namespace repo_watch

template <>
struct eventbus::EventType<repo_watch::SecurityAdvisory>
    : eventbus::JsonEventType<repo_watch::SecurityAdvisory> {
  static constexpr std::string_view kName = "com.github.security_advisory";
  static constexpr std::array<std::string_view, 1> kDecodedFrom = {
      "com.github.security_advisory.*"};
};

#endif  // EXAMPLES_REPO_WATCH_EVENTS_SECURITY_ADVISORY_H_
