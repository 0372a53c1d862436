#include "eventbus/internal/core.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/time/time.h"
#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/internal/call_frames.h"
#include "eventbus/internal/deliver.h"
#include "eventbus/internal/queue_runner.h"

namespace eventbus::internal {

using cloudevents::internal::Cat;

namespace {

// How long a thread that waits for quiescence sleeps at most before it looks for tasks to run.
constexpr absl::Duration kLookAgain = absl::Milliseconds(100);

}  // namespace

Core::Core(const BusOptions& options)
    : options_(options), dead_letters_(options.dead_letter_capacity) {
  if (options_.clock == nullptr) {
    own_clock_ = std::make_unique<SystemClock>();
    options_.clock = own_clock_.get();
  }
  if (options_.ids == nullptr) {
    own_ids_ = std::make_unique<UuidV7Generator>(options_.clock);
    options_.ids = own_ids_.get();
  }
  if (options_.observer == nullptr) {
    own_observer_ = std::make_unique<StderrObserver>();
    options_.observer = own_observer_.get();
  }
}

Core::~Core() = default;

Executor& Core::executor() {
  if (options_.executor != nullptr) return *options_.executor;
  MutexLock lock(mutex_);
  if (own_executor_ == nullptr) {
    own_executor_ = std::make_unique<ThreadPoolExecutor>(
        ThreadPoolOptions{.threads = options_.threads}, options_.clock);
  }
  return *own_executor_;
}

absl::Status Core::Link(const std::shared_ptr<Entry>& entry) {
  {
    MutexLock lock(mutex_);
    if (state() == State::kStopped) {
      return absl::FailedPreconditionError(
          Cat("\"", entry->name, "\" cannot be added: the bus is stopped"));
    }
    for (const std::shared_ptr<Entry>& other : entries_) {
      if (other->name == entry->name) {
        return absl::AlreadyExistsError(Cat("the name \"", entry->name,
                                            "\" is taken: subscriptions and targets need distinct "
                                            "names"));
      }
    }
    entry->number = ++last_number_;
    entries_.push_back(entry);
    RefreshRoutes(*entry);
    FreeRetired();
  }
  if (entry->queue != nullptr && state() == State::kRunning) entry->queue->Open();
  return absl::OkStatus();
}

bool Core::Detach(const std::shared_ptr<Entry>& entry) {
  MutexLock lock(mutex_);
  const auto found = std::find(entries_.begin(), entries_.end(), entry);
  if (found == entries_.end()) return false;
  entries_.erase(found);
  entry->removed.store(true, std::memory_order_seq_cst);
  RefreshRoutes(*entry);  // the lists that it is in are detoured, and see the mark
  return true;
}

void Core::Unlink(const std::shared_ptr<Entry>& entry) {
  if (!Detach(entry)) {
    // Another thread, or this one further out, is at it. Inside the handler there is nothing to
    // wait for that would not wait for us.
    if (!InsideOnThisThread(entry.get())) AwaitOthersOutside(entry.get());
    return;
  }
  AwaitOthersOutside(entry.get());
  DestroyHandler(entry);
  BuryWaiting(*entry);
  MutexLock lock(mutex_);
  FreeRetired();
}

void Core::UnlinkLater(const std::shared_ptr<Entry>& entry,
                       absl::AnyInvocable<void() &&> on_quiescent) {
  if (!Detach(entry)) return;
  executor().Run(
      [core = shared_from_this(), entry, on_quiescent = std::move(on_quiescent)]() mutable {
        AwaitOthersOutside(entry.get());
        core->DestroyHandler(entry);
        core->BuryWaiting(*entry);
        if (on_quiescent != nullptr) std::move(on_quiescent)();
      });
}

void Core::DestroyHandler(const std::shared_ptr<Entry>& entry) {
  DeferDestruction(entry.get(), std::move(entry->parts.handler));
}

void Core::BuryWaiting(const Entry& entry) {
  if (entry.queue == nullptr) return;
  for (Delivery& delivery : entry.queue->queue().TakeAll()) {
    End(entry, std::move(delivery),
        {OutcomeKind::kPermanent,
         absl::CancelledError(Cat("\"", entry.name, "\" was unsubscribed before this delivery")),
         std::nullopt});
  }
}

EntryList Core::EntriesForLocked(std::string_view type) {
  EntryList entries;
  for (const std::shared_ptr<Entry>& entry : entries_) {
    if (entry->TakesType(type)) entries.push_back(entry);
  }
  return entries;
}

EntryList Core::EntriesFor(std::string_view type) {
  MutexLock lock(mutex_);
  return EntriesForLocked(type);
}

EntryList Core::Entries() {
  MutexLock lock(mutex_);
  return entries_;
}

std::shared_ptr<Entry> Core::FindEntry(std::string_view name) {
  MutexLock lock(mutex_);
  for (const std::shared_ptr<Entry>& entry : entries_) {
    if (entry->name == name) return entry;
  }
  return nullptr;
}

Route* Core::FindRoute(std::string_view type) {
  MutexLock lock(mutex_);
  const auto found = routes_.find(type);
  if (found != routes_.end()) return found->second.get();
  if (routes_.size() >= options_.max_routes) return nullptr;
  auto route = std::make_unique<Route>(std::string(type), EntriesForLocked(type),
                                       state() == State::kStopped);
  Route* raw = route.get();
  routes_.emplace(type, std::move(route));
  return raw;
}

const TypeKey* Core::Intern(const TypeKey& key) {
  MutexLock lock(mutex_);
  return &*types_.insert(key).first;
}

void Core::RefreshRoutes(const Entry& changed) {
  for (auto& [type, route] : routes_) {
    if (!changed.TakesType(type)) continue;
    retired_.push_back(route->Replace(EntriesForLocked(type), state() == State::kStopped));
  }
}

void Core::FreeRetired() {
  if (retired_.empty()) return;
  HeavyFence();
  std::erase_if(retired_, [](const std::unique_ptr<RouteSnapshot>& snapshot) {
    return !AnyoneWalks(snapshot.get());
  });
}

void Core::AddProducer(std::string_view name, std::string_view type) {
  MutexLock lock(mutex_);
  producers_.emplace(std::string(name), std::string(type));
}

std::vector<std::pair<std::string, std::string>> Core::Producers() {
  MutexLock lock(mutex_);
  return {producers_.begin(), producers_.end()};
}

void Core::Open() {
  State wiring = State::kWiring;
  if (!state_.compare_exchange_strong(wiring, State::kRunning)) return;
  for (const std::shared_ptr<Entry>& entry : Entries()) {
    if (entry->queue == nullptr) continue;
    entry->queue->Open();
    entry->queue->Wake(entry);
  }
}

void Core::Seal() {
  EntryList entries;
  {
    MutexLock lock(mutex_);
    state_.store(State::kStopped, std::memory_order_seq_cst);
    entries = entries_;
    for (auto& [type, route] : routes_) {
      retired_.push_back(route->Replace(EntriesForLocked(type), true));
    }
    FreeRetired();
  }
  for (const std::shared_ptr<Entry>& entry : entries) {
    if (entry->queue == nullptr) continue;
    entry->queue->Halt();
    entry->queue->queue().Close();
  }
}

void Core::Shutdown() {
  Seal();
  std::unique_ptr<ThreadPoolExecutor> executor;
  EntryList entries;
  {
    MutexLock lock(mutex_);
    executor = std::move(own_executor_);
    entries = std::move(entries_);
    entries_.clear();
    for (auto& [type, route] : routes_) retired_.push_back(route->Replace({}, true));
  }
  executor.reset();  // joins the threads: no task runs after this
  for (const std::shared_ptr<Entry>& entry : entries) {
    entry->removed.store(true, std::memory_order_seq_cst);
    AwaitOthersOutside(entry.get());
    DestroyHandler(entry);
  }
  MutexLock lock(mutex_);
  FreeRetired();
}

void Core::Began(std::size_t deliveries) {
  under_way_.fetch_add(deliveries, std::memory_order_acq_rel);
}

void Core::Finished(std::size_t deliveries) {
  if (under_way_.fetch_sub(deliveries, std::memory_order_acq_rel) != deliveries) return;
  MutexLock lock(quiet_mutex_);
  quiet_.NotifyAll();
}

absl::Status Core::AwaitQuiescence(absl::Duration deadline) {
  while (under_way() > 0) {
    const absl::Duration left = deadline - clock().Monotonic();
    if (left <= absl::ZeroDuration()) {
      return absl::DeadlineExceededError(Cat(under_way(), " deliveries are still under way"));
    }
    switch (RunPendingAnywhere()) {
      case Progress::kRanOne:
        break;
      case Progress::kIdle:
        return absl::DeadlineExceededError(Cat(
            under_way(), " deliveries are still under way, and nothing is left to run for them"));
      case Progress::kElsewhere: {
        MutexLock lock(quiet_mutex_);
        if (under_way() == 0) break;
        // Bounded, since executors without threads may get tasks meanwhile.
        quiet_.WaitFor(quiet_mutex_, absl::ToChronoNanoseconds(std::min(left, kLookAgain)));
        break;
      }
    }
  }
  return absl::OkStatus();
}

Progress Core::RunPendingAnywhere() {
  std::set<Executor*> executors = {&executor()};
  for (const std::shared_ptr<Entry>& entry : Entries()) {
    if (entry->queue != nullptr) executors.insert(&entry->queue->executor());
  }
  Progress most = Progress::kIdle;
  for (Executor* executor : executors) {
    const Progress progress = executor->RunPending();
    if (progress == Progress::kRanOne) return progress;
    if (progress == Progress::kElsewhere) most = progress;
  }
  return most;
}

void Core::Deliver(const std::shared_ptr<Entry>& entry, Delivery delivery) {
  internal::Deliver(entry, std::move(delivery),
                    [core = shared_from_this(), entry](Delivery ended, Outcome outcome) {
                      core->End(*entry, std::move(ended), std::move(outcome));
                    });
}

void Core::End(const Entry& entry, Delivery delivery, Outcome outcome) {
  std::shared_ptr<Completion> completion = delivery.completion;
  if (outcome.kind != OutcomeKind::kDelivered) Bury(entry, std::move(delivery), outcome.status);
  if (completion != nullptr) completion->One(outcome.status);
  Finished(1);
}

void Core::Bury(const Entry& entry, Delivery delivery, const absl::Status& status) {
  delivery.completion = nullptr;
  delivery.encoded = nullptr;
  if (delivery.first_status.ok()) delivery.first_status = status;
  const std::shared_ptr<Occurrence> occurrence = delivery.occurrence;
  const int attempts = delivery.attempt;
  DeadLetterStore::Letter letter{.consumer = entry.name, .delivery = std::move(delivery)};
  if (entry.rule.has_value()) letter.rule = std::string(entry.rule->text());
  letter.last_status = status;
  letter.failed_at = clock().Now();
  const std::optional<DeadLetterStore::Letter> evicted = dead_letters_.Add(std::move(letter));
  options_.observer->OnFailure({.consumer = entry.name,
                                .event_type = occurrence->type(),
                                .event_id = occurrence->id(),
                                .attempts = attempts,
                                .status = status,
                                .fate = FailureFate::kDeadLettered});
  if (!evicted.has_value()) return;
  options_.observer->OnFailure({.consumer = evicted->consumer,
                                .event_type = evicted->delivery.occurrence->type(),
                                .event_id = evicted->delivery.occurrence->id(),
                                .attempts = evicted->delivery.attempt,
                                .status = evicted->last_status,
                                .fate = FailureFate::kEvicted});
}

}  // namespace eventbus::internal
