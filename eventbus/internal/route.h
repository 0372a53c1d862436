// A route: all that hangs on one event type name. Publishers walk an immutable snapshot of it.
#ifndef EVENTBUS_INTERNAL_ROUTE_H_
#define EVENTBUS_INTERNAL_ROUTE_H_

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "eventbus/internal/entry.h"

namespace eventbus::internal {

// What the dispatch loop reads for one inline handler.
struct Slot {
  InvokeFunction invoke;
  Handler* handler;
  const Entry* entry;
};

struct RouteSnapshot {
  // A sealed snapshot is never plain: publishes take the long way, and are refused there.
  explicit RouteSnapshot(EntryList list, bool sealed = false);

  EntryList entries;        // in the order of subscribing
  std::vector<Slot> slots;  // of the plain entries, where `plain`
  // Every entry can be called with nothing but a struct of `key` (or there is none).
  bool plain = false;
  TypeKey key;
};

class Route {
 public:
  Route(std::string type, EntryList entries, bool sealed)
      : type_(std::move(type)), snapshot_(new RouteSnapshot(std::move(entries), sealed)) {}
  ~Route() { delete snapshot_.load(std::memory_order_relaxed); }
  Route(const Route&) = delete;
  Route& operator=(const Route&) = delete;

  const std::string& type() const { return type_; }

  // For CallFrame::Protect, which keeps what is loaded from being freed.
  const std::atomic<const RouteSnapshot*>& snapshot() const { return snapshot_; }

  // Publishes a new snapshot and returns the old one, which is the caller's to free once nobody
  // walks it. One caller at a time.
  std::unique_ptr<const RouteSnapshot> Replace(EntryList entries, bool sealed) {
    return std::unique_ptr<const RouteSnapshot>(snapshot_.exchange(
        new RouteSnapshot(std::move(entries), sealed), std::memory_order_seq_cst));
  }

 private:
  const std::string type_;
  std::atomic<const RouteSnapshot*> snapshot_;
};

}  // namespace eventbus::internal

#endif  // EVENTBUS_INTERNAL_ROUTE_H_
