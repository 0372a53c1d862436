// A module's own handle for publishing one event type.
//
//   eventbus::Publisher<OrderPlaced> orders = bus->PublisherOf<OrderPlaced>({.name = "orders"});
//   eventbus::PublishResult result = orders.Publish({"o-1", "JP", 129900});
#ifndef EVENTBUS_PUBLISHER_H_
#define EVENTBUS_PUBLISHER_H_

#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "eventbus/internal/publisher.h"
#include "eventbus/publish_result.h"

namespace eventbus {

struct PublisherOptions {
  std::string name;    // who publishes, for descriptions of the bus
  std::string source;  // the events' `source`, a URI-reference; empty: the bus's
};

namespace internal {

template <typename T>
DecodedValue MoveOut(const void* value) {
  // The publisher handed the object over as an rvalue.
  return Share(new T(std::move(*static_cast<T*>(const_cast<void*>(value)))));
}

template <typename T>
Published PublishedCopy(const T& event) {
  return {.value = &event, .take = kTypeOps<T>.copy};
}

}  // namespace internal

// Copyable and thread-safe. After the bus has gone, its publishes are refused.
//
// A publish enqueues first, then calls the inline handlers in the order of subscribing, on the
// calling thread. What handlers publish in turn is seen before the rest of its cause. Publishing to
// plain inline handlers (no rule, queue or target on the type) takes no lock, makes no event, reads
// no clock and allocates nothing.
template <EventStruct T>
class Publisher {
 public:
  // Used by EventBus.
  explicit Publisher(internal::ProducerHandle handle) : handle_(std::move(handle)) {}

  // Publishes `event`. It is copied only if a rule, a queue or a target needs it.
  PublishResult Publish(const T& event) const {
    return handle_.Publish(internal::PublishedCopy(event));
  }

  // The same; moved instead of copied.
  PublishResult Publish(T&& event) const {
    return handle_.Publish({.value = &event, .take = &internal::MoveOut<T>});
  }

  // The same; shared instead of copied. `event` must not be null.
  PublishResult Publish(const std::shared_ptr<const T>& event) const {
    const internal::DecodedValue shared = event;
    return handle_.Publish({.value = event.get(), .shared = &shared});
  }

  // Publishes all of `events`, in order, or nothing: the queues concerned have room for all of
  // them, or the batch is refused. All are enqueued before the first inline handler runs.
  PublishResult PublishAll(absl::Span<const T> events) const {
    std::vector<internal::Published> batch;
    batch.reserve(events.size());
    for (const T& event : events) batch.push_back(internal::PublishedCopy(event));
    return handle_.PublishAll(batch);
  }

 private:
  internal::ProducerHandle handle_;
};

}  // namespace eventbus

#endif  // EVENTBUS_PUBLISHER_H_
