// A consumer's handler behind one small interface, whatever its signature.
//
// Handlers take (const T&) or (const cloudevents::Event&), optionally an EventContext, optionally a
// Settle, in this order, and return void or absl::Status. They may be move-only.
#ifndef EVENTBUS_INTERNAL_HANDLER_H_
#define EVENTBUS_INTERNAL_HANDLER_H_

#include <concepts>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "cloudevents/event.h"
#include "eventbus/event_context.h"
#include "eventbus/settle.h"

namespace eventbus::internal {

// What a handler may ask for besides the event.
struct Call {
  const cloudevents::Event* event = nullptr;  // set where HandlerParts::needs_event
  int attempt = 1;
  absl::Duration deadline = absl::InfiniteDuration();
  Settle* settle = nullptr;  // set where HandlerParts::settles; the handler moves it out
};

// The handler object. Called through a plain function pointer, so that the dispatch loop reads
// nothing but its list.
class Handler {
 public:
  virtual ~Handler() = default;
};

// Calls it with `value`, a T (a cloudevents::Event for event handlers). Returns null if it was
// delivered, else the failure, which is the caller's. May throw what the user's code throws.
using PlainFunction = absl::Status* (*)(Handler& handler, const void* value);
using CallFunction = absl::Status* (*)(Handler& handler, const void* value, const Call& call);

// Exactly one of the functions is set.
struct HandlerParts {
  std::shared_ptr<Handler> handler;
  PlainFunction plain = nullptr;  // of a handler that takes nothing but the event
  CallFunction call = nullptr;
  bool needs_event = false;
  bool settles = false;
};

template <typename F, typename... Args>
absl::Status* Answer(F& function, Args&&... args) {
  if constexpr (std::is_void_v<std::invoke_result_t<F&, Args...>>) {
    std::invoke(function, std::forward<Args>(args)...);
    return nullptr;
  } else {
    static_assert(std::same_as<std::invoke_result_t<F&, Args...>, absl::Status>,
                  "a handler returns void or absl::Status");
    absl::Status status = std::invoke(function, std::forward<Args>(args)...);
    if (status.ok()) [[likely]] {
      return nullptr;
    }
    return new absl::Status(std::move(status));
  }
}

template <typename T, typename F>
class HandlerOf final : public Handler {
 public:
  static constexpr bool kPlain = std::invocable<F&, const T&>;
  static constexpr bool kContext = std::invocable<F&, const T&, const EventContext&>;
  static constexpr bool kSettle = std::invocable<F&, const T&, Settle>;
  static constexpr bool kContextSettle = std::invocable<F&, const T&, const EventContext&, Settle>;
  static_assert(kPlain || kContext || kSettle || kContextSettle,
                "a handler takes (const T&[, const EventContext&][, Settle])");

  explicit HandlerOf(F function) : function_(std::move(function)) {}

  static absl::Status* CallPlain(Handler& handler, const void* value) {
    return Answer(static_cast<HandlerOf&>(handler).function_, *static_cast<const T*>(value));
  }

  static absl::Status* CallWith(Handler& handler, const void* value, const Call& call) {
    F& function = static_cast<HandlerOf&>(handler).function_;
    const T& event = *static_cast<const T*>(value);
    if constexpr (kContext) {
      return Answer(function, event, Context(call));
    } else if constexpr (kSettle) {
      return Answer(function, event, std::move(*call.settle));
    } else {
      return Answer(function, event, Context(call), std::move(*call.settle));
    }
  }

 private:
  static EventContext Context(const Call& call) {
    return EventContext(*call.event, call.attempt, call.deadline);
  }

  F function_;
};

template <typename T, typename F>
HandlerParts MakeHandler(F function) {
  using Impl = HandlerOf<T, F>;
  HandlerParts parts;
  // As a Handler: no template of the standard library for this type (see Share in type_ops.h).
  Handler* handler = new Impl(std::move(function));
  parts.handler = std::shared_ptr<Handler>(handler);
  if constexpr (Impl::kPlain) {
    parts.plain = &Impl::CallPlain;
  } else {
    parts.call = &Impl::CallWith;
  }
  parts.needs_event =
      std::same_as<T, cloudevents::Event> || (!Impl::kPlain && (Impl::kContext || !Impl::kSettle));
  parts.settles = !Impl::kPlain && !Impl::kContext;
  return parts;
}

}  // namespace eventbus::internal

#endif  // EVENTBUS_INTERNAL_HANDLER_H_
