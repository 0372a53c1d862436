// A webhook source's answers that have to do with consent: to the handshake, and to deliveries of
// origins that have none or go too fast.
#ifndef ADAPTERS_WEBHOOK_INTERNAL_CONSENT_ANSWER_H_
#define ADAPTERS_WEBHOOK_INTERNAL_CONSENT_ANSWER_H_

#include <optional>
#include <string_view>

#include "absl/time/time.h"
#include "adapters/http/handler.h"
#include "adapters/webhook/internal/origin_gate.h"

namespace adapters::webhook_internal {

inline constexpr std::string_view kAllowWithHandshake = "POST, OPTIONS";

// The answer to a validation request. The consent is in the headers; without consent it is 200 all
// the same, since the status says nothing (section 4.2). 400 for a request that is broken.
HttpServerResponse HandshakeAnswer(const HttpServerRequest& request, OriginGate& gate,
                                   absl::Duration now);

// The answer to a delivery that may not come in; nullopt: it may, and has been counted.
std::optional<HttpServerResponse> OriginRefusal(const HttpServerRequest& request, OriginGate& gate,
                                                absl::Duration now);

}  // namespace adapters::webhook_internal

#endif  // ADAPTERS_WEBHOOK_INTERNAL_CONSENT_ANSWER_H_
