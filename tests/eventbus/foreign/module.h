// Two modules that were built on their own: each has its own copy of the struct, hidden from the
// other, and neither was compiled with exceptions.
#ifndef TESTS_EVENTBUS_FOREIGN_MODULE_H_
#define TESTS_EVENTBUS_FOREIGN_MODULE_H_

#include <cstdint>

#include "eventbus/event_bus.h"

#define FOREIGN_EXPORT __attribute__((visibility("default")))

// Publishes an order of so many cents.
FOREIGN_EXPORT eventbus::PublishResult PublishOrder(eventbus::EventBus& bus, std::int64_t cents);

// Adds up the cents of the orders that it sees.
FOREIGN_EXPORT eventbus::Subscription SumOrders(eventbus::EventBus& bus, std::int64_t* sum);

#endif  // TESTS_EVENTBUS_FOREIGN_MODULE_H_
