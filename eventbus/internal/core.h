// The bus behind its façade: who subscribes to what, and every delivery's beginning and end.
//
// One event's way through these files, in order:
//   publisher.cc      the fast path: a struct to plain inline handlers
//   admission.cc      all else: match, take credits, enqueue, call the inline handlers
//   delivery_queue.cc, handler_runner.cc or sink_runner.cc   what is queued
//   core.cc           End: counts, dead letters, observer
#ifndef EVENTBUS_INTERNAL_CORE_H_
#define EVENTBUS_INTERNAL_CORE_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "eventbus/bus_options.h"
#include "eventbus/internal/dead_letter_store.h"
#include "eventbus/internal/delivery.h"
#include "eventbus/internal/entry.h"
#include "eventbus/internal/mutex.h"
#include "eventbus/internal/route.h"
#include "eventbus/thread_pool_executor.h"

namespace eventbus::internal {

// Thread-safe. Always held by shared_ptr: handles of subscriptions and publishers may outlive the
// bus.
class Core final : public DeliveryEnd, public std::enable_shared_from_this<Core> {
 public:
  enum class State : std::uint8_t { kWiring, kRunning, kStopped };

  explicit Core(const BusOptions& options);
  ~Core() override;

  const BusOptions& options() const { return options_; }
  State state() const { return state_.load(std::memory_order_acquire); }
  Clock& clock() { return *options_.clock; }
  IdGenerator& ids() { return *options_.ids; }
  DeadLetterStore& dead_letters() { return dead_letters_; }

  // The bus's executor; the bus's own pool starts here.
  Executor& executor();

  // Wiring. Link: AlreadyExists if the name is taken, FailedPrecondition after Stop.
  absl::Status Link(const std::shared_ptr<Entry>& entry);

  // Takes an entry out; returns when no other thread is inside its handler. Its handler is
  // destroyed then, or, where this thread is inside of it, by this thread's outermost frame.
  // Deliveries that wait go to the dead letters. Doing it twice is doing it once.
  void Unlink(const std::shared_ptr<Entry>& entry);

  // The same without waiting: `on_quiescent` runs on the executor once nobody is inside.
  void UnlinkLater(const std::shared_ptr<Entry>& entry, absl::AnyInvocable<void() &&> on_quiescent);

  // The route of a type, made on demand; null where there are max_routes already. Lives as long as
  // the core.
  Route* FindRoute(std::string_view type);

  // The one copy of a key: equal keys have equal addresses, for as long as the core lives.
  const TypeKey* Intern(const TypeKey& key);

  // Who takes events of a type, in the order of subscribing.
  EntryList EntriesFor(std::string_view type);
  std::shared_ptr<Entry> FindEntry(std::string_view name);
  EntryList Entries();

  // Names of producers, for descriptions.
  void AddProducer(std::string_view name, std::string_view type);
  std::vector<std::pair<std::string, std::string>> Producers();

  // Lifecycle. Open: queues begin to run. Seal: publishes are refused from now on, and queues stop
  // at the next delivery. Shutdown: lets go of all entries and of the pool.
  void Open();
  void Seal();
  void Shutdown();

  // Deliveries under way.
  void Began(std::size_t deliveries);
  void Finished(std::size_t deliveries);
  std::size_t under_way() const { return under_way_.load(std::memory_order_acquire); }

  // Waits until nothing is under way, running tasks of executors without threads. DeadlineExceeded
  // at `deadline` of the monotonic clock, or when nothing would run any more.
  absl::Status AwaitQuiescence(absl::Duration deadline);

  // Calls the handler of an inline entry for a delivery that began, and ends it, now or later.
  void Deliver(const std::shared_ptr<Entry>& entry, Delivery delivery);

  // DeliveryEnd: of a delivery that began.
  void End(const Entry& entry, Delivery delivery, Outcome outcome) override;

  // A delivery has failed for good: keeps it in the dead letters and tells the observer.
  void Bury(const Entry& entry, Delivery delivery, const absl::Status& status);

 private:
  EntryList EntriesForLocked(std::string_view type) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void RefreshRoutes(const Entry& changed) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool Detach(const std::shared_ptr<Entry>& entry);
  void DestroyHandler(const std::shared_ptr<Entry>& entry);
  void FreeRetired() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void BuryWaiting(const Entry& entry);
  // One task of the first executor without threads that has one due.
  Progress RunPendingAnywhere();

  // Own ports, where the options bring none. Before options_, which points to them.
  std::unique_ptr<Clock> own_clock_;
  std::unique_ptr<IdGenerator> own_ids_;
  std::unique_ptr<Observer> own_observer_;
  BusOptions options_;

  std::atomic<State> state_ = State::kWiring;
  DeadLetterStore dead_letters_;
  std::atomic<std::size_t> under_way_ = 0;
  Mutex quiet_mutex_;
  CondVar quiet_;

  Mutex mutex_;
  std::unique_ptr<ThreadPoolExecutor> own_executor_ ABSL_GUARDED_BY(mutex_);
  std::uint64_t last_number_ ABSL_GUARDED_BY(mutex_) = 0;
  EntryList entries_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::unique_ptr<Route>, std::less<>> routes_ ABSL_GUARDED_BY(mutex_);
  // Snapshots that were replaced while somebody walked them.
  std::vector<std::unique_ptr<RouteSnapshot>> retired_ ABSL_GUARDED_BY(mutex_);
  std::set<TypeKey> types_ ABSL_GUARDED_BY(mutex_);
  std::set<std::pair<std::string, std::string>> producers_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace eventbus::internal

#endif  // EVENTBUS_INTERNAL_CORE_H_
