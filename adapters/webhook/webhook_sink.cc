#include "adapters/webhook/webhook_sink.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/http/sender.h"
#include "adapters/webhook/internal/flights.h"
#include "adapters/webhook/internal/target_requests.h"
#include "adapters/webhook/webhook_consent.h"
#include "adapters/webhook/webhook_sink_options.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/clock.h"
#include "eventbus/executor.h"
#include "eventbus/sink.h"

namespace adapters {

using ::cloudevents::internal::InvalidArgument;

absl::StatusOr<std::unique_ptr<WebhookSink>> WebhookSink::Create(WebhookSinkOptions options,
                                                                 HttpSender* sender,
                                                                 const eventbus::Clock* clock,
                                                                 eventbus::Executor* executor) {
  if (sender == nullptr || clock == nullptr) {
    return InvalidArgument("WebhookSink::Create: needs a sender and a clock");
  }
  if (absl::Status status = ValidateWebhookSinkOptions(options); !status.ok()) return status;
  return std::unique_ptr<WebhookSink>(new WebhookSink(std::move(options), sender, clock, executor));
}

WebhookSink::WebhookSink(WebhookSinkOptions options, HttpSender* sender,
                         const eventbus::Clock* clock, eventbus::Executor* executor)
    : flights_(std::make_shared<webhook_internal::Flights>(std::move(options), sender, clock,
                                                           executor)) {}

WebhookSink::~WebhookSink() {
  flights_->Close();
  flights_->AwaitCalls();
}

eventbus::SinkLimits WebhookSink::limits() const {
  return webhook_internal::LimitsOf(flights_->options());
}

absl::StatusOr<std::shared_ptr<const eventbus::EncodedEvent>> WebhookSink::Encode(
    const cloudevents::Event& event) const {
  return webhook_internal::EncodeFor(flights_->options(), event);
}

void WebhookSink::Send(std::vector<eventbus::SinkEntry> batch) {
  if (batch.empty()) return;
  // Kept for the length of the call: whom it settles may destroy the sink.
  const std::shared_ptr<webhook_internal::Flights> flights = flights_;
  flights->Send(std::move(batch));
}

// The engine calls it when the wait is over, so nothing is gained by waiting here.
void WebhookSink::Close(absl::Duration deadline) {
  static_cast<void>(deadline);
  const std::shared_ptr<webhook_internal::Flights> flights = flights_;  // as in Send
  flights->Close();
}

absl::Status WebhookSink::GrantConsent(WebhookConsent consent) {
  if (consent.rate.value_or(1) < 1) {
    return InvalidArgument("WebhookSink::GrantConsent: rate must be at least 1 per minute");
  }
  const std::shared_ptr<webhook_internal::Flights> flights = flights_;  // as in Send
  flights->Grant(consent);
  return absl::OkStatus();
}

std::optional<WebhookConsent> WebhookSink::consent() const { return flights_->consent(); }

bool WebhookSink::gone() const { return flights_->gone(); }

}  // namespace adapters
