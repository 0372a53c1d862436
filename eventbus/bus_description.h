// What a bus is wired to, as data: for diagrams, documentation and checks.
//
//   for (const eventbus::ConsumerDescription& consumer : bus->Describe().consumers) ...
#ifndef EVENTBUS_BUS_DESCRIPTION_H_
#define EVENTBUS_BUS_DESCRIPTION_H_

#include <cstddef>
#include <string>
#include <vector>

namespace eventbus {

struct ProducerDescription {
  std::string name;
  std::string event_type;
};

struct ConsumerDescription {
  std::string name;
  std::vector<std::string> event_types;  // names, prefixes that end in ".*", or "*"
  std::string rule;                      // its text, or empty
  bool is_target = false;
  bool is_queued = false;
  std::size_t queue_capacity = 0;
  std::size_t queue_held = 0;  // deliveries that wait or run now
};

struct BusDescription {
  std::vector<ProducerDescription> producers;  // by name
  std::vector<ConsumerDescription> consumers;  // in the order of subscribing
  std::vector<std::string> sources;            // in the order of adding
};

}  // namespace eventbus

#endif  // EVENTBUS_BUS_DESCRIPTION_H_
