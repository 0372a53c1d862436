// The inbound port: what an adapter implements to bring events in from one outside system.
//
//   class LineSource final : public eventbus::Source {
//    public:
//     absl::Status Start(eventbus::Inlet* inlet) override { inlet_ = inlet; ... }
//     void OnLine(std::string line) {
//       absl::StatusOr<cloudevents::Event> event = cloudevents::DecodeJson(std::move(line));
//       if (!event.ok()) return Reject(event.status());
//       inlet_->Offer({*std::move(event)}, eventbus::Until::kAccepted,
//                     [this](eventbus::OfferResult result) { Acknowledge(result.accepted); });
//     }
//     ...
#ifndef EVENTBUS_SOURCE_H_
#define EVENTBUS_SOURCE_H_

#include <cstdint>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "cloudevents/event.h"

namespace eventbus {

// How far an offered batch must have come before its source is told. A webhook may answer on
// accepted or stored, a queue's message is deleted on handled, a log's offset is committed on
// stored.
enum class Until : std::uint8_t {
  kAccepted,  // every queue concerned has room for it and holds it
  kStored,    // it is in the storage, and survives a crash
  kHandled,   // every delivery, to handlers and to targets, has ended
};

// What became of an offered batch.
struct OfferResult {
  // OK once the batch has come as far as was asked. Else nothing was taken in:
  //   InvalidArgument     an event does not pass: fix it
  //   ResourceExhausted   full: offer again later
  //   FailedPrecondition  the bus is stopped, or Until::kStored was asked for without a storage
  absl::Status accepted;

  // With Until::kHandled the first failure of a delivery, as its handler put it; the event is in
  // the dead letters. OK if there was none.
  absl::Status handled;
};

// The way into the bus, given to a source by Start. Thread-safe; valid until the source's Stop has
// returned.
class Inlet {
 public:
  virtual ~Inlet() = default;

  // `done` is called exactly once, from any thread, perhaps before Offer returns.
  using Done = absl::AnyInvocable<void(OfferResult) &&>;

  // Brings in a batch: all of it is admitted, or nothing. Never waits and runs no handler on the
  // calling thread, unless the source was added with inline_on_source_thread. `done` is told once
  // the batch has come as far as `until`, or is refused.
  virtual void Offer(std::vector<cloudevents::Event> events, Until until, Done done) = 0;
};

// Functions are called by the bus, one at a time.
class Source {
 public:
  virtual ~Source() = default;

  // Begins to bring events in through `inlet`. A failure stops the start of the bus.
  virtual absl::Status Start(Inlet* inlet) = 0;

  // Stops taking new events until Resume; what was offered goes on.
  virtual void Pause() = 0;
  virtual void Resume() = 0;

  // Ends it: takes no new events, waits for the answers under way until `deadline` of the bus's
  // monotonic clock, and uses the inlet no more once this returns.
  virtual void Stop(absl::Duration deadline) = 0;
};

}  // namespace eventbus

#endif  // EVENTBUS_SOURCE_H_
