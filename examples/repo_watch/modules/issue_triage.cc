#include "examples/repo_watch/modules/issue_triage.h"

#include <array>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "cloudevents/internal/abseil_strings.h"

namespace repo_watch {
namespace {

using cloudevents::internal::Cat;
using cloudevents::internal::ToAbsl;
using eventbus::internal::MutexLock;

constexpr std::string_view kSubscription = "issue_triage.issues";

struct Hint {
  std::string_view word;
  std::string_view area;
};

// The first hint that is found decides.
constexpr std::array<Hint, 9> kHints = {{{"crash", "bug"},
                                         {"bug", "bug"},
                                         {"error", "bug"},
                                         {"spelling", "docs"},
                                         {"readme", "docs"},
                                         {"docs", "docs"},
                                         {"feature", "feature"},
                                         {"enhancement", "feature"},
                                         {"support", "feature"}}};

std::string_view AreaOf(const IssueDetails& issue) {
  std::string text = issue.title;
  for (const IssueLabel& label : issue.labels) text += " " + label.name;
  text = absl::AsciiStrToLower(ToAbsl(text));
  for (const Hint& hint : kHints) {
    if (text.find(hint.word) != std::string::npos) return hint.area;
  }
  return "question";
}

}  // namespace

absl::Status IssueTriage::Wire(eventbus::EventBus& bus) {
  triaged_ = bus.PublisherOf<IssueTriaged>({.name = "issue_triage"});
  absl::StatusOr<eventbus::Subscription> issues =
      bus.Subscribe<Issue>(kSubscription, [this](const Issue& event) { return OnIssue(event); });
  if (!issues.ok()) return issues.status();
  issues_ = *std::move(issues);
  return absl::OkStatus();
}

absl::Status IssueTriage::OnIssue(const Issue& event) {
  if (absl::Status status = failures_.Next(); !status.ok()) return status;
  if (event.action == "opened" || event.action == "reopened") {
    const std::string area(AreaOf(event.issue));
    eventbus::PublishResult published = triaged_->Publish({.repository = event.repository.full_name,
                                                           .number = event.issue.number,
                                                           .area = area,
                                                           .opened_by = event.issue.user.login});
    if (!published.accepted.ok()) return published.accepted;
    MutexLock lock(mutex_);
    ++areas_[area];
  }
  MutexLock lock(mutex_);
  ++handled_;
  return absl::OkStatus();
}

ModuleReport IssueTriage::Report() const {
  MutexLock lock(mutex_);
  ModuleReport report{.module = "issue triage",
                      .subscriptions = {{std::string(kSubscription), handled_}}};
  for (const auto& [area, count] : areas_) {
    report.findings.push_back(Cat("new issues about ", area, ": ", count));
  }
  return report;
}

}  // namespace repo_watch
