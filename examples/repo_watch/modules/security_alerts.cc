#include "examples/repo_watch/modules/security_alerts.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "cloudevents/internal/abseil_strings.h"

namespace repo_watch {
namespace {

using cloudevents::internal::Cat;
using eventbus::internal::MutexLock;

constexpr std::string_view kSubscription = "security_alerts.advisories";

bool Matters(const SecurityAdvisory& event) {
  return event.action != "withdrawn" && !event.security_advisory.withdrawn_at.has_value() &&
         event.security_advisory.severity != "low";
}

AlertRaised AlertFor(const AdvisoryDetails& advisory) {
  AlertRaised alert{
      .advisory = advisory.ghsa_id, .severity = advisory.severity, .summary = advisory.summary};
  for (const Vulnerability& vulnerability : advisory.vulnerabilities) {
    alert.packages.push_back(Cat(vulnerability.package.ecosystem, "/", vulnerability.package.name));
  }
  alert.has_fix = std::all_of(advisory.vulnerabilities.begin(), advisory.vulnerabilities.end(),
                              [](const Vulnerability& vulnerability) {
                                return vulnerability.first_patched_version.has_value();
                              });
  return alert;
}

}  // namespace

absl::Status SecurityAlerts::Wire(eventbus::EventBus& bus) {
  alerts_ = bus.PublisherOf<AlertRaised>({.name = "security_alerts"});
  absl::StatusOr<eventbus::Subscription> advisories = bus.Subscribe<SecurityAdvisory>(
      kSubscription, [this](const SecurityAdvisory& event) { return OnAdvisory(event); });
  if (!advisories.ok()) return advisories.status();
  advisories_ = *std::move(advisories);
  return absl::OkStatus();
}

absl::Status SecurityAlerts::OnAdvisory(const SecurityAdvisory& event) {
  if (absl::Status status = failures_.Next(); !status.ok()) return status;
  const bool matters = Matters(event);
  if (matters) {
    eventbus::PublishResult published = alerts_->Publish(AlertFor(event.security_advisory));
    if (!published.accepted.ok()) return published.accepted;
  }
  MutexLock lock(mutex_);
  ++handled_;
  ++severities_[event.security_advisory.severity];
  if (matters) ++raised_;
  return absl::OkStatus();
}

ModuleReport SecurityAlerts::Report() const {
  MutexLock lock(mutex_);
  ModuleReport report{.module = "security alerts",
                      .subscriptions = {{std::string(kSubscription), handled_}}};
  for (const auto& [severity, count] : severities_) {
    report.findings.push_back(Cat("advisories of severity ", severity, ": ", count));
  }
  report.findings.push_back(Cat("alerts raised: ", raised_));
  return report;
}

}  // namespace repo_watch
