#include "examples/repo_watch/modules/audit.h"

#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "cloudevents/internal/abseil_strings.h"

namespace repo_watch {
namespace {

using cloudevents::internal::Cat;
using eventbus::internal::MutexLock;

constexpr std::string_view kSubscription = "audit.events";

}  // namespace

Audit::Audit(std::vector<WatchedRule> rules) : rules_(std::move(rules)) {
  for (const WatchedRule& watched : rules_) books_.matches[watched.name];
}

absl::Status Audit::Wire(eventbus::EventBus& bus) {
  absl::StatusOr<eventbus::Subscription> events =
      bus.SubscribeEvents(kSubscription, eventbus::Rule::All(),
                          [this](const cloudevents::Event& event) { OnEvent(event); });
  if (!events.ok()) return events.status();
  events_ = *std::move(events);
  return absl::OkStatus();
}

void Audit::OnEvent(const cloudevents::Event& event) {
  MutexLock lock(mutex_);
  ++handled_;
  ++books_.times[event.key()];
  ++books_.types[std::string(event.type())];
  for (const WatchedRule& watched : rules_) {
    if (watched.rule.Matches(event)) ++books_.matches[watched.name][event.key()];
  }
}

AuditBooks Audit::Books() const {
  MutexLock lock(mutex_);
  return books_;
}

ModuleReport Audit::Report() const {
  MutexLock lock(mutex_);
  return {.module = "audit",
          .subscriptions = {{std::string(kSubscription), handled_}},
          .findings = {Cat("different events: ", books_.times.size()),
                       Cat("event types: ", books_.types.size())}};
}

}  // namespace repo_watch
