// How a subscription or a target wants its deliveries.
//
//   auto review = bus->Subscribe<OrderPlaced>("fraud.review", review_order, {
//       .rule = *EventPattern::Parse(R"({"data": {"total_cents": [{"numeric": [">", 100000]}]}})"),
//       .delivery = Queued{.capacity = 1024, .overflow = Overflow::kBlock}});
#ifndef EVENTBUS_SUBSCRIBE_OPTIONS_H_
#define EVENTBUS_SUBSCRIBE_OPTIONS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>

#include "eventbus/executor.h"
#include "eventbus/rules/rule.h"

namespace eventbus {

// What a publish does when a queue that it concerns is full.
enum class Overflow : std::uint8_t {
  kBlock,  // the publisher waits for room; from inside a delivery it never waits, see `reserve`
  kFail,   // the publish is refused with ResourceExhausted
};

// The handler runs during the publish, on the publisher's thread.
struct Inline {};

// The handler runs later, on an executor, one delivery at a time, in the order of publishing.
struct Queued {
  std::size_t capacity = 1024;  // deliveries that wait or run; at least 1
  Overflow overflow = Overflow::kBlock;
  // How far publishes from inside a delivery, which must not wait, may exceed the capacity before
  // they are refused: a handler that publishes to its own full queue neither deadlocks nor loses.
  std::size_t reserve = 1024;
};

using DeliveryMode = std::variant<Inline, Queued>;

struct SubscribeOptions {
  // Only events that match; unset: all of the type.
  std::optional<Rule> rule;
  DeliveryMode delivery = Inline{};
  // Runs queued deliveries; null: the bus's executor. Must outlive the subscription.
  Executor* executor = nullptr;
};

struct TargetOptions {
  Queued queue;
  // Runs encoding and sending; null: the bus's executor. Must outlive the target.
  Executor* executor = nullptr;
};

}  // namespace eventbus

#endif  // EVENTBUS_SUBSCRIBE_OPTIONS_H_
