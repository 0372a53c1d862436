#include "eventbus/event_bus.h"

#include <utility>

#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/internal/admission.h"
#include "eventbus/internal/call_frames.h"
#include "eventbus/internal/core.h"
#include "eventbus/internal/inbound.h"
#include "eventbus/internal/queue_runner.h"
#include "eventbus/internal/redrive.h"

namespace eventbus {

using cloudevents::internal::Annotate;
using cloudevents::internal::Cat;
using cloudevents::internal::InvalidArgument;
using internal::Core;
using internal::Entry;

struct EventBus::Impl {
  struct NamedSource {
    std::string name;
    Source* source;
    std::shared_ptr<internal::Inbound> inlet;
  };

  explicit Impl(const BusOptions& options) : core(std::make_shared<Core>(options)) {}

  // Stops the first `count` sources, the last one first.
  void StopSources(std::size_t count, absl::Duration deadline) {
    while (count > 0) sources[--count].source->Stop(deadline);
  }

  std::shared_ptr<Core> core;
  std::vector<NamedSource> sources;
  bool sources_run = false;
  bool stopped = false;
};

namespace {

absl::Status CheckQueue(std::string_view name, const Queued& queue) {
  if (queue.capacity > 0) return absl::OkStatus();
  return InvalidArgument("\"", name, "\": a queue's capacity must be at least 1");
}

absl::Status CheckName(std::string_view what, std::string_view name) {
  if (!name.empty()) return absl::OkStatus();
  return InvalidArgument(what, " needs a name: failures and dead letters are told by it");
}

}  // namespace

absl::StatusOr<EventBus> EventBus::Create(BusOptions options) {
  const absl::Status source = cloudevents::ValidateUriReference(options.source);
  if (options.source.empty()) {
    return absl::InvalidArgumentError("BusOptions::source must be set: the `source` of all events");
  }
  if (!source.ok()) return Annotate("BusOptions::source", source);
  if (options.threads < 1) {
    return absl::InvalidArgumentError("BusOptions::threads must be at least 1");
  }
  // A publish on the long way takes a frame for its list, and then one for each handler.
  constexpr std::size_t kDeepest = internal::kMaxFrames - 3;
  if (options.max_publish_depth > kDeepest) {
    return InvalidArgument("BusOptions::max_publish_depth is at most ", kDeepest);
  }
  return EventBus(std::make_unique<Impl>(options));
}

EventBus::EventBus(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
EventBus::EventBus(EventBus&& other) noexcept = default;

EventBus::~EventBus() {
  if (impl_ == nullptr) return;
  Stop(absl::ZeroDuration());
  impl_->core->Shutdown();
}

absl::StatusOr<Subscription> EventBus::AddSubscription(std::string_view name,
                                                       const internal::TypeOps* routed_as,
                                                       const internal::TypeOps* handled_as,
                                                       internal::HandlerParts parts,
                                                       SubscribeOptions options) {
  if (absl::Status named = CheckName("a subscription", name); !named.ok()) return named;
  auto entry = std::make_shared<Entry>();
  entry->name = std::string(name);
  if (routed_as == nullptr) {
    entry->types = {"*"};
  } else if (routed_as->decoded_from.empty()) {
    entry->types = {std::string(routed_as->name)};
  } else {
    entry->types.assign(routed_as->decoded_from.begin(), routed_as->decoded_from.end());
  }
  entry->ops = handled_as;
  if (handled_as != nullptr) entry->type = impl_->core->Intern(handled_as->key);
  entry->rule = std::move(options.rule);
  entry->parts = std::move(parts);
  if (const Queued* queued = std::get_if<Queued>(&options.delivery)) {
    if (absl::Status checked = CheckQueue(name, *queued); !checked.ok()) return checked;
    Executor* executor = options.executor != nullptr ? options.executor : &impl_->core->executor();
    entry->queue = internal::MakeHandlerRunner(*queued, executor, impl_->core);
  }
  if (absl::Status linked = impl_->core->Link(entry); !linked.ok()) return linked;
  return Subscription(impl_->core, std::move(entry));
}

absl::StatusOr<Subscription> EventBus::AddTarget(std::string_view name, Rule rule, Sink* sink,
                                                 TargetOptions options) {
  if (absl::Status named = CheckName("a target", name); !named.ok()) return named;
  if (sink == nullptr) return InvalidArgument("target \"", name, "\": the sink is null");
  if (absl::Status checked = CheckQueue(name, options.queue); !checked.ok()) return checked;
  const SinkLimits limits = sink->limits();
  if (limits.events == 0 || limits.in_flight == 0) {
    return InvalidArgument("target \"", name,
                           "\": the sink's limits must allow one event in one batch");
  }
  auto entry = std::make_shared<Entry>();
  entry->name = std::string(name);
  entry->types = {"*"};
  entry->rule = std::move(rule);
  Executor* executor = options.executor != nullptr ? options.executor : &impl_->core->executor();
  entry->queue = internal::MakeSinkRunner(options.queue, executor, sink, impl_->core);
  if (absl::Status linked = impl_->core->Link(entry); !linked.ok()) return linked;
  return Subscription(impl_->core, std::move(entry));
}

absl::Status EventBus::AddSource(std::string_view name, Source* source, SourceOptions options) {
  if (absl::Status named = CheckName("a source", name); !named.ok()) return named;
  if (source == nullptr) return InvalidArgument("source \"", name, "\" is null");
  if (impl_->core->state() != Core::State::kWiring) {
    return absl::FailedPreconditionError(
        Cat("source \"", name, "\" cannot be added: the bus has been started"));
  }
  for (const Impl::NamedSource& other : impl_->sources) {
    if (other.name == name) {
      return absl::AlreadyExistsError(Cat("a source named \"", name, "\" is there already"));
    }
  }
  impl_->sources.push_back(
      {std::string(name), source,
       std::make_shared<internal::Inbound>(impl_->core, options.inline_on_source_thread)});
  return absl::OkStatus();
}

internal::ProducerHandle EventBus::MakeProducer(const internal::TypeOps* ops,
                                                const PublisherOptions& options) {
  if (!options.name.empty()) impl_->core->AddProducer(options.name, ops->name);
  return internal::ProducerHandle(
      impl_->core, ops, options.source.empty() ? impl_->core->options().source : options.source);
}

PublishResult EventBus::Publish(cloudevents::Event event) {
  return PublishAll(absl::MakeConstSpan(&event, 1));
}

PublishResult EventBus::PublishAll(absl::Span<const cloudevents::Event> events) {
  std::vector<std::shared_ptr<internal::Occurrence>> occurrences;
  occurrences.reserve(events.size());
  for (const cloudevents::Event& event : events) {
    occurrences.push_back(std::make_shared<internal::Occurrence>(event));
  }
  return internal::PublishOccurrences(internal::RouteFinder(*impl_->core), std::move(occurrences));
}

absl::Status EventBus::Start() {
  if (impl_->core->state() != Core::State::kWiring) {
    return absl::FailedPreconditionError("the bus has been started already");
  }
  impl_->core->Open();
  for (std::size_t i = 0; i < impl_->sources.size(); ++i) {
    Impl::NamedSource& source = impl_->sources[i];
    const absl::Status started = source.source->Start(source.inlet.get());
    if (started.ok()) continue;
    impl_->StopSources(i, impl_->core->clock().Monotonic());
    return Annotate(Cat("source \"", source.name, "\" does not start"), started);
  }
  impl_->sources_run = true;
  return absl::OkStatus();
}

absl::Status EventBus::Drain(absl::Duration timeout) {
  return impl_->core->AwaitQuiescence(impl_->core->clock().Monotonic() + timeout);
}

StopReport EventBus::Stop(absl::Duration timeout) {
  StopReport report;
  if (impl_->stopped) return report;
  impl_->stopped = true;
  Core& core = *impl_->core;
  const absl::Duration deadline = core.clock().Monotonic() + timeout;
  if (impl_->sources_run) impl_->StopSources(impl_->sources.size(), deadline);
  report.drained = core.AwaitQuiescence(deadline);
  core.Seal();
  for (const std::shared_ptr<Entry>& entry : core.Entries()) {
    if (entry->queue == nullptr) continue;
    entry->queue->Close(deadline);
    const std::size_t held = entry->queue->queue().held();
    if (held > 0) report.leftovers.push_back({entry->name, held});
  }
  for (const Impl::NamedSource& source : impl_->sources) {
    const std::size_t waiting = source.inlet->waiting();
    if (waiting > 0) report.leftovers.push_back({source.name, waiting});
    source.inlet->Abandon();
  }
  report.dead_letters = core.dead_letters().size();
  return report;
}

std::vector<DeadLetter> EventBus::DeadLetters() const { return impl_->core->dead_letters().List(); }

absl::Status EventBus::Redrive(std::uint64_t number) {
  return internal::Redrive(*impl_->core, number);
}

absl::Status EventBus::RedriveAll() {
  absl::Status first;
  for (const std::uint64_t number : impl_->core->dead_letters().Numbers()) {
    const absl::Status redriven = Redrive(number);
    if (first.ok()) first = redriven;
  }
  return first;
}

absl::Status EventBus::DiscardDeadLetter(std::uint64_t number) {
  if (impl_->core->dead_letters().Take(number).has_value()) return absl::OkStatus();
  return absl::NotFoundError(Cat("there is no dead letter ", number));
}

BusDescription EventBus::Describe() const {
  BusDescription description;
  for (auto& [name, type] : impl_->core->Producers()) {
    description.producers.push_back({std::move(name), std::move(type)});
  }
  for (const std::shared_ptr<Entry>& entry : impl_->core->Entries()) {
    ConsumerDescription consumer{.name = entry->name, .event_types = entry->types};
    if (entry->rule.has_value()) consumer.rule = std::string(entry->rule->text());
    consumer.is_target = entry->IsTarget();
    consumer.is_queued = entry->queue != nullptr;
    if (consumer.is_queued) {
      consumer.queue_capacity = entry->queue->queue().options().capacity;
      consumer.queue_held = entry->queue->queue().held();
    }
    description.consumers.push_back(std::move(consumer));
  }
  for (const Impl::NamedSource& source : impl_->sources) {
    description.sources.push_back(source.name);
  }
  return description;
}

}  // namespace eventbus
