#include "eventbus/internal/call_handler.h"

#include <memory>
#include <utility>

#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/internal/call_frames.h"
#include "eventbus/internal/catch_exceptions.h"

namespace eventbus::internal {
namespace {

using cloudevents::internal::Cat;

template <bool kLight>
bool RunInFrame(Frame& frame, const Entry& entry, absl::FunctionRef<void()> step) noexcept {
  Announce<kLight>(frame.entry, &entry);
  const bool enters = !entry.removed.load(kLoadAfterAnnounce<kLight>);
  if (enters) step();
  Announce<kLight>(frame.entry, nullptr);
  Attend(frame);
  return enters;
}

}  // namespace

bool RunInside(const Entry& entry, absl::FunctionRef<void()> step) {
  RegisterThread();
  CallFrame call(next_frame);
  return HasLightOrder() ? RunInFrame<true>(call.frame(), entry, step)
                         : RunInFrame<false>(call.frame(), entry, step);
}

absl::Status CallHandler(Entry& entry, Occurrence& occurrence, int attempt, Settle* settle) {
  Call call;
  call.attempt = attempt;
  call.settle = settle;
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
  if (Depth() == kMaxFrames) {
    return absl::ResourceExhaustedError("handlers are nested too deeply on this thread");
  }
  absl::Status status;
  const bool called = RunInside(entry, [&] {
    status = CatchExceptions("the handler", [&] {
      const HandlerParts& parts = entry.parts;
      const std::unique_ptr<absl::Status> failure(parts.plain != nullptr
                                                      ? parts.plain(*parts.handler, value)
                                                      : parts.call(*parts.handler, value, call));
      return failure == nullptr ? absl::OkStatus() : *failure;
    });
  });
  if (!called) {
    return absl::CancelledError(Cat("\"", entry.name, "\" was unsubscribed before this delivery"));
  }
  // Where it settles, the answer is the settle's, unless the handler never got it.
  if (entry.parts.settles && !settle->pending()) return absl::OkStatus();
  return status;
}

}  // namespace eventbus::internal
