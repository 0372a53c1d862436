// What a webhook sink sends to, how, and under which limits.
//
//   adapters::WebhookSinkOptions options{.url = "https://warehouse.example.com/events",
//                                        .bearer_token = token,
//                                        .origin = "shop.example.com",
//                                        .request_rate = 120,
//                                        .require_consent = true};
#ifndef ADAPTERS_WEBHOOK_WEBHOOK_SINK_OPTIONS_H_
#define ADAPTERS_WEBHOOK_WEBHOOK_SINK_OPTIONS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/event_format.h"
#include "cloudevents/formats/json_format.h"

namespace adapters {

struct WebhookSinkOptions {
  // Absolute, https or http, without user information and fragment. The specification demands
  // https; http is for receivers on the same machine or behind a proxy of your own.
  std::string url;

  // Binary carries attributes as headers. A request without a body or a Content-Type is not
  // permitted (section 2.1), so an event without data, or with data that has no media type, goes
  // out structured instead; a receiver has to read both modes anyway.
  cloudevents::ContentMode mode = cloudevents::ContentMode::kBinary;

  // How structured and batched events are written; what its names point to must outlive the sink.
  // Batched mode needs a format that has batches.
  cloudevents::EventFormat format = cloudevents::kJsonFormat;

  // Sent as "Authorization: Bearer ..." when not empty. Characters of RFC 6750, section 2.1.
  std::string bearer_token;

  // Sends the token as the URL's access_token parameter instead (section 3.2). URLs end up in logs:
  // only for a receiver that cannot read the header.
  bool token_in_query = false;

  // Added to each request as they are. Content-Type, the ce- and WebHook-Request- headers, and
  // Authorization beside a bearer_token, are the sink's own.
  std::vector<cloudevents::HttpHeader> headers;

  // The DNS name of the system that sends, sent with each request as WebHook-Request-Origin. A
  // receiver that requires abuse protection demands it (section 2.1). Empty: not sent.
  std::string origin;

  // Asks the target for permission before the first event is sent (section 4): by OPTIONS, whose
  // answer must carry it in its headers. Needs an origin. Off by default: receivers that know no
  // handshake give no consent, and get nothing where it is on.
  bool require_consent = false;

  // The requests per minute to ask permission for, at least 1; nullopt asks for none in particular.
  // What the target grants is kept, be it more or less.
  std::optional<std::int64_t> request_rate;

  // The URL where the target can grant permission later: https, or http as above. It leads to a
  // handler by MakeConsentCallback (webhook_callback.h), which calls WebhookSink::GrantConsent.
  // Empty: permission comes with the answer, or not.
  std::string callback;

  // How long after a handshake without consent the next one is made.
  absl::Duration handshake_interval = absl::Minutes(1);

  std::size_t max_batch_events = 100;                  // in one request, batched mode only
  std::size_t max_body_bytes = std::size_t{1} << 20;   // of one request
  std::size_t max_in_flight = 16;                      // requests sent and not answered
  absl::Duration max_retry_after = absl::Hours(1);     // what of a Retry-After is believed
  absl::Duration request_timeout = absl::Seconds(30);  // from sending to the whole answer
};

// InvalidArgument names the option that is out of range. The text shows no token, and of the URLs
// no path and query.
absl::Status ValidateWebhookSinkOptions(const WebhookSinkOptions& options);

}  // namespace adapters

#endif  // ADAPTERS_WEBHOOK_WEBHOOK_SINK_OPTIONS_H_
