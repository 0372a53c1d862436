#include "adapters/webhook/webhook_sink.h"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/http/sender.h"
#include "adapters/webhook/internal/answer_outcome.h"
#include "adapters/webhook/internal/bearer_tokens.h"
#include "adapters/webhook/internal/header_value.h"
#include "adapters/webhook/internal/webhook_url.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/json_format.h"
#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/clock.h"
#include "eventbus/internal/mutex.h"
#include "eventbus/settle.h"
#include "eventbus/sink.h"

namespace adapters {
namespace {

using ::cloudevents::ContentMode;
using ::cloudevents::HttpHeader;
using ::cloudevents::internal::Cat;
using ::cloudevents::internal::InvalidArgument;
using ::cloudevents::internal::ToAbsl;
using ::eventbus::EncodedEvent;
using ::eventbus::SinkEntry;

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

std::shared_ptr<const std::string> BatchBody(const std::vector<SinkEntry>& batch) {
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

// Section 2.1: a Content-Type and a payload are a must.
cloudevents::HttpMessage OneEventMessage(const cloudevents::Event& event, ContentMode mode) {
  const bool binary =
      mode == ContentMode::kBinary && !event.data().empty() && event.data_media_type().has_value();
  return cloudevents::EncodeHttp(event, binary ? ContentMode::kBinary : ContentMode::kStructured);
}

// A copy whose status shares nothing: the events of a batch go on in different threads, and
// ThreadSanitizer cannot see the counted references of a shared status where Abseil is not
// instrumented. Delivered, the usual case, allocates nothing.
eventbus::Outcome UnsharedCopy(const eventbus::Outcome& outcome) {
  return {.kind = outcome.kind,
          .status = absl::Status(outcome.status.code(), outcome.status.message()),
          .retry_after = outcome.retry_after};
}

// Whether a batch was refused for what is in it, so that without some of its events it may pass.
bool BlamesAnEvent(const absl::StatusOr<HttpResponse>& answer) {
  return answer.ok() && (answer->status == 400 || answer->status == 413 || answer->status == 422);
}

absl::Status ValidateHeader(const HttpHeader& header, bool has_token) {
  const auto is = [&header](std::string_view name) {
    return webhook_internal::SameName(header.name, name);
  };
  if (header.name.empty()) return InvalidArgument("WebhookSinkOptions.headers: a name is empty");
  if (is("content-type") || webhook_internal::SameName(header.name.substr(0, 3), "ce-") ||
      (has_token && is("authorization"))) {
    return InvalidArgument("WebhookSinkOptions.headers: \"", header.name,
                           "\" is set by the sink itself");
  }
  for (const char c : header.name + header.value) {
    const bool control = (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
    if (control) {
      return InvalidArgument("WebhookSinkOptions.headers: \"", header.name,
                             "\" has a control character");
    }
  }
  return absl::OkStatus();
}

absl::Status Validate(const WebhookSinkOptions& options) {
  if (absl::Status url = webhook_internal::ValidateWebhookUrl(options.url); !url.ok()) return url;
  // The token itself is a secret and stays out of the text.
  if (!options.bearer_token.empty() && !webhook_internal::IsBearerToken(options.bearer_token)) {
    return InvalidArgument(
        "WebhookSinkOptions.bearer_token: has characters beyond RFC 6750, section 2.1");
  }
  for (const HttpHeader& header : options.headers) {
    absl::Status status = ValidateHeader(header, !options.bearer_token.empty());
    if (!status.ok()) return status;
  }
  if (options.max_batch_events < 1 || options.max_in_flight < 1) {
    return InvalidArgument(
        "WebhookSinkOptions: max_batch_events and max_in_flight must be at least 1");
  }
  if (options.max_body_bytes <= kBatchFrameBytes) {
    return InvalidArgument("WebhookSinkOptions.max_body_bytes: too small for any event");
  }
  if (options.max_retry_after < absl::ZeroDuration() ||
      options.request_timeout < absl::Milliseconds(1)) {
    return InvalidArgument(
        "WebhookSinkOptions: max_retry_after must not be negative, request_timeout at least 1 ms");
  }
  return absl::OkStatus();
}

}  // namespace

// Sends batches and keeps those that are under way. It outlives the sink for as long as a request
// does; once closed it uses the sender no more.
class WebhookSink::Flights final : public std::enable_shared_from_this<Flights> {
 public:
  Flights(WebhookSinkOptions options, HttpSender* sender, const eventbus::Clock* clock)
      : options_(std::move(options)),
        origin_(webhook_internal::UrlOrigin(options_.url)),
        sender_(sender),
        clock_(clock) {}

  const WebhookSinkOptions& options() const { return options_; }
  const std::string& origin() const { return origin_; }

  void Send(std::vector<SinkEntry> batch) {
    HttpRequest request = RequestFor(batch);
    const std::optional<std::uint64_t> number = Add(batch);
    if (!number.has_value()) {
      for (SinkEntry& entry : batch) {
        entry.settle.Retry(absl::FailedPreconditionError("the webhook sink is closed"));
      }
      return;
    }
    sender_->Send(std::move(request), [self = shared_from_this(), number = *number](
                                          const absl::StatusOr<HttpResponse>& answer) {
      self->Answered(self->Take(number), answer);
    });
  }

  void Close() {
    for (auto& [number, batch] : TakeAll()) {
      for (SinkEntry& entry : batch) {
        entry.settle.Unknown(absl::CancelledError(
            ToAbsl(Cat(origin_, ": the sink was closed before the answer came"))));
      }
    }
  }

 private:
  HttpRequest RequestFor(const std::vector<SinkEntry>& batch) const;

  // Empty for a batch that Close has taken.
  void Answered(std::vector<SinkEntry> batch, const absl::StatusOr<HttpResponse>& answer) {
    if (batch.size() > 1 && BlamesAnEvent(answer)) {
      const auto middle = batch.begin() + static_cast<std::ptrdiff_t>(batch.size() / 2);
      std::vector<SinkEntry> rest(std::make_move_iterator(middle),
                                  std::make_move_iterator(batch.end()));
      batch.erase(middle, batch.end());
      Send(std::move(batch));
      Send(std::move(rest));
      return;
    }
    if (batch.empty()) return;
    const eventbus::Outcome outcome =
        webhook_internal::AnswerOutcome(answer, origin_, clock_->Now(), options_.max_retry_after);
    for (SinkEntry& entry : batch) entry.settle.With(UnsharedCopy(outcome));
  }

  // The number of the batch; nullopt, and `batch` unchanged, once closed.
  std::optional<std::uint64_t> Add(std::vector<SinkEntry>& batch) {
    eventbus::internal::MutexLock lock(mutex_);
    if (closed_) return std::nullopt;
    batches_.emplace(++last_, std::move(batch));
    return last_;
  }

  std::vector<SinkEntry> Take(std::uint64_t number) {
    eventbus::internal::MutexLock lock(mutex_);
    const auto found = batches_.find(number);
    if (found == batches_.end()) return {};
    std::vector<SinkEntry> batch = std::move(found->second);
    batches_.erase(found);
    return batch;
  }

  std::unordered_map<std::uint64_t, std::vector<SinkEntry>> TakeAll() {
    eventbus::internal::MutexLock lock(mutex_);
    closed_ = true;
    return std::exchange(batches_, {});
  }

  const WebhookSinkOptions options_;
  const std::string origin_;  // of the URL, for texts
  HttpSender* const sender_;
  const eventbus::Clock* const clock_;
  eventbus::internal::Mutex mutex_;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  std::uint64_t last_ ABSL_GUARDED_BY(mutex_) = 0;
  std::unordered_map<std::uint64_t, std::vector<SinkEntry>> batches_ ABSL_GUARDED_BY(mutex_);
};

HttpRequest WebhookSink::Flights::RequestFor(const std::vector<SinkEntry>& batch) const {
  HttpRequest request{.url = options_.url};
  if (options_.mode == ContentMode::kBatched) {
    request.headers = {{"Content-Type", std::string(cloudevents::kJsonBatchMediaType)}};
    request.body = BatchBody(batch);
  } else {
    const auto& encoded = static_cast<const EncodedRequest&>(*batch.front().encoded);
    request.headers = encoded.headers();
    request.body = encoded.body();
  }
  if (!options_.bearer_token.empty()) {
    request.headers.push_back({"Authorization", Cat("Bearer ", options_.bearer_token)});
  }
  request.headers.insert(request.headers.end(), options_.headers.begin(), options_.headers.end());
  request.timeout = absl::ToChronoMilliseconds(options_.request_timeout);
  return request;
}

absl::StatusOr<std::unique_ptr<WebhookSink>> WebhookSink::Create(WebhookSinkOptions options,
                                                                 HttpSender* sender,
                                                                 const eventbus::Clock* clock) {
  if (sender == nullptr || clock == nullptr) {
    return InvalidArgument("WebhookSink::Create: needs a sender and a clock");
  }
  if (absl::Status status = Validate(options); !status.ok()) return status;
  return std::unique_ptr<WebhookSink>(new WebhookSink(std::move(options), sender, clock));
}

WebhookSink::WebhookSink(WebhookSinkOptions options, HttpSender* sender,
                         const eventbus::Clock* clock)
    : flights_(std::make_shared<Flights>(std::move(options), sender, clock)) {}

WebhookSink::~WebhookSink() { flights_->Close(); }

eventbus::SinkLimits WebhookSink::limits() const {
  const WebhookSinkOptions& options = flights_->options();
  if (options.mode != ContentMode::kBatched) {
    return {
        .events = 1, .bytes_per_event = options.max_body_bytes, .in_flight = options.max_in_flight};
  }
  const std::size_t bytes = options.max_body_bytes - kBatchFrameBytes;
  return {.events = options.max_batch_events,
          .bytes = bytes,
          .bytes_per_event = bytes,
          .in_flight = options.max_in_flight};
}

absl::StatusOr<std::shared_ptr<const EncodedEvent>> WebhookSink::Encode(
    const cloudevents::Event& event) const {
  const WebhookSinkOptions& options = flights_->options();
  std::shared_ptr<const EncodedEvent> encoded;
  if (options.mode == ContentMode::kBatched) {
    encoded = std::make_shared<EncodedElement>(cloudevents::EncodeJson(event));
  } else {
    encoded = std::make_shared<EncodedRequest>(OneEventMessage(event, options.mode));
  }
  if (const std::size_t most = limits().bytes_per_event; encoded->wire_bytes() > most) {
    return absl::ResourceExhaustedError(
        ToAbsl(Cat("event of ", encoded->wire_bytes(), " bytes exceeds max_body_bytes of ",
                   flights_->origin(), ", ", options.max_body_bytes)));
  }
  return encoded;
}

void WebhookSink::Send(std::vector<SinkEntry> batch) {
  if (!batch.empty()) flights_->Send(std::move(batch));
}

// The engine calls it when the wait is over, so nothing is gained by waiting here.
void WebhookSink::Close(absl::Duration deadline) {
  static_cast<void>(deadline);
  flights_->Close();
}

}  // namespace adapters
