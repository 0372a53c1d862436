// How a delivery ends, and who says so.
//
// A handler or a sink that finishes later takes a Settle and calls it once, from any thread:
//
//   bus.Subscribe<OrderPlaced>("mail", [&](const OrderPlaced& order, eventbus::Settle settle) {
//     mailer.Send(order, [settle = std::move(settle)](bool sent) mutable {
//       sent ? settle.Delivered() : settle.Retry(absl::UnavailableError("mail server is down"));
//     });
//   });
#ifndef EVENTBUS_SETTLE_H_
#define EVENTBUS_SETTLE_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/time/time.h"

namespace eventbus {

enum class OutcomeKind : std::uint8_t {
  kDelivered,  // done
  kRetry,      // not done; another attempt may succeed
  kPermanent,  // not done; another attempt would fail too
  kUnknown,    // perhaps done: the answer was lost
};

// "delivered", "retry", "permanent", "unknown".
std::string_view OutcomeKindName(OutcomeKind kind);

struct Outcome {
  OutcomeKind kind = OutcomeKind::kDelivered;
  absl::Status status;                        // why; OK exactly for kDelivered
  std::optional<absl::Duration> retry_after;  // what the other side asked for, with kRetry
};

// The right and the duty to settle one delivery. Move-only. One that is destroyed without having
// been called settles as kUnknown, so nothing is forgotten. Not thread-safe, but it may be moved to
// another thread.
class Settle {
 public:
  using Callback = absl::AnyInvocable<void(Outcome) &&>;

  explicit Settle(Callback callback) : callback_(std::move(callback)) {}
  Settle(Settle&& other) noexcept : callback_(std::exchange(other.callback_, nullptr)) {}
  Settle& operator=(Settle&& other) noexcept;
  ~Settle();

  // Each ends the delivery; calls after the first do nothing. `status` must not be OK; an OK one
  // is replaced by an Internal error that says so.
  void Delivered();
  void Retry(absl::Status status, std::optional<absl::Duration> retry_after = std::nullopt);
  void Permanent(absl::Status status);
  void Unknown(absl::Status status);
  void With(Outcome outcome);

  // As a handler that returns `status` would: OK is delivered, all else is a failure that another
  // attempt may mend.
  void WithStatus(absl::Status status);

  // Whether this still has to be called.
  bool pending() const { return callback_ != nullptr; }

 private:
  Callback callback_;
};

}  // namespace eventbus

#endif  // EVENTBUS_SETTLE_H_
