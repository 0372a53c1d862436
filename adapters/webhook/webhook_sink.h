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
//   410                         permanent: the target is gone, stop sending to it
//   415 and other 4xx           permanent
//   no answer                   unknown: the request may have been received
//   no connection               retry: nothing was sent (so for an untrusted certificate and where
//                               the sender's queue is full)
//   refused by the sender       permanent: a request or a destination that its policy forbids
//
// A batch is one request, so one answer settles all of its events; but one that is refused for what
// is in it (400, 413, 422) is halved and sent again, until the events at fault are alone.
#ifndef ADAPTERS_WEBHOOK_WEBHOOK_SINK_H_
#define ADAPTERS_WEBHOOK_WEBHOOK_SINK_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/http/sender.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/event.h"
#include "eventbus/clock.h"
#include "eventbus/sink.h"

namespace adapters {

struct WebhookSinkOptions {
  // Absolute, https or http, without user information and fragment. The specification demands
  // https; http is for receivers on the same machine or behind a proxy of your own.
  std::string url;

  // Binary carries attributes as headers. A request without a body or a Content-Type is not
  // permitted (section 2.1), so an event without data, or with data that has no media type, goes
  // out structured instead; a receiver has to read both modes anyway.
  cloudevents::ContentMode mode = cloudevents::ContentMode::kBinary;

  // Sent as "Authorization: Bearer ..." when not empty. Characters of RFC 6750, section 2.1.
  std::string bearer_token;

  // Added to each request as they are. Content-Type, the ce- headers, and Authorization beside a
  // bearer_token, are the sink's own.
  std::vector<cloudevents::HttpHeader> headers;

  std::size_t max_batch_events = 100;                  // in one request, batched mode only
  std::size_t max_body_bytes = std::size_t{1} << 20;   // of one request
  std::size_t max_in_flight = 16;                      // requests sent and not answered
  absl::Duration max_retry_after = absl::Hours(1);     // what of a Retry-After is believed
  absl::Duration request_timeout = absl::Seconds(30);  // from sending to the whole answer
};

class WebhookSink final : public eventbus::Sink {
 public:
  // `sender` and `clock` must outlive the sink. The sink may be destroyed with requests under way.
  // InvalidArgument names the option that is out of range.
  static absl::StatusOr<std::unique_ptr<WebhookSink>> Create(WebhookSinkOptions options,
                                                             HttpSender* sender,
                                                             const eventbus::Clock* clock);
  ~WebhookSink() override;

  eventbus::SinkLimits limits() const override;

  // ResourceExhausted for an event that alone exceeds max_body_bytes.
  absl::StatusOr<std::shared_ptr<const eventbus::EncodedEvent>> Encode(
      const cloudevents::Event& event) const override;

  // Texts of failures name the URL's scheme, host and port: its path and query may be secrets.
  void Send(std::vector<eventbus::SinkEntry> batch) override;

  // Settles what is under way as unknown, at once, and what is sent later as to be retried.
  void Close(absl::Duration deadline) override;

 private:
  class Flights;

  WebhookSink(WebhookSinkOptions options, HttpSender* sender, const eventbus::Clock* clock);

  const std::shared_ptr<Flights> flights_;
};

}  // namespace adapters

#endif  // ADAPTERS_WEBHOOK_WEBHOOK_SINK_H_
