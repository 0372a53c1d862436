// The delivery boundary: calls one handler for one occurrence and makes a Status of all it does.
#ifndef EVENTBUS_INTERNAL_CALL_HANDLER_H_
#define EVENTBUS_INTERNAL_CALL_HANDLER_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "eventbus/internal/entry.h"
#include "eventbus/internal/occurrence.h"
#include "eventbus/settle.h"

namespace eventbus::internal {

// Runs `step` as a call of the entry, so that unsubscribing waits for it. Returns false without
// running it if the entry is removed. The thread must have a frame left (see kMaxFrames).
bool RunInside(const Entry& entry, absl::FunctionRef<void()> step);

// Calls the entry's handler. Returns its answer; InvalidArgument if the event cannot be made what
// the handler takes; Cancelled if it has been unsubscribed. Where the entry settles later,
// `settle` is handed to it: once it is no longer pending, the answer is the settle's, and the
// result is OK. Other entries need none.
absl::Status CallHandler(Entry& entry, Occurrence& occurrence, int attempt,
                         Settle* settle = nullptr);

}  // namespace eventbus::internal

#endif  // EVENTBUS_INTERNAL_CALL_HANDLER_H_
