// The triage has put an issue into an area. Published by the module that triages.
#ifndef EXAMPLES_REPO_WATCH_EVENTS_ISSUE_TRIAGED_H_
#define EXAMPLES_REPO_WATCH_EVENTS_ISSUE_TRIAGED_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "eventbus/json_event_type.h"
#include "nlohmann/json.hpp"

namespace repo_watch {

struct IssueTriaged {
  std::string repository;  // "owner/name"
  std::int64_t number = 0;
  std::string area;       // "bug", "feature", "docs", "question"
  std::string opened_by;  // login
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(IssueTriaged, repository, number, area, opened_by)

}  // namespace repo_watch

template <>
struct eventbus::EventType<repo_watch::IssueTriaged>
    : eventbus::JsonEventType<repo_watch::IssueTriaged> {
  static constexpr std::string_view kName = "dev.repo-watch.issue.triaged";
};

#endif  // EXAMPLES_REPO_WATCH_EVENTS_ISSUE_TRIAGED_H_
