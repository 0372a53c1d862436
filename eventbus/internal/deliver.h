// One delivery to a handler: the call, and the end that follows it now or later.
#ifndef EVENTBUS_INTERNAL_DELIVER_H_
#define EVENTBUS_INTERNAL_DELIVER_H_

#include <memory>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "eventbus/internal/call_handler.h"
#include "eventbus/internal/delivery.h"
#include "eventbus/internal/entry.h"
#include "eventbus/settle.h"

namespace eventbus::internal {

// Calls the handler of `entry`, then `end(Delivery, Outcome)` exactly once: before this returns,
// or, where the handler settles later, when it does, on the thread that settles.
template <typename End>
void Deliver(const std::shared_ptr<Entry>& entry, Delivery delivery, End end) {
  const std::shared_ptr<Occurrence> occurrence = delivery.occurrence;
  const int attempt = delivery.attempt;
  if (!entry->parts.settles) {
    absl::Status status = CallHandler(*entry, *occurrence, attempt);
    const OutcomeKind kind = status.ok() ? OutcomeKind::kDelivered : OutcomeKind::kRetry;
    end(std::move(delivery), Outcome{kind, std::move(status), std::nullopt});
    return;
  }
  Settle settle([delivery = std::move(delivery), end = std::move(end)](Outcome outcome) mutable {
    end(std::move(delivery), std::move(outcome));
  });
  // Does nothing where the handler has taken the settle over.
  settle.WithStatus(CallHandler(*entry, *occurrence, attempt, &settle));
}

}  // namespace eventbus::internal

#endif  // EVENTBUS_INTERNAL_DELIVER_H_
