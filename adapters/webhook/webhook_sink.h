// Sends events to an HTTP endpoint as CloudEvents (HTTP Web Hook 1.0.2, HTTP binding 1.0.2).
//
//   eventbus::SystemClock clock;
//   auto client = adapters::CurlHttpClient::Create({});
//   if (!client.ok()) return client.status();
//   auto warehouse = adapters::WebhookSink::Create(
//       {.url = "https://warehouse.example.com/events", .bearer_token = token},
//       client->get(), &clock);
//   if (!warehouse.ok()) return warehouse.status();
//   bus.AddTarget("warehouse", rule, *std::move(warehouse));
//
// How an answer settles the events of a request:
//
//   2xx                         delivered
//   429, 503                    retry, after Retry-After where the answer has one
//   408, 425, other 5xx         retry, likewise
//   3xx                         permanent: a redirect is never followed (section 2.2)
//   410                         permanent: the target is gone
//   415 and other 4xx           permanent
//   no answer                   unknown: the request may have been received
//   no connection               retry: nothing was sent (so for an untrusted certificate and where
//                               the sender's queue is full)
//   refused by the sender       permanent: a request or a destination that its policy forbids
//
// A batch is one request, so one answer settles all of its events; but one that is refused for what
// is in it (400, 413, 422) is halved and sent again, until the events at fault are alone.
//
// What else an answer does to the requests after it, and what happens before the first:
//
//   Retry-After (with any of    no request goes out before it is over
//   the answers to retry)
//   410                         no request goes out any more: all later events are permanent at
//                               once, and gone() is true
//   require_consent             events wait for the answer to OPTIONS. Consent lets them go, at
//                               most at the granted rate, counted in requests over any 61 seconds:
//                               so the target, which sees them a little sooner or later, counts no
//                               more in any minute. An answer without consent makes events
//                               permanent, or where there is a callback makes them wait for it, and
//                               so do 408, 425, 429 and 5xx with a Retry-After; without one, and
//                               without an answer: retry. The target is asked again when that is
//                               over, or handshake_interval. A 403 to an event, that long after
//                               the consent, is to be retried and makes the sink ask again: the
//                               target may have forgotten.
//
// What has to wait for a time, a Retry-After, the rate or the next handshake, is held with an
// executor, in order and without being an attempt; without one it is settled as to be retried, with
// that time. Never are more requests held than max_in_flight, which is what the engine hands out,
// and the halves of refused batches.
#ifndef ADAPTERS_WEBHOOK_WEBHOOK_SINK_H_
#define ADAPTERS_WEBHOOK_WEBHOOK_SINK_H_

#include <memory>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/http/sender.h"
#include "adapters/webhook/webhook_consent.h"
#include "adapters/webhook/webhook_sink_options.h"
#include "cloudevents/event.h"
#include "eventbus/clock.h"
#include "eventbus/executor.h"
#include "eventbus/sink.h"

namespace adapters {

namespace webhook_internal {
class Flights;
}

class WebhookSink final : public eventbus::Sink {
 public:
  // `sender`, `clock` and `executor`, which may be null, must outlive the sink; the executor runs
  // by that clock. InvalidArgument names the option that is out of range.
  static absl::StatusOr<std::unique_ptr<WebhookSink>> Create(
      WebhookSinkOptions options, HttpSender* sender, const eventbus::Clock* clock,
      eventbus::Executor* executor = nullptr);

  // The sink may be destroyed with requests under way.
  ~WebhookSink() override;

  eventbus::SinkLimits limits() const override;

  // ResourceExhausted for an event that alone exceeds max_body_bytes. InvalidArgument for one that
  // the format cannot write.
  absl::StatusOr<std::shared_ptr<const eventbus::EncodedEvent>> Encode(
      const cloudevents::Event& event) const override;

  // Texts of failures name the URL's scheme, host and port: its path and query may be secrets.
  void Send(std::vector<eventbus::SinkEntry> batch) override;

  // Settles what is under way as unknown, at once, and what waits or is sent later as to be
  // retried.
  void Close(absl::Duration deadline) override;

  // The target has consented in another way than by its answer: by the callback, or at an earlier
  // time that was kept. Its rate counts from now on, whether consent is required or not.
  // InvalidArgument: a rate below 1.
  absl::Status GrantConsent(WebhookConsent consent);

  // The last consent; nullopt: none has come.
  std::optional<WebhookConsent> consent() const;

  // Whether the target has answered 410. A target that comes back needs a new sink.
  bool gone() const;

 private:
  WebhookSink(WebhookSinkOptions options, HttpSender* sender, const eventbus::Clock* clock,
              eventbus::Executor* executor);

  const std::shared_ptr<webhook_internal::Flights> flights_;
};

}  // namespace adapters

#endif  // ADAPTERS_WEBHOOK_WEBHOOK_SINK_H_
