// What a handler can learn about the event besides the struct; made only for handlers that ask.
//
//   bus.Subscribe<OrderPlaced>("audit",
//       [](const OrderPlaced& order, const eventbus::EventContext& context) {
//         Log(context.id(), context.time(), order.order_id);
//       });
#ifndef EVENTBUS_EVENT_CONTEXT_H_
#define EVENTBUS_EVENT_CONTEXT_H_

#include <optional>
#include <string_view>

#include "absl/time/time.h"
#include "cloudevents/event.h"

namespace eventbus {

// A view; valid for the call of the handler. event() may be copied and kept.
class EventContext {
 public:
  EventContext(const cloudevents::Event& event, int attempt, absl::Duration deadline)
      : event_(event), attempt_(attempt), deadline_(deadline) {}

  std::string_view id() const { return event_.id(); }
  std::string_view source() const { return event_.source(); }
  std::string_view type() const { return event_.type(); }
  std::optional<std::string_view> subject() const { return event_.subject(); }
  std::optional<absl::Time> time() const { return event_.time(); }
  std::optional<cloudevents::AttributeView> extension(std::string_view name) const {
    return event_.extension(name);
  }
  const cloudevents::Event& event() const { return event_; }

  // 1 for the first delivery of this event to this handler.
  int attempt() const { return attempt_; }

  // When the bus stops waiting for the handler, by its monotonic clock; infinite where nothing
  // bounds it.
  absl::Duration deadline() const { return deadline_; }

 private:
  const cloudevents::Event& event_;
  int attempt_;
  absl::Duration deadline_;
};

}  // namespace eventbus

#endif  // EVENTBUS_EVENT_CONTEXT_H_
