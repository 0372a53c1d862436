// What became of a publish: whether the bus took it, and what the inline handlers did.
//
//   eventbus::PublishResult result = orders.Publish(order);
//   if (!result.accepted.ok()) return result.accepted;  // nothing ran, nothing is queued
//   for (const eventbus::HandlerFailure& failure : result.failures()) Log(failure.consumer);
#ifndef EVENTBUS_PUBLISH_RESULT_H_
#define EVENTBUS_PUBLISH_RESULT_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"

namespace eventbus {

struct HandlerFailure {
  std::string consumer;  // the subscription's name
  absl::Status status;
};

struct PublishResult {
  // Admission, all or nothing: unless it is OK, no handler has run and nothing is queued, so that
  // publishing again duplicates nothing.
  //   ResourceExhausted   a queue is full (the message names the subscription), or publishes are
  //                       nested too deeply
  //   InvalidArgument     the struct does not make a valid event, and one was needed
  //   FailedPrecondition  the bus is stopped
  absl::Status accepted;

  // matched == queued + delivered + failed.
  std::uint32_t matched = 0;    // subscriptions and targets that the event is for
  std::uint32_t queued = 0;     // deliveries that will end later
  std::uint32_t delivered = 0;  // inline handlers that succeeded
  std::uint32_t failed = 0;     // inline handlers that failed; the event is in the dead letters

  // The inline failures, by name.
  absl::Span<const HandlerFailure> failures() const {
    return failures_ ? absl::MakeConstSpan(*failures_) : absl::Span<const HandlerFailure>();
  }
  void AddFailure(HandlerFailure failure);

 private:
  // Out of line, since every caller of a publish destroys a result.
  struct Free {
    void operator()(std::vector<HandlerFailure>* failures) const;
  };
  std::unique_ptr<std::vector<HandlerFailure>, Free> failures_;  // null without a failure
};

}  // namespace eventbus

#endif  // EVENTBUS_PUBLISH_RESULT_H_
