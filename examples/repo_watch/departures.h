// What leaves the process, and where to: one rule and one target each.
//
//   absl::StatusOr<std::unique_ptr<Departures>> departures =
//       Departures::Create("http://127.0.0.1:8080", client, &clock);
//   absl::Status wired = (*departures)->Wire(bus);
#ifndef EXAMPLES_REPO_WATCH_DEPARTURES_H_
#define EXAMPLES_REPO_WATCH_DEPARTURES_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "adapters/http/sender.h"
#include "eventbus/clock.h"
#include "eventbus/event_bus.h"
#include "eventbus/rules/rule.h"

namespace repo_watch {

// One rule, and what was sent because of it.
struct Departure {
  std::string name;  // of the target
  std::string path;  // of the outside sink
  eventbus::Rule rule;
  std::size_t sent = 0;  // events handed to the network
};

// Thread-safe, but for Wire.
class Departures {
 public:
  // Targets below `origin` ("http://host:port"). `sender` and `clock` must outlive it.
  static absl::StatusOr<std::unique_ptr<Departures>> Create(std::string_view origin,
                                                            adapters::HttpSender* sender,
                                                            const eventbus::Clock* clock);
  ~Departures();

  // Adds the targets to the bus, which must be destroyed or stopped before the departures are. To
  // be called once; the bus's errors.
  absl::Status Wire(eventbus::EventBus& bus);

  // In the order of their rules.
  std::vector<Departure> List() const;

 private:
  class CountedSink;
  struct Target;

  explicit Departures(std::vector<Target> targets);

  std::vector<Target> targets_;
  std::vector<eventbus::Subscription> subscriptions_;  // they end before the sinks go
};

}  // namespace repo_watch

#endif  // EXAMPLES_REPO_WATCH_DEPARTURES_H_
