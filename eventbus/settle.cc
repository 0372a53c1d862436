#include "eventbus/settle.h"

#include <optional>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace eventbus {
namespace {

Outcome Forgotten() {
  return {.kind = OutcomeKind::kUnknown,
          .status = absl::UnknownError("the delivery was dropped without being settled")};
}

// `outcome` with the invariants of its declaration: the status is OK exactly for kDelivered, and
// only kRetry carries a delay.
Outcome Consistent(Outcome outcome) {
  if (outcome.kind != OutcomeKind::kRetry) outcome.retry_after.reset();
  if (outcome.kind == OutcomeKind::kDelivered) {
    outcome.status = absl::OkStatus();
  } else if (outcome.status.ok()) {
    outcome.status = absl::InternalError("settled as a failure with an OK status");
  }
  return outcome;
}

}  // namespace

std::string_view OutcomeKindName(OutcomeKind kind) {
  switch (kind) {
    case OutcomeKind::kDelivered:
      return "delivered";
    case OutcomeKind::kRetry:
      return "retry";
    case OutcomeKind::kPermanent:
      return "permanent";
    case OutcomeKind::kUnknown:
      return "unknown";
  }
  return "invalid";
}

// The new callback is in place before the old one runs, so the old one may look at this object; and
// assigning to itself changes nothing.
Settle& Settle::operator=(Settle&& other) noexcept {
  Callback replaced = std::exchange(callback_, std::exchange(other.callback_, nullptr));
  if (replaced != nullptr) std::move(replaced)(Forgotten());
  return *this;
}

Settle::~Settle() {
  if (pending()) With(Forgotten());
}

void Settle::Delivered() { With({.kind = OutcomeKind::kDelivered}); }

void Settle::Retry(absl::Status status, std::optional<absl::Duration> retry_after) {
  With({.kind = OutcomeKind::kRetry, .status = std::move(status), .retry_after = retry_after});
}

void Settle::Permanent(absl::Status status) {
  With({.kind = OutcomeKind::kPermanent, .status = std::move(status)});
}

void Settle::Unknown(absl::Status status) {
  With({.kind = OutcomeKind::kUnknown, .status = std::move(status)});
}

void Settle::With(Outcome outcome) {
  Callback callback = std::exchange(callback_, nullptr);
  if (callback != nullptr) std::move(callback)(Consistent(std::move(outcome)));
}

void Settle::WithStatus(absl::Status status) {
  if (status.ok()) {
    Delivered();
  } else {
    Retry(std::move(status));
  }
}

}  // namespace eventbus
