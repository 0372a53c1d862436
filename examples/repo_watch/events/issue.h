// What GitHub says when something happens to an issue (com.github.issues.*).
//
//   bus.Subscribe<repo_watch::Issue>("issue_triage",
//       [](const repo_watch::Issue& event) { ... event.issue.title ... });
#ifndef EXAMPLES_REPO_WATCH_EVENTS_ISSUE_H_
#define EXAMPLES_REPO_WATCH_EVENTS_ISSUE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eventbus/json_event_type.h"
#include "examples/repo_watch/events/account.h"
#include "examples/repo_watch/events/optional_json.h"
#include "nlohmann/json.hpp"

namespace repo_watch {

struct IssueLabel {
  std::string name;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(IssueLabel, name)

struct IssueDetails {
  std::int64_t number = 0;
  std::string title;
  std::optional<std::string> body;
  Account user;  // who opened it
  std::vector<IssueLabel> labels;
  std::int64_t comments = 0;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(IssueDetails, number, title, body, user, labels,
                                                comments)

struct Issue {
  std::string action;  // "opened", "closed", "labeled", ...
  IssueDetails issue;
  Repository repository;
  Account sender;  // who did it
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Issue, action, issue, repository, sender)

}  // namespace repo_watch

template <>
struct eventbus::EventType<repo_watch::Issue> : eventbus::JsonEventType<repo_watch::Issue> {
  static constexpr std::string_view kName = "com.github.issues";
  static constexpr std::array<std::string_view, 1> kDecodedFrom = {"com.github.issues.*"};
};

#endif  // EXAMPLES_REPO_WATCH_EVENTS_ISSUE_H_
