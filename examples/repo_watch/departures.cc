#include "examples/repo_watch/departures.h"

#include <array>
#include <atomic>
#include <utility>

#include "absl/time/time.h"
#include "adapters/webhook/webhook_sink.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/rules/event_pattern.h"
#include "eventbus/sink.h"

namespace repo_watch {
namespace {

using cloudevents::ContentMode;
using cloudevents::internal::Annotate;
using cloudevents::internal::Cat;

struct Plan {
  std::string_view name;
  std::string_view path;
  ContentMode mode;
  std::string_view pattern;
};

constexpr std::array<Plan, 5> kPlans = {{
    {"releases", "/releases", ContentMode::kBinary,
     R"({"type": [{"prefix": "com.github.release."}],
         "data": {"action": ["published", "released"], "repository": {"private": [false]}}})"},
    {"advisories", "/advisories", ContentMode::kStructured,
     R"({"type": [{"prefix": "com.github.security_advisory."}],
         "data": {"security_advisory": {"severity": ["moderate", "high", "critical"]}}})"},
    {"pull-requests", "/pull-requests", ContentMode::kBatched,
     R"({"type": [{"prefix": "com.github.pull_request."}],
         "data": {"action": ["opened", "closed", "reopened"],
                  "pull_request": {"draft": [false]}, "repository": {"private": [false]}}})"},
    {"pushes", "/pushes", ContentMode::kBinary,
     R"({"type": ["com.github.push"],
         "data": {"ref": [{"prefix": "refs/heads/"}], "deleted": [false],
                  "head_commit": {"id": [{"exists": true}]}}})"},
    {"our-own", "/our-own", ContentMode::kBatched, R"({"type": [{"prefix": "dev.repo-watch."}]})"},
}};

}  // namespace

// A webhook sink that counts what it is given to send.
class Departures::CountedSink final : public eventbus::Sink {
 public:
  explicit CountedSink(std::unique_ptr<adapters::WebhookSink> sink) : sink_(std::move(sink)) {}

  eventbus::SinkLimits limits() const override { return sink_->limits(); }
  absl::StatusOr<std::shared_ptr<const eventbus::EncodedEvent>> Encode(
      const cloudevents::Event& event) const override {
    return sink_->Encode(event);
  }
  void Send(std::vector<eventbus::SinkEntry> batch) override {
    sent_ += batch.size();
    sink_->Send(std::move(batch));
  }
  void Close(absl::Duration deadline) override { sink_->Close(deadline); }

  std::size_t sent() const { return sent_; }

 private:
  const std::unique_ptr<adapters::WebhookSink> sink_;
  std::atomic<std::size_t> sent_ = 0;
};

struct Departures::Target {
  Departure departure;
  std::unique_ptr<CountedSink> sink;
};

Departures::Departures(std::vector<Target> targets) : targets_(std::move(targets)) {}
Departures::~Departures() = default;

absl::StatusOr<std::unique_ptr<Departures>> Departures::Create(std::string_view origin,
                                                               adapters::HttpSender* sender,
                                                               const eventbus::Clock* clock) {
  std::vector<Target> targets;
  for (const Plan& plan : kPlans) {
    absl::StatusOr<eventbus::Rule> rule = eventbus::EventPattern::Parse(plan.pattern);
    if (!rule.ok()) return Annotate(plan.name, rule.status());
    absl::StatusOr<std::unique_ptr<adapters::WebhookSink>> sink = adapters::WebhookSink::Create(
        {.url = Cat(origin, plan.path), .mode = plan.mode}, sender, clock);
    if (!sink.ok()) return Annotate(plan.name, sink.status());
    targets.push_back({.departure = {.name = std::string(plan.name),
                                     .path = std::string(plan.path),
                                     .rule = *std::move(rule)},
                       .sink = std::make_unique<CountedSink>(*std::move(sink))});
  }
  return std::unique_ptr<Departures>(new Departures(std::move(targets)));
}

absl::Status Departures::Wire(eventbus::EventBus& bus) {
  for (const Target& target : targets_) {
    absl::StatusOr<eventbus::Subscription> subscription =
        bus.AddTarget(target.departure.name, target.departure.rule, target.sink.get());
    if (!subscription.ok()) return subscription.status();
    subscriptions_.push_back(*std::move(subscription));
  }
  return absl::OkStatus();
}

std::vector<Departure> Departures::List() const {
  std::vector<Departure> list;
  for (const Target& target : targets_) {
    list.push_back(target.departure);
    list.back().sent = target.sink->sent();
  }
  return list;
}

}  // namespace repo_watch
