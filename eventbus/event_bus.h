// A typed, in-process event bus whose events are CloudEvents.
//
//   absl::StatusOr<eventbus::EventBus> bus = eventbus::EventBus::Create({.source = "/shop"});
//   absl::StatusOr<eventbus::Subscription> reserve = bus->Subscribe<OrderPlaced>(
//       "inventory.reserve", [&](const OrderPlaced& order) { return inventory.Reserve(order); });
//   absl::StatusOr<eventbus::Subscription> warehouse =
//       bus->AddTarget("warehouse", *eventbus::EventPattern::Parse(R"({"source": ["/shop"]})"),
//                      &webhook_sink);
//   absl::Status started = bus->Start();
//   eventbus::PublishResult result = bus->Publish(OrderPlaced{"o-1", "JP", 129900});
//   eventbus::StopReport report = bus->Stop(absl::Seconds(10));
//
// How a struct becomes an event is said once, by EventType<T> (eventbus/event_type.h).
#ifndef EVENTBUS_EVENT_BUS_H_
#define EVENTBUS_EVENT_BUS_H_

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "cloudevents/event.h"
#include "eventbus/bus_description.h"
#include "eventbus/bus_options.h"
#include "eventbus/dead_letters.h"
#include "eventbus/event_context.h"
#include "eventbus/event_type.h"
#include "eventbus/internal/handler.h"
#include "eventbus/internal/type_ops.h"
#include "eventbus/publish_result.h"
#include "eventbus/publisher.h"
#include "eventbus/rules/rule.h"
#include "eventbus/settle.h"
#include "eventbus/sink.h"
#include "eventbus/source.h"
#include "eventbus/subscribe_options.h"
#include "eventbus/subscription.h"

namespace eventbus {

struct SourceOptions {
  // Inline handlers of events from this source run on the thread that offers them, not on the
  // executor: for sources whose threads may be kept.
  bool inline_on_source_thread = false;
};

// What was left when the bus stopped.
struct StopReport {
  struct Leftover {
    std::string name;            // the subscription, target or source
    std::size_t deliveries = 0;  // that waited or ran
  };
  // OK if all deliveries had ended by the deadline, else DeadlineExceeded.
  absl::Status drained;
  std::vector<Leftover> leftovers;
  std::size_t dead_letters = 0;  // kept, waiting to be redriven
};

// All functions are thread-safe but for the destructor. Moves as a handle; does not copy.
class EventBus {
 public:
  // InvalidArgument names an option that is out of its range.
  static absl::StatusOr<EventBus> Create(BusOptions options);

  EventBus(EventBus&& other) noexcept;
  EventBus& operator=(EventBus&&) = delete;

  // Stops with a deadline of zero if Stop was not called. Waits for handlers that run. Not to be
  // called from a handler. Handles may outlive the bus.
  ~EventBus();

  // Wires `handler` to events of type T. It takes
  //   (const T&)  or  (const T&, const EventContext&),
  //   either with a further Settle, to end the delivery later, from any thread,
  //   or (const cloudevents::Event&)
  // and returns void or absl::Status. It may be move-only. An exception is a failure. What failed
  // goes to the dead letters, and no failure stops another handler. Handlers run concurrently if
  // publishers do, unless they are queued.
  //
  // The subscription ends with the handle. InvalidArgument: an empty name or a bad option;
  // AlreadyExists: the name is taken; FailedPrecondition: the bus is stopped.
  template <EventStruct T, typename F>
  absl::StatusOr<Subscription> Subscribe(std::string_view name, F handler,
                                         SubscribeOptions options = {}) {
    constexpr const internal::TypeOps* kOps = &internal::kTypeOps<T>;
    if constexpr (!kTakes<T, F> && kTakes<cloudevents::Event, F>) {
      return AddSubscription(name, kOps, nullptr,
                             internal::MakeHandler<cloudevents::Event>(std::move(handler)),
                             std::move(options));
    } else {
      return AddSubscription(name, kOps, kOps, internal::MakeHandler<T>(std::move(handler)),
                             std::move(options));
    }
  }

  // Wires `handler` to the events of all types that match `rule`. It takes
  // (const cloudevents::Event&), and the rest as above.
  template <typename F>
  absl::StatusOr<Subscription> SubscribeEvents(std::string_view name, Rule rule, F handler,
                                               SubscribeOptions options = {}) {
    options.rule = std::move(rule);
    return AddSubscription(name, nullptr, nullptr,
                           internal::MakeHandler<cloudevents::Event>(std::move(handler)),
                           std::move(options));
  }

  // Sends the events of all types that match `rule` to `sink`, which must outlive the bus. Errors
  // as Subscribe.
  absl::StatusOr<Subscription> AddTarget(std::string_view name, Rule rule, Sink* sink,
                                         TargetOptions options = {});

  // Brings in events from `source`, which must outlive the bus. It starts with the bus. Errors as
  // Subscribe; FailedPrecondition after Start.
  absl::Status AddSource(std::string_view name, Source* source, SourceOptions options = {});

  // A module's handle for publishing T: the fast way to publish.
  template <EventStruct T>
  Publisher<T> PublisherOf(PublisherOptions options) {
    return Publisher<T>(MakeProducer(&internal::kTypeOps<T>, options));
  }

  // Publishes one event of type T, as Publisher<T>::Publish; this looks the route up each time.
  template <EventStruct T>
  PublishResult Publish(const T& event) {
    return Publisher<T>(MakeProducer(&internal::kTypeOps<T>, {})).Publish(event);
  }
  template <EventStruct T>
  PublishResult Publish(T&& event) {
    return Publisher<T>(MakeProducer(&internal::kTypeOps<T>, {})).Publish(std::forward<T>(event));
  }
  template <EventStruct T>
  PublishResult Publish(const std::shared_ptr<const T>& event) {
    return Publisher<T>(MakeProducer(&internal::kTypeOps<T>, {})).Publish(event);
  }

  // Publishes an event that is one already, to the same routes: nothing is added to it, and typed
  // handlers get it decoded, once for all of them.
  PublishResult Publish(cloudevents::Event event);
  PublishResult PublishAll(absl::Span<const cloudevents::Event> events);

  // Starts queues and targets, then the sources in the order of adding. Inline handlers work before
  // it, too. If a source does not start, those before it are stopped and its error is returned.
  // FailedPrecondition if called twice.
  absl::Status Start();

  // Waits until every delivery has ended and nothing is queued. DeadlineExceeded after `timeout`.
  // Not to be called from a handler.
  absl::Status Drain(absl::Duration timeout);

  // Ends it: stops the sources, drains, refuses all further publishes, closes the sinks; reports
  // what is left where. Not to be called from a handler.
  StopReport Stop(absl::Duration timeout);

  // The dead letters, oldest first.
  std::vector<DeadLetter> DeadLetters() const;

  // Delivers a dead letter again, to the subscription or target of its name, as another attempt.
  // NotFound: no letter of this number, or nobody of its name; ResourceExhausted: its queue is
  // full. The letter stays unless it was handed over.
  absl::Status Redrive(std::uint64_t number);

  // Redrives all of them; the first error, if any, after having tried each once.
  absl::Status RedriveAll();

  // Forgets a dead letter; NotFound if there is none of this number.
  absl::Status DiscardDeadLetter(std::uint64_t number);

  // Who publishes, who handles, which rules and targets there are.
  BusDescription Describe() const;

 private:
  struct Impl;

  template <typename T, typename F>
  static constexpr bool kTakes =
      std::invocable<F&, const T&> || std::invocable<F&, const T&, const EventContext&> ||
      std::invocable<F&, const T&, Settle> ||
      std::invocable<F&, const T&, const EventContext&, Settle>;

  explicit EventBus(std::unique_ptr<Impl> impl);

  absl::StatusOr<Subscription> AddSubscription(std::string_view name,
                                               const internal::TypeOps* routed_as,
                                               const internal::TypeOps* handled_as,
                                               internal::HandlerParts parts,
                                               SubscribeOptions options);
  internal::ProducerHandle MakeProducer(const internal::TypeOps* ops,
                                        const PublisherOptions& options);

  std::unique_ptr<Impl> impl_;
};

}  // namespace eventbus

#endif  // EVENTBUS_EVENT_BUS_H_
