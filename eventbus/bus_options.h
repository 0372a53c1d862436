// What an EventBus is made of, and its limits.
//
//   absl::StatusOr<eventbus::EventBus> bus = eventbus::EventBus::Create({.source = "/shop"});
#ifndef EVENTBUS_BUS_OPTIONS_H_
#define EVENTBUS_BUS_OPTIONS_H_

#include <cstddef>
#include <string>

#include "eventbus/clock.h"
#include "eventbus/executor.h"
#include "eventbus/id_generator.h"
#include "eventbus/observer.h"

namespace eventbus {

struct BusOptions {
  // The `source` attribute of what this process publishes: a URI-reference. Required.
  std::string source;

  // The ports. Each must outlive the bus; null: the bus makes its own (the system's clock, a
  // thread pool, UUIDv7s, one line on standard error for each failure).
  Clock* clock = nullptr;
  Executor* executor = nullptr;
  IdGenerator* ids = nullptr;
  Observer* observer = nullptr;

  // Of the thread pool, where the bus makes its own. It starts with the first queue.
  int threads = 2;

  // Failed deliveries that are kept; past it the oldest goes, and the observer is told.
  std::size_t dead_letter_capacity = 10'000;

  // How deep handlers may publish within handlers on one thread; at most 60.
  std::size_t max_publish_depth = 32;

  // Event types that get a route of their own. Types beyond it, perhaps made up by an outside
  // sender, are still delivered, from a list made for each event.
  std::size_t max_routes = 10'000;

  // Events that sources have brought in and whose inline handlers have not returned; past it an
  // offer is refused with ResourceExhausted.
  std::size_t max_inbound = 4'096;
};

}  // namespace eventbus

#endif  // EVENTBUS_BUS_OPTIONS_H_
