// Takes a dead letter back onto its way.
#ifndef EVENTBUS_INTERNAL_REDRIVE_H_
#define EVENTBUS_INTERNAL_REDRIVE_H_

#include <cstdint>

#include "absl/status/status.h"
#include "eventbus/internal/core.h"

namespace eventbus::internal {

// See EventBus::Redrive.
absl::Status Redrive(Core& core, std::uint64_t number);

}  // namespace eventbus::internal

#endif  // EVENTBUS_INTERNAL_REDRIVE_H_
