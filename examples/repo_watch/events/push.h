// What GitHub says when commits arrive on a branch or a tag, or either goes (com.github.push).
//
//   bus.Subscribe<repo_watch::Push>("contributor_stats.pushes",
//       [](const repo_watch::Push& event) { ... event.commits.size() ... });
#ifndef EXAMPLES_REPO_WATCH_EVENTS_PUSH_H_
#define EXAMPLES_REPO_WATCH_EVENTS_PUSH_H_

#include <string>
#include <string_view>
#include <vector>

#include "eventbus/json_event_type.h"
#include "examples/repo_watch/events/account.h"
#include "nlohmann/json.hpp"

namespace repo_watch {

struct Commit {
  std::string id;  // SHA-1 in hexadecimal
  std::string message;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Commit, id, message)

struct Push {
  std::string ref;       // "refs/heads/main"
  bool created = false;  // the ref is new
  bool deleted = false;  // the ref is gone
  std::vector<Commit> commits;
  Repository repository;
  Account sender;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Push, ref, created, deleted, commits, repository, sender)

}  // namespace repo_watch

template <>
struct eventbus::EventType<repo_watch::Push> : eventbus::JsonEventType<repo_watch::Push> {
  static constexpr std::string_view kName = "com.github.push";
};

#endif  // EXAMPLES_REPO_WATCH_EVENTS_PUSH_H_
