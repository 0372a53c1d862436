#include "examples/repo_watch/run.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "adapters/http/client.h"
#include "adapters/webhook/webhook_listener.h"
#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/clock.h"
#include "eventbus/event_bus.h"
#include "eventbus/observer.h"
#include "examples/repo_watch/departures.h"
#include "examples/repo_watch/modules/audit.h"
#include "examples/repo_watch/modules/contributor_stats.h"
#include "examples/repo_watch/modules/issue_triage.h"
#include "examples/repo_watch/modules/release_notes.h"
#include "examples/repo_watch/modules/security_alerts.h"
#include "examples/repo_watch/poster.h"
#include "examples/repo_watch/sink_process.h"

namespace repo_watch {
namespace {

using cloudevents::internal::Cat;

constexpr absl::Duration kStopTimeout = absl::Seconds(60);

// With --fail, every how many events of theirs the handlers fail.
constexpr std::size_t kFailEvery = 4;

// The report shows the dead letters; a line for each failure would hide it.
class SilentObserver final : public eventbus::Observer {
 public:
  void OnFailure(const eventbus::DeliveryFailure&) override {}
};

struct Modules {
  Modules(std::size_t fail_every, std::vector<WatchedRule> rules)
      : issue_triage({.fail_every = fail_every}),
        release_notes({.fail_every = fail_every}),
        security_alerts({.fail_every = fail_every}),
        contributor_stats({.fail_every = fail_every}),
        audit(std::move(rules)) {}

  absl::Status Wire(eventbus::EventBus& bus) {
    absl::Status status = issue_triage.Wire(bus);
    if (status.ok()) status = release_notes.Wire(bus);
    if (status.ok()) status = security_alerts.Wire(bus);
    if (status.ok()) status = contributor_stats.Wire(bus);
    if (status.ok()) status = audit.Wire(bus);
    return status;
  }

  std::vector<ModuleReport> Reports() const {
    return {issue_triage.Report(), release_notes.Report(), security_alerts.Report(),
            contributor_stats.Report(), audit.Report()};
  }

  IssueTriage issue_triage;
  ReleaseNotes release_notes;
  SecurityAlerts security_alerts;
  ContributorStats contributor_stats;
  Audit audit;
};

std::vector<WatchedRule> RulesOf(const Departures& departures) {
  std::vector<WatchedRule> rules;
  for (const Departure& departure : departures.List()) {
    rules.push_back({departure.name, departure.rule});
  }
  return rules;
}

absl::StatusOr<std::unique_ptr<adapters::CurlHttpClient>> LoopbackClient(std::size_t connections) {
  return adapters::CurlHttpClient::Create(
      {.max_in_flight = connections, .allowed_private_hosts = {"127.0.0.1"}});
}

}  // namespace

absl::StatusOr<RunRecord> Run(const Options& options, std::istream& events) {
  // What the bus uses is made before it and goes after it.
  eventbus::SystemClock clock;
  SilentObserver observer;

  absl::StatusOr<std::unique_ptr<SinkProcess>> sink = SinkProcess::Start({.fail = options.fail});
  if (!sink.ok()) return sink.status();
  absl::StatusOr<std::unique_ptr<adapters::CurlHttpClient>> outbound =
      LoopbackClient(adapters::HttpClientOptions{}.max_in_flight);
  if (!outbound.ok()) return outbound.status();
  absl::StatusOr<std::unique_ptr<Departures>> departures =
      Departures::Create(Cat("http://127.0.0.1:", (*sink)->port()), outbound->get(), &clock);
  if (!departures.ok()) return departures.status();
  absl::StatusOr<std::unique_ptr<adapters::WebhookListener>> inbound =
      adapters::WebhookListener::Create({.path = "/events", .retry_after = absl::Seconds(1)}, {},
                                        &clock);
  if (!inbound.ok()) return inbound.status();
  Modules modules(options.fail ? kFailEvery : 0, RulesOf(**departures));

  absl::StatusOr<eventbus::EventBus> bus =
      eventbus::EventBus::Create({.source = "/repo-watch", .clock = &clock, .observer = &observer});
  if (!bus.ok()) return bus.status();
  absl::Status wired = modules.Wire(*bus);
  if (wired.ok()) wired = (*departures)->Wire(*bus);
  if (wired.ok()) wired = bus->AddSource("webhook", inbound->get());
  if (wired.ok()) wired = bus->Start();
  if (!wired.ok()) return wired;

  RunRecord record;
  record.wiring = bus->Describe();
  absl::StatusOr<std::unique_ptr<adapters::CurlHttpClient>> world =
      LoopbackClient(options.connections);
  if (!world.ok()) return world.status();
  const absl::Duration began = clock.Monotonic();
  record.posted = PostEvents(events,
                             {.url = Cat("http://127.0.0.1:", (*inbound)->port(), "/events"),
                              .connections = options.connections},
                             world->get(), &clock);
  const absl::Duration posted = clock.Monotonic();
  record.stopped = bus->Stop(kStopTimeout);
  record.posting = posted - began;
  record.stopping = clock.Monotonic() - posted;

  absl::StatusOr<SinkReport> outside = (*sink)->Finish();
  if (!outside.ok()) return outside.status();
  record.outside = *std::move(outside);
  record.dead_letters = bus->DeadLetters();
  record.departures = (*departures)->List();
  record.modules = modules.Reports();
  record.books = modules.audit.Books();
  return record;
}

}  // namespace repo_watch
