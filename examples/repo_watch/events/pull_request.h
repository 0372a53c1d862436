// What GitHub says when something happens to a pull request (com.github.pull_request.*).
//
//   bus.Subscribe<repo_watch::PullRequest>("release_notes.merges",
//       [](const repo_watch::PullRequest& event) { ... event.pull_request.title ... });
#ifndef EXAMPLES_REPO_WATCH_EVENTS_PULL_REQUEST_H_
#define EXAMPLES_REPO_WATCH_EVENTS_PULL_REQUEST_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "eventbus/json_event_type.h"
#include "examples/repo_watch/events/account.h"
#include "nlohmann/json.hpp"

namespace repo_watch {

struct PullRequestDetails {
  std::int64_t number = 0;
  std::string title;
  std::string state;  // "open", "closed"
  Account user;       // who opened it
  bool draft = false;
  bool merged = false;
  std::int64_t additions = 0;  // lines
  std::int64_t deletions = 0;  // lines
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(PullRequestDetails, number, title, state, user,
                                                draft, merged, additions, deletions)

struct PullRequest {
  std::string action;  // "opened", "closed", "labeled", ...
  PullRequestDetails pull_request;
  Repository repository;
  Account sender;  // who did it
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PullRequest, action, pull_request, repository, sender)

}  // namespace repo_watch

template <>
struct eventbus::EventType<repo_watch::PullRequest>
    : eventbus::JsonEventType<repo_watch::PullRequest> {
  static constexpr std::string_view kName = "com.github.pull_request";
  static constexpr std::array<std::string_view, 1> kDecodedFrom = {"com.github.pull_request.*"};
};

#endif  // EXAMPLES_REPO_WATCH_EVENTS_PULL_REQUEST_H_
