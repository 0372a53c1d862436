#include "adapters/webhook/internal/target_requests.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "adapters/http/sender.h"
#include "adapters/webhook/internal/consent_headers.h"
#include "adapters/webhook/internal/webhook_url.h"
#include "adapters/webhook/webhook_consent.h"
#include "adapters/webhook/webhook_sink_options.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"
#include "cloudevents/formats/json_format.h"
#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/sink.h"

namespace adapters::webhook_internal {
namespace {

using ::cloudevents::ContentMode;
using ::cloudevents::Event;
using ::cloudevents::HttpHeader;
using ::cloudevents::internal::Cat;
using ::cloudevents::internal::ToAbsl;
using ::eventbus::EncodedBytes;
using ::eventbus::EncodedEvent;
using ::eventbus::SinkEntry;
using Encoded = absl::StatusOr<std::shared_ptr<const EncodedEvent>>;

// One event as a whole request. The body is shared with the requests that carry it.
class EncodedRequest final : public EncodedEvent {
 public:
  explicit EncodedRequest(cloudevents::HttpMessage message)
      : headers_(std::move(message.headers)),
        body_(std::make_shared<const std::string>(std::move(message.body))) {}

  const std::vector<HttpHeader>& headers() const { return headers_; }
  const std::shared_ptr<const std::string>& body() const { return body_; }
  std::size_t wire_bytes() const override { return body_->size(); }

 private:
  std::vector<HttpHeader> headers_;
  std::shared_ptr<const std::string> body_;
};

// One event as an element of a JSON array: its bytes, and the comma or bracket after it.
class EncodedElement final : public EncodedEvent {
 public:
  explicit EncodedElement(std::string json) : json_(std::move(json)) {}
  const std::string& json() const { return json_; }
  std::size_t wire_bytes() const override { return json_.size() + 1; }

 private:
  std::string json_;
};

// What EncodedElement leaves uncounted: the opening bracket.
constexpr std::size_t kBatchFrameBytes = 1;

// JSON batches are put together from the bytes that were made once. How another format joins events
// only that format knows, so there a batch is encoded as a whole, and an event's cost is what it
// takes in a batch of its own, which is never less than what it adds to another.
bool JoinsElements(const cloudevents::EventFormat& format) {
  return format.batch_media_type == cloudevents::kJsonBatchMediaType;
}

std::shared_ptr<const std::string> JoinedBody(const std::vector<SinkEntry>& batch) {
  std::size_t size = kBatchFrameBytes;
  for (const SinkEntry& entry : batch) size += entry.encoded->wire_bytes();
  auto body = std::make_shared<std::string>();
  body->reserve(size);
  for (const SinkEntry& entry : batch) {
    *body += body->empty() ? '[' : ',';
    *body += static_cast<const EncodedElement&>(*entry.encoded).json();
  }
  *body += ']';
  return body;
}

absl::StatusOr<std::shared_ptr<const std::string>> BatchBody(const cloudevents::EventFormat& format,
                                                             const std::vector<SinkEntry>& batch) {
  if (JoinsElements(format)) return JoinedBody(batch);
  if (batch.size() == 1) {
    return std::make_shared<const std::string>(
        static_cast<const EncodedBytes&>(*batch.front().encoded).bytes());
  }
  std::vector<Event> events;
  events.reserve(batch.size());
  for (const SinkEntry& entry : batch) events.push_back(entry.event);
  absl::StatusOr<std::string> body = format.encode_batch(events);
  if (!body.ok()) return body.status();
  return std::make_shared<const std::string>(*std::move(body));
}

Encoded EncodeForBatch(const cloudevents::EventFormat& format, const Event& event) {
  const bool joins = JoinsElements(format);
  absl::StatusOr<std::string> bytes =
      joins ? format.encode(event) : format.encode_batch(absl::MakeConstSpan(&event, 1));
  if (!bytes.ok()) return bytes.status();
  if (joins) return std::make_shared<EncodedElement>(*std::move(bytes));
  return std::make_shared<EncodedBytes>(*std::move(bytes));
}

// Section 2.1: a Content-Type and a body are a must.
Encoded EncodeAlone(const WebhookSinkOptions& options, const Event& event) {
  const bool binary = options.mode == ContentMode::kBinary && !event.data().empty() &&
                      event.data_media_type().has_value();
  absl::StatusOr<cloudevents::HttpMessage> message = cloudevents::EncodeHttp(
      event, binary ? ContentMode::kBinary : ContentMode::kStructured, options.format);
  if (!message.ok()) return message.status();
  return std::make_shared<EncodedRequest>(*std::move(message));
}

// b64token has three characters that mean something else in a query (section 3.2; RFC 3986,
// section 2.1).
std::string QueryToken(std::string_view token) {
  std::string query = "access_token=";
  for (const char c : token) {
    switch (c) {
      case '+':
        query += "%2B";
        break;
      case '/':
        query += "%2F";
        break;
      case '=':
        query += "%3D";
        break;
      default:
        query += c;
    }
  }
  return query;
}

// What all requests have in common: URL, token, the user's own headers, timeout.
HttpRequest RequestTo(const WebhookSinkOptions& options, std::vector<HttpHeader> headers) {
  HttpRequest request{.url = options.url, .headers = std::move(headers)};
  if (options.token_in_query) {
    const bool has_query = request.url.find('?') != std::string::npos;
    request.url += Cat(has_query ? "&" : "?", QueryToken(options.bearer_token));
    request.headers.push_back({"Cache-Control", "no-store"});
  } else if (!options.bearer_token.empty()) {
    request.headers.push_back({"Authorization", Cat("Bearer ", options.bearer_token)});
  }
  request.headers.insert(request.headers.end(), options.headers.begin(), options.headers.end());
  request.timeout = absl::ToChronoMilliseconds(options.request_timeout);
  return request;
}

}  // namespace

eventbus::SinkLimits LimitsOf(const WebhookSinkOptions& options) {
  if (options.mode != ContentMode::kBatched) {
    return {
        .events = 1, .bytes_per_event = options.max_body_bytes, .in_flight = options.max_in_flight};
  }
  const std::size_t bytes =
      options.max_body_bytes - (JoinsElements(options.format) ? kBatchFrameBytes : 0);
  return {.events = options.max_batch_events,
          .bytes = bytes,
          .bytes_per_event = bytes,
          .in_flight = options.max_in_flight};
}

Encoded EncodeFor(const WebhookSinkOptions& options, const Event& event) {
  Encoded encoded = options.mode == ContentMode::kBatched ? EncodeForBatch(options.format, event)
                                                          : EncodeAlone(options, event);
  if (!encoded.ok()) return encoded;
  if (const std::size_t bytes = (*encoded)->wire_bytes();
      bytes > LimitsOf(options).bytes_per_event) {
    return absl::ResourceExhaustedError(
        ToAbsl(Cat("event of ", bytes, " bytes exceeds max_body_bytes of ", UrlOrigin(options.url),
                   ", ", options.max_body_bytes)));
  }
  return encoded;
}

absl::StatusOr<HttpRequest> DeliveryRequest(const WebhookSinkOptions& options,
                                            const std::vector<SinkEntry>& batch) {
  std::vector<HttpHeader> headers;
  std::shared_ptr<const std::string> body;
  if (options.mode == ContentMode::kBatched) {
    absl::StatusOr<std::shared_ptr<const std::string>> joined = BatchBody(options.format, batch);
    if (!joined.ok()) return joined.status();
    headers = {{"Content-Type", std::string(options.format.batch_media_type)}};
    body = *std::move(joined);
  } else {
    const auto& encoded = static_cast<const EncodedRequest&>(*batch.front().encoded);
    headers = encoded.headers();
    body = encoded.body();
  }
  if (!options.origin.empty()) headers.push_back({std::string(kRequestOrigin), options.origin});
  HttpRequest request = RequestTo(options, std::move(headers));
  request.body = std::move(body);
  return request;
}

WebhookConsentRequest ConsentRequestOf(const WebhookSinkOptions& options) {
  return {.origin = options.origin, .rate = options.request_rate, .callback = options.callback};
}

HttpRequest ValidationRequest(const WebhookSinkOptions& options) {
  HttpRequest request = RequestTo(options, ConsentRequestHeaders(ConsentRequestOf(options)));
  request.method = "OPTIONS";
  return request;
}

}  // namespace adapters::webhook_internal
