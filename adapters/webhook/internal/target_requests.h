// The requests that a sink sends, from its options and from events.
#ifndef ADAPTERS_WEBHOOK_INTERNAL_TARGET_REQUESTS_H_
#define ADAPTERS_WEBHOOK_INTERNAL_TARGET_REQUESTS_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "adapters/http/sender.h"
#include "adapters/webhook/webhook_consent.h"
#include "adapters/webhook/webhook_sink_options.h"
#include "cloudevents/event.h"
#include "eventbus/sink.h"

namespace adapters::webhook_internal {

// The limits of the sink as the engine knows them.
eventbus::SinkLimits LimitsOf(const WebhookSinkOptions& options);

// By the contract of Sink::Encode.
absl::StatusOr<std::shared_ptr<const eventbus::EncodedEvent>> EncodeFor(
    const WebhookSinkOptions& options, const cloudevents::Event& event);

// The request that delivers a batch, each of whose entries was encoded by EncodeFor with the same
// options. The batch is not empty, and in other modes than batched it is one event. InvalidArgument
// if the format cannot write the batch as a whole.
absl::StatusOr<HttpRequest> DeliveryRequest(const WebhookSinkOptions& options,
                                            const std::vector<eventbus::SinkEntry>& batch);

// What the options ask the target for.
WebhookConsentRequest ConsentRequestOf(const WebhookSinkOptions& options);

// The request that asks it: OPTIONS on the very resource that gets the events (section 4.1). It
// carries the token too, for a receiver that guards all methods alike.
HttpRequest ValidationRequest(const WebhookSinkOptions& options);

}  // namespace adapters::webhook_internal

#endif  // ADAPTERS_WEBHOOK_INTERNAL_TARGET_REQUESTS_H_
