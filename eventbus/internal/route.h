// A route: all that hangs on one event type name. Publishers walk an immutable snapshot of it.
#ifndef EVENTBUS_INTERNAL_ROUTE_H_
#define EVENTBUS_INTERNAL_ROUTE_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "eventbus/internal/call_frames.h"
#include "eventbus/internal/entry.h"

namespace eventbus::internal {

// What the dispatch loop reads for one inline handler.
struct Slot : CallSite {
  Handler* handler = nullptr;
  std::atomic<PlainFunction> call = nullptr;  // the handler's own, or a detour
};

// What a detour returns where the handler has been unsubscribed; not the caller's.
absl::Status* SkippedAnswer();

// Its slots stand behind it in the same block of memory: the way to a handler has one stop less,
// and those of the first slot need no cache line more.
struct alignas(64) RouteSnapshot {
  // A sealed snapshot is not plain: publishes take the long way, and are refused there.
  static std::unique_ptr<RouteSnapshot> Make(EntryList entries, bool sealed);
  static void operator delete(void* block);

  // From now on the calls of this snapshot look whether their handler is still subscribed. Those
  // who walk it already may not have noticed yet: HeavyFence makes them.
  void Detour();

  const Slot* slots() const { return reinterpret_cast<const Slot*>(this + 1); }
  Slot* slots() { return reinterpret_cast<Slot*>(this + 1); }

  // The type whose structs all entries can be called with, and nothing else; null where that is not
  // so, or where there is no entry.
  const TypeKey* plain_type = nullptr;
  std::uint32_t slot_count = 0;  // of all entries, where there is a plain_type
  bool sealed = false;
  EntryList entries;  // in the order of subscribing

 private:
  RouteSnapshot(EntryList list, bool is_sealed) : sealed(is_sealed), entries(std::move(list)) {}
};

// Where publishers find the snapshot of the moment: CallFrame::Protect keeps what they load from
// being freed.
using CurrentSnapshot = std::atomic<RouteSnapshot*>;

class Route {
 public:
  Route(std::string type, EntryList entries, bool sealed)
      : type_(std::move(type)),
        snapshot_(RouteSnapshot::Make(std::move(entries), sealed).release()) {}
  ~Route() { delete snapshot_.load(std::memory_order_relaxed); }
  Route(const Route&) = delete;
  Route& operator=(const Route&) = delete;

  const std::string& type() const { return type_; }

  const CurrentSnapshot& snapshot() const { return snapshot_; }

  // Publishes a new snapshot and returns the old one, detoured, which is the caller's to free once
  // nobody walks it. One caller at a time.
  std::unique_ptr<RouteSnapshot> Replace(EntryList entries, bool sealed);

 private:
  const std::string type_;
  CurrentSnapshot snapshot_;
};

}  // namespace eventbus::internal

#endif  // EVENTBUS_INTERNAL_ROUTE_H_
