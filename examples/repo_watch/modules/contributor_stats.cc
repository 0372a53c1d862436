#include "examples/repo_watch/modules/contributor_stats.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "cloudevents/internal/abseil_strings.h"

namespace repo_watch {
namespace {

using cloudevents::internal::Cat;
using eventbus::internal::MutexLock;

constexpr std::string_view kPullRequests = "contributor_stats.pull_requests";
constexpr std::string_view kIssues = "contributor_stats.issues";
constexpr std::string_view kPushes = "contributor_stats.pushes";

// How many names the report lists.
constexpr std::size_t kMostActive = 3;

}  // namespace

absl::Status ContributorStats::Wire(eventbus::EventBus& bus) {
  const eventbus::SubscribeOptions queued = {.delivery = eventbus::Queued{}};

  absl::StatusOr<eventbus::Subscription> pull_requests = bus.Subscribe<PullRequest>(
      kPullRequests, [this](const PullRequest& event) { OnPullRequest(event); }, queued);
  if (!pull_requests.ok()) return pull_requests.status();
  subscriptions_.push_back(*std::move(pull_requests));

  absl::StatusOr<eventbus::Subscription> issues = bus.Subscribe<IssueTriaged>(
      kIssues, [this](const IssueTriaged& event) { OnIssueTriaged(event); }, queued);
  if (!issues.ok()) return issues.status();
  subscriptions_.push_back(*std::move(issues));

  absl::StatusOr<eventbus::Subscription> pushes =
      bus.Subscribe<Push>(kPushes, [this](const Push& event) { return OnPush(event); }, queued);
  if (!pushes.ok()) return pushes.status();
  subscriptions_.push_back(*std::move(pushes));
  return absl::OkStatus();
}

void ContributorStats::OnPullRequest(const PullRequest& event) {
  MutexLock lock(mutex_);
  ++pull_requests_;
  if (event.action == "opened") ++contributions_[event.pull_request.user.login];
}

void ContributorStats::OnIssueTriaged(const IssueTriaged& event) {
  MutexLock lock(mutex_);
  ++issues_;
  ++contributions_[event.opened_by];
}

absl::Status ContributorStats::OnPush(const Push& event) {
  if (absl::Status status = failures_.Next(); !status.ok()) return status;
  MutexLock lock(mutex_);
  ++pushes_;
  commits_ += event.commits.size();
  if (!event.commits.empty()) contributions_[event.sender.login] += event.commits.size();
  return absl::OkStatus();
}

ModuleReport ContributorStats::Report() const {
  MutexLock lock(mutex_);
  ModuleReport report{.module = "contributor statistics",
                      .subscriptions = {{std::string(kPullRequests), pull_requests_},
                                        {std::string(kIssues), issues_},
                                        {std::string(kPushes), pushes_}}};
  report.findings.push_back(Cat("commits pushed: ", commits_));

  std::vector<std::pair<std::string, std::size_t>> ranking(contributions_.begin(),
                                                           contributions_.end());
  std::stable_sort(ranking.begin(), ranking.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  if (ranking.size() > kMostActive) ranking.resize(kMostActive);
  for (const auto& [login, count] : ranking) {
    report.findings.push_back(Cat("contributions of ", login, ": ", count));
  }
  return report;
}

}  // namespace repo_watch
