// Deliveries that failed for good, kept in memory until they are redriven or discarded.
//
//   for (const eventbus::DeadLetter& letter : bus->dead_letters().List()) {
//     std::cerr << letter.consumer << ": " << letter.last_status << "\n";
//   }
//   bus->RedriveAll();
#ifndef EVENTBUS_DEAD_LETTERS_H_
#define EVENTBUS_DEAD_LETTERS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "cloudevents/event.h"

namespace eventbus {

// One delivery that failed: which event, to whom, why.
struct DeadLetter {
  std::uint64_t number = 0;  // names it in Redrive and Discard; counts up from 1
  std::string consumer;      // the subscription's or target's name
  std::string rule;          // the text of its rule, or empty
  std::string event_type;
  std::string event_id;
  // The event; nullopt where the struct cannot be made one (its status says why).
  std::optional<cloudevents::Event> event;
  int attempts = 1;
  absl::Status first_status;  // of the first attempt
  absl::Status last_status;   // of the last
  absl::Time failed_at;
};

}  // namespace eventbus

#endif  // EVENTBUS_DEAD_LETTERS_H_
