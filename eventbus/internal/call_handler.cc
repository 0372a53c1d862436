#include "eventbus/internal/call_handler.h"

#include <exception>
#include <utility>

#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/internal/call_frames.h"

namespace eventbus::internal {
namespace {

using cloudevents::internal::Cat;

template <bool kLight>
bool RunInFrame(CallFrame& frame, const Entry& entry, absl::FunctionRef<void()> step) {
  const bool enters = frame.Enter<kLight>(&entry, entry.removed);
  if (enters) {
    if (frame.NeedsAttention()) frame.Attend();
    step();
  }
  frame.Leave<kLight>();
  if (frame.NeedsAttention()) frame.Attend();
  return enters;
}

}  // namespace

absl::Status CurrentExceptionStatus() {
  try {
    throw;
  } catch (const std::exception& error) {
    return absl::UnknownError(Cat("the handler threw: ", error.what()));
  } catch (...) {
    return absl::UnknownError("the handler threw an exception that is no std::exception");
  }
}

absl::Status CatchExceptions(absl::FunctionRef<absl::Status()> step) {
  try {
    return step();
  } catch (...) {
    return CurrentExceptionStatus();
  }
}

bool RunInside(const Entry& entry, absl::FunctionRef<void()> step) {
  ThreadFrames& thread = CurrentThread();
  CallFrame frame(thread);
  return thread.light ? RunInFrame<true>(frame, entry, step)
                      : RunInFrame<false>(frame, entry, step);
}

absl::Status CallHandler(Entry& entry, Occurrence& occurrence, int attempt,
                         std::optional<Settle>& settle) {
  Call call;
  call.attempt = attempt;
  if (entry.parts.needs_event || entry.ops == nullptr) {
    const absl::StatusOr<const cloudevents::Event*> event = occurrence.event();
    if (!event.ok()) return event.status();
    call.event = *event;
  }
  const void* value = call.event;
  if (entry.ops != nullptr) {
    const absl::StatusOr<const void*> typed = occurrence.value(*entry.ops);
    if (!typed.ok()) return typed.status();
    value = *typed;
  }
  if (CurrentThread().depth == kMaxFrames) {
    return absl::ResourceExhaustedError("handlers are nested too deeply on this thread");
  }
  if (entry.parts.settles) call.settle = std::exchange(settle, std::nullopt);
  absl::Status status;
  const bool called = RunInside(entry, [&] {
    status = CatchExceptions([&] {
      if (entry.parts.invoke(*entry.parts.handler, value, call)) return absl::OkStatus();
      return std::move(call.status);
    });
  });
  if (!called) {
    status =
        absl::CancelledError(Cat("\"", entry.name, "\" was unsubscribed before this delivery"));
  }
  if (entry.parts.settles) {
    // Still pending only if the handler never got it.
    if (call.settle->pending()) {
      settle = std::move(call.settle);
      return status;
    }
    return absl::OkStatus();
  }
  return status;
}

}  // namespace eventbus::internal
