// What GitHub says when something happens to a release (com.github.release.*).
//
//   bus.Subscribe<repo_watch::Release>("release_notes.releases",
//       [](const repo_watch::Release& event) { ... event.release.tag_name ... });
#ifndef EXAMPLES_REPO_WATCH_EVENTS_RELEASE_H_
#define EXAMPLES_REPO_WATCH_EVENTS_RELEASE_H_

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "eventbus/json_event_type.h"
#include "examples/repo_watch/events/account.h"
#include "examples/repo_watch/events/optional_json.h"
#include "nlohmann/json.hpp"

namespace repo_watch {

struct ReleaseDetails {
  std::string tag_name;
  std::optional<std::string> name;
  std::optional<std::string> body;
  bool draft = false;
  bool prerelease = false;
  std::optional<std::string> published_at;  // RFC 3339
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(ReleaseDetails, tag_name, name, body, draft,
                                                prerelease, published_at)

struct Release {
  std::string action;  // "published", "edited", "deleted", ...
  ReleaseDetails release;
  Repository repository;
  Account sender;  // who did it
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Release, action, release, repository, sender)

}  // namespace repo_watch

template <>
struct eventbus::EventType<repo_watch::Release> : eventbus::JsonEventType<repo_watch::Release> {
  static constexpr std::string_view kName = "com.github.release";
  static constexpr std::array<std::string_view, 1> kDecodedFrom = {"com.github.release.*"};
};

#endif  // EXAMPLES_REPO_WATCH_EVENTS_RELEASE_H_
