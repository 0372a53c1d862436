#include "examples/repo_watch/modules/release_notes.h"

#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "cloudevents/internal/abseil_strings.h"

namespace repo_watch {
namespace {

using cloudevents::internal::Cat;
using eventbus::internal::MutexLock;

constexpr std::string_view kPullRequests = "release_notes.pull_requests";
constexpr std::string_view kReleases = "release_notes.releases";
constexpr std::string_view kAlerts = "release_notes.alerts";

}  // namespace

absl::Status ReleaseNotes::Wire(eventbus::EventBus& bus) {
  absl::StatusOr<eventbus::Subscription> pull_requests = bus.Subscribe<PullRequest>(
      kPullRequests, [this](const PullRequest& event) { return OnPullRequest(event); });
  if (!pull_requests.ok()) return pull_requests.status();
  subscriptions_.push_back(*std::move(pull_requests));

  absl::StatusOr<eventbus::Subscription> releases =
      bus.Subscribe<Release>(kReleases, [this](const Release& event) { OnRelease(event); });
  if (!releases.ok()) return releases.status();
  subscriptions_.push_back(*std::move(releases));

  absl::StatusOr<eventbus::Subscription> alerts =
      bus.Subscribe<AlertRaised>(kAlerts, [this](const AlertRaised& alert) { OnAlert(alert); });
  if (!alerts.ok()) return alerts.status();
  subscriptions_.push_back(*std::move(alerts));
  return absl::OkStatus();
}

absl::Status ReleaseNotes::OnPullRequest(const PullRequest& event) {
  if (absl::Status status = failures_.Next(); !status.ok()) return status;
  MutexLock lock(mutex_);
  ++pull_requests_;
  if (event.action == "closed" && event.pull_request.merged) {
    pending_[event.repository.full_name].push_back(
        Cat("#", event.pull_request.number, " ", event.pull_request.title));
  }
  return absl::OkStatus();
}

void ReleaseNotes::OnRelease(const Release& event) {
  MutexLock lock(mutex_);
  ++releases_;
  if (event.action != "published") return;
  ++published_;
  pending_.erase(event.repository.full_name);
}

void ReleaseNotes::OnAlert(const AlertRaised& alert) {
  MutexLock lock(mutex_);
  alerts_.push_back(Cat(alert.advisory, " (", alert.severity, "): ", alert.summary));
}

ModuleReport ReleaseNotes::Report() const {
  MutexLock lock(mutex_);
  ModuleReport report{.module = "release notes",
                      .subscriptions = {{std::string(kPullRequests), pull_requests_},
                                        {std::string(kReleases), releases_},
                                        {std::string(kAlerts), alerts_.size()}}};
  report.findings.push_back(Cat("releases published: ", published_));
  for (const auto& [repository, titles] : pending_) {
    report.findings.push_back(Cat("merged in ", repository, " since: ", titles.size()));
  }
  for (const std::string& alert : alerts_) report.findings.push_back("alert " + alert);
  return report;
}

}  // namespace repo_watch
