// The outbound port: what an adapter implements to carry events to one outside system.
//
// The engine splits, batches, retries, orders and dead-letters, once for all sinks. A sink only
// translates: it says what one event costs on the wire, what its system takes at once, and sends.
//
//   class PrintSink final : public eventbus::Sink {
//    public:
//     eventbus::SinkLimits limits() const override { return {.events = 10}; }
//     absl::StatusOr<std::shared_ptr<const eventbus::EncodedEvent>> Encode(
//         const cloudevents::Event& event) const override {
//       return std::make_shared<eventbus::EncodedBytes>(cloudevents::EncodeJson(event));
//     }
//     void Send(std::vector<eventbus::SinkEntry> batch) override {
//       for (eventbus::SinkEntry& entry : batch) {
//         std::puts(static_cast<const eventbus::EncodedBytes&>(*entry.encoded).bytes().c_str());
//         entry.settle.Delivered();
//       }
//     }
//   };
#ifndef EVENTBUS_SINK_H_
#define EVENTBUS_SINK_H_

#include <cstddef>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cloudevents/event.h"
#include "eventbus/settle.h"

namespace eventbus {

// One event in the sink's own wire form. It is made once and kept across attempts, so that every
// attempt sends the same bytes. Immutable.
class EncodedEvent {
 public:
  virtual ~EncodedEvent() = default;
  // What the event adds to a batch on the wire, in bytes.
  virtual std::size_t wire_bytes() const = 0;
};

// For sinks whose wire form is one string.
class EncodedBytes final : public EncodedEvent {
 public:
  explicit EncodedBytes(std::string bytes) : bytes_(std::move(bytes)) {}
  const std::string& bytes() const { return bytes_; }
  std::size_t wire_bytes() const override { return bytes_.size(); }

 private:
  std::string bytes_;
};

// What the outside system takes. The engine never hands a sink more.
struct SinkLimits {
  static constexpr std::size_t kUnlimited = std::numeric_limits<std::size_t>::max();

  std::size_t events = 1;                    // in one batch; at least 1
  std::size_t bytes = kUnlimited;            // in one batch, by EncodedEvent::wire_bytes
  std::size_t bytes_per_event = kUnlimited;  // an event above it fails for good, unsent
  bool one_key_per_batch = false;            // a batch holds events of one ordering key only
  std::size_t in_flight = 1;                 // batches sent and not settled; at least 1
};

// One event on its way out.
struct SinkEntry {
  cloudevents::Event event;
  std::shared_ptr<const EncodedEvent> encoded;  // what this sink's Encode returned for it
  std::string key;                              // the ordering key, or empty
  int attempt = 1;                              // 1 for the first
  Settle settle;
};

// All functions may be called from any thread.
class Sink {
 public:
  virtual ~Sink() = default;

  // Read once, when the sink becomes a target.
  virtual SinkLimits limits() const = 0;

  // The event's wire form. A failure is permanent for this event: InvalidArgument where it cannot
  // be expressed, ResourceExhausted where it is too large.
  virtual absl::StatusOr<std::shared_ptr<const EncodedEvent>> Encode(
      const cloudevents::Event& event) const = 0;

  // Starts to send a batch within the limits and returns at once. Each entry's `settle` is called
  // exactly once, from any thread, during the call or later; an entry whose settle is destroyed
  // uncalled counts as unknown.
  virtual void Send(std::vector<SinkEntry> batch) = 0;

  // Called once, after the last Send has settled or the stop deadline has passed: settles what is
  // left and lets go of connections, by `deadline` of the bus's monotonic clock.
  virtual void Close(absl::Duration deadline) { static_cast<void>(deadline); }
};

}  // namespace eventbus

#endif  // EVENTBUS_SINK_H_
