// The handle of a subscription or a target: it ends when the handle goes.
//
//   absl::StatusOr<eventbus::Subscription> reserve = bus->Subscribe<OrderPlaced>(...);
//   ...
//   reserve->Unsubscribe();  // or let it go out of scope
#ifndef EVENTBUS_SUBSCRIPTION_H_
#define EVENTBUS_SUBSCRIPTION_H_

#include <memory>
#include <string_view>

#include "absl/functional/any_invocable.h"

namespace eventbus {

namespace internal {
class Core;
struct Entry;
}  // namespace internal

// Move-only; may outlive the bus. Destruction unsubscribes.
class [[nodiscard]] Subscription {
 public:
  // Used by EventBus.
  Subscription(std::shared_ptr<internal::Core> core, std::shared_ptr<internal::Entry> entry);
  Subscription(Subscription&& other) noexcept;
  Subscription& operator=(Subscription&& other) noexcept;
  ~Subscription();

  // Ends the subscription and waits until no other thread is inside its handler: when this returns
  // the handler does not run on any other thread, will not run again, and is destroyed.
  //
  // It does not wait for other handlers of the same event, and never for calls of its own thread,
  // at any depth: a handler may end itself, one further out, or a later one of the publish under
  // way, which is then skipped. A handler that ends itself is destroyed when its own thread's
  // outermost call of it has returned. Deliveries that still wait in its queue go to the dead
  // letters.
  //
  // Two handlers that run on two threads and unsubscribe each other wait for each other for ever,
  // as two threads that join each other do; a debug build detects that and ends the process with a
  // message. Release does not wait.
  //
  // Does nothing for an ended subscription. Thread-safe: of two threads that call it at once the
  // second returns when the handler has ended too, unless it is inside of it.
  void Unsubscribe();

  // Ends the subscription without waiting. `on_quiescent` (may be null) runs on the bus's executor
  // once no thread is inside the handler and the handler is destroyed.
  void Release(absl::AnyInvocable<void() &&> on_quiescent = nullptr);

  // Its name; empty for a moved-from handle.
  std::string_view name() const;

 private:
  std::shared_ptr<internal::Core> core_;
  std::shared_ptr<internal::Entry> entry_;
};

}  // namespace eventbus

#endif  // EVENTBUS_SUBSCRIPTION_H_
