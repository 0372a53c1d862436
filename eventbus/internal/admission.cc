#include "eventbus/internal/admission.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/internal/call_frames.h"
#include "eventbus/internal/call_handler.h"
#include "eventbus/internal/queue_runner.h"

namespace eventbus::internal {
namespace {

using cloudevents::internal::Cat;

// How many credits each queue has to give, in the order of subscribing: one fixed order for all
// publishers, so that none takes what another waits for.
using Wanted = std::map<std::uint64_t, std::pair<Entry*, std::size_t>>;

Wanted CountCredits(absl::Span<const Plan> plans) {
  Wanted wanted;
  for (const Plan& plan : plans) {
    for (const std::shared_ptr<Entry>& entry : plan.queued) {
      auto& [owner, credits] = wanted[entry->number];
      owner = entry.get();
      ++credits;
    }
  }
  return wanted;
}

// The first queue that refuses; null if all gave.
Entry* TakeCredits(const Wanted& wanted, bool from_delivery) {
  for (auto it = wanted.begin(); it != wanted.end(); ++it) {
    const auto& [entry, credits] = it->second;
    if (entry->queue->queue().TryReserve(credits, from_delivery)) continue;
    for (auto back = wanted.begin(); back != it; ++back) {
      back->second.first->queue->queue().Unreserve(back->second.second);
    }
    return entry;
  }
  return nullptr;
}

absl::Status Full(const Entry& entry, std::size_t credits, std::string_view why) {
  const Queued& options = entry.queue->queue().options();
  return absl::ResourceExhaustedError(Cat("the queue of \"", entry.name, "\" (capacity ",
                                          options.capacity, ") has no room for ", credits,
                                          credits == 1 ? " event" : " events", why));
}

absl::Status Stopped() {
  return absl::FailedPreconditionError("the bus is stopped: nothing more is published");
}

absl::StatusOr<Plan> MatchEntries(std::shared_ptr<Occurrence> occurrence,
                                  const EntryList& entries) {
  Plan plan;
  plan.occurrence = std::move(occurrence);
  for (const std::shared_ptr<Entry>& entry : entries) {
    if (entry->removed.load(std::memory_order_acquire)) continue;
    if (entry->rule.has_value() || entry->IsTarget()) {
      const absl::StatusOr<const cloudevents::Event*> event = plan.occurrence->event();
      if (!event.ok()) {
        return cloudevents::internal::Annotate(Cat("\"", entry->name, "\" needs the event"),
                                               event.status());
      }
      if (entry->rule.has_value() && !entry->rule->Matches(**event)) continue;
    }
    (entry->queue != nullptr ? plan.queued : plan.inlined).push_back(entry);
  }
  return plan;
}

}  // namespace

const CurrentSnapshot* RouteFinder::Find(const Occurrence& occurrence) {
  if (fixed_ != nullptr) return fixed_;
  if (last_ != nullptr && last_type_ == occurrence.type()) return last_;
  const Route* route = core_.FindRoute(occurrence.type());
  last_type_ = occurrence.type();
  last_ = route == nullptr ? nullptr : &route->snapshot();
  return last_;
}

absl::StatusOr<Plan> Match(RouteFinder& routes, std::shared_ptr<Occurrence> occurrence) {
  const CurrentSnapshot* route = routes.Find(*occurrence);
  RegisterThread();
  if (route == nullptr || Depth() == kMaxFrames) {
    const EntryList entries = routes.core().EntriesFor(occurrence->type());
    return MatchEntries(std::move(occurrence), entries);
  }
  CallFrame frame(next_frame);
  const RouteSnapshot& snapshot = *frame.Protect<false>(*route);
  return MatchEntries(std::move(occurrence), snapshot.entries);
}

absl::Status Admit(Core& core, absl::Span<const Plan> plans, const AdmissionMode& mode) {
  const Wanted wanted = CountCredits(plans);
  for (;;) {
    if (core.state() == Core::State::kStopped) return Stopped();
    Entry* full = TakeCredits(wanted, mode.from_delivery);
    if (full == nullptr) return absl::OkStatus();
    DeliveryQueue& queue = full->queue->queue();
    const std::size_t credits = wanted.at(full->number).second;
    if (credits > queue.options().capacity) {
      return Full(*full, credits, ", and never will: publish smaller batches");
    }
    if (queue.options().overflow == Overflow::kFail || !mode.may_wait) {
      return Full(*full, credits, "");
    }
    if (mode.from_delivery) {
      return Full(*full, credits, ", its reserve is used up, and a handler must not wait for room");
    }
    if (core.state() != Core::State::kRunning) {
      return Full(*full, credits, ", and nothing leaves it before the bus is started");
    }
    switch (full->queue->executor().RunPending()) {
      case Progress::kRanOne:
        break;
      case Progress::kIdle:
        return Full(*full, credits, ", and its executor has nothing left to run");
      case Progress::kElsewhere:
        queue.AwaitRoom(credits);
        break;
    }
  }
}

void Enqueue(Core& core, const Plan& plan, const std::shared_ptr<Completion>& completion) {
  core.Began(plan.queued.size());
  for (const std::shared_ptr<Entry>& entry : plan.queued) {
    Delivery delivery{.occurrence = plan.occurrence};
    delivery.completion = completion;
    entry->queue->queue().Push(std::move(delivery));
    entry->queue->Wake(entry);
  }
}

void CallInline(Core& core, const Plan& plan, const std::shared_ptr<Completion>& completion,
                PublishResult& result) {
  for (const std::shared_ptr<Entry>& entry : plan.inlined) {
    Delivery delivery{.occurrence = plan.occurrence};
    delivery.completion = completion;
    if (entry->parts.settles) {
      ++result.queued;
      core.Began(1);
      core.Deliver(entry, std::move(delivery));
      continue;
    }
    const absl::Status status = CallHandler(*entry, *plan.occurrence, delivery.attempt);
    if (status.ok()) {
      ++result.delivered;
    } else {
      ++result.failed;
      result.AddFailure({entry->name, status});
      core.Bury(*entry, std::move(delivery), status);
    }
    if (completion != nullptr) completion->One(status);
  }
}

PublishResult PublishOccurrences(RouteFinder routes,
                                 std::vector<std::shared_ptr<Occurrence>> occurrences) {
  Core& core = routes.core();
  PublishResult result;
  if (core.state() == Core::State::kStopped) {
    result.accepted = Stopped();
    return result;
  }
  const std::size_t depth = Depth();
  if (depth > core.options().max_publish_depth) {
    result.accepted = absl::ResourceExhaustedError(
        Cat("publishes are nested deeper than max_publish_depth (",
            core.options().max_publish_depth, "): does a handler publish what it handles?"));
    return result;
  }
  std::vector<Plan> plans;
  plans.reserve(occurrences.size());
  for (std::shared_ptr<Occurrence>& occurrence : occurrences) {
    absl::StatusOr<Plan> plan = Match(routes, std::move(occurrence));
    if (!plan.ok()) {
      result.accepted = plan.status();
      return result;
    }
    plans.push_back(*std::move(plan));
  }
  result.accepted = Admit(core, plans, {.from_delivery = depth > 0});
  if (!result.accepted.ok()) return result;
  for (const Plan& plan : plans) {
    result.matched += static_cast<std::uint32_t>(plan.deliveries());
    result.queued += static_cast<std::uint32_t>(plan.queued.size());
    Enqueue(core, plan, nullptr);
  }
  for (const Plan& plan : plans) CallInline(core, plan, nullptr, result);
  return result;
}

}  // namespace eventbus::internal
