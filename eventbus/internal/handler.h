// A consumer's handler behind one small interface, whatever its signature.
//
// Handlers take (const T&) or (const cloudevents::Event&), optionally an EventContext, optionally a
// Settle, in this order, and return void or absl::Status. They may be move-only.
#ifndef EVENTBUS_INTERNAL_HANDLER_H_
#define EVENTBUS_INTERNAL_HANDLER_H_

#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "cloudevents/event.h"
#include "eventbus/event_context.h"
#include "eventbus/settle.h"

namespace eventbus::internal {

// The call of one handler for one event: what it may ask for, and what it answers.
struct Call {
  const cloudevents::Event* event = nullptr;  // set where Handler::needs_event
  int attempt = 1;
  absl::Duration deadline = absl::InfiniteDuration();
  std::optional<Settle> settle;  // set where Handler::settles
  absl::Status status;           // the answer
};

// The handler object. Called through a plain function pointer, so that the dispatch loop reads
// nothing but its list.
class Handler {
 public:
  virtual ~Handler() = default;
};

// `value` is a T or, for event handlers, unused. Returns whether call.status is OK. May throw what
// the user's code throws.
using InvokeFunction = bool (*)(Handler& handler, const void* value, Call& call);

struct HandlerParts {
  std::shared_ptr<Handler> handler;
  InvokeFunction invoke = nullptr;
  bool needs_event = false;
  bool settles = false;
};

template <typename F, typename... Args>
bool Answer(F& function, Call& call, Args&&... args) {
  if constexpr (std::is_void_v<std::invoke_result_t<F&, Args...>>) {
    static_cast<void>(call);
    std::invoke(function, std::forward<Args>(args)...);
    return true;
  } else {
    static_assert(std::same_as<std::invoke_result_t<F&, Args...>, absl::Status>,
                  "a handler returns void or absl::Status");
    absl::Status status = std::invoke(function, std::forward<Args>(args)...);
    if (status.ok()) [[likely]] {
      return true;
    }
    call.status = std::move(status);
    return false;
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

  static bool Invoke(Handler& handler, const void* value, Call& call) {
    F& function = static_cast<HandlerOf&>(handler).function_;
    const T& event = *static_cast<const T*>(value);
    if constexpr (kPlain) {
      return Answer(function, call, event);
    } else if constexpr (kContext) {
      return Answer(function, call, event, Context(call));
    } else if constexpr (kSettle) {
      return Answer(function, call, event, *std::move(call.settle));
    } else {
      return Answer(function, call, event, Context(call), *std::move(call.settle));
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
  parts.invoke = &Impl::Invoke;
  parts.needs_event =
      std::same_as<T, cloudevents::Event> || (!Impl::kPlain && (Impl::kContext || !Impl::kSettle));
  parts.settles = !Impl::kPlain && !Impl::kContext;
  return parts;
}

}  // namespace eventbus::internal

#endif  // EVENTBUS_INTERNAL_HANDLER_H_
