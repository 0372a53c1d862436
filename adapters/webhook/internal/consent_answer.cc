#include "adapters/webhook/internal/consent_answer.h"

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/http/handler.h"
#include "adapters/webhook/internal/consent_headers.h"
#include "adapters/webhook/internal/origin_gate.h"
#include "adapters/webhook/internal/request_answer.h"
#include "adapters/webhook/webhook_consent.h"
#include "cloudevents/internal/abseil_strings.h"

namespace adapters::webhook_internal {

using ::cloudevents::internal::Cat;
using ::cloudevents::internal::Message;

HttpServerResponse HandshakeAnswer(const HttpServerRequest& request, OriginGate& gate,
                                   absl::Duration now) {
  const absl::StatusOr<WebhookConsentRequest> asked = ReadConsentRequest(request.headers);
  HttpServerResponse answer =
      asked.ok() ? HttpServerResponse{.status = 200} : ProblemAnswer(400, Message(asked.status()));
  answer.headers.push_back({"Allow", std::string(kAllowWithHandshake)});
  if (!asked.ok()) return answer;
  const std::optional<WebhookConsent> consent = gate.Ask(*asked, now);
  if (!consent.has_value()) return answer;
  answer.headers.push_back(
      {std::string(kAllowedOrigin), gate.allows_everybody() ? "*" : asked->origin});
  answer.headers.push_back({std::string(kAllowedRate), FormatRate(*consent)});
  return answer;
}

std::optional<HttpServerResponse> OriginRefusal(const HttpServerRequest& request, OriginGate& gate,
                                                absl::Duration now) {
  using Kind = OriginGate::Verdict::Kind;
  const absl::StatusOr<std::optional<std::string_view>> origin =
      OneHeader(request.headers, kRequestOrigin);
  if (!origin.ok()) return ProblemAnswer(400, Message(origin.status()));
  const OriginGate::Verdict verdict = gate.Admit(*origin, now);
  switch (verdict.kind) {
    case Kind::kAdmitted:
      return std::nullopt;
    case Kind::kTooFast:
      return LaterAnswer(429, "the granted rate is used up: send again later", verdict.wait);
    case Kind::kOriginNeeded:
      return ProblemAnswer(400, Cat("header ", kRequestOrigin, ": it is missing"));
    case Kind::kOriginUnknown:
      break;
  }
  return ProblemAnswer(
      403, Cat("header ", kRequestOrigin, ": this origin has no consent: ask for it by OPTIONS"));
}

}  // namespace adapters::webhook_internal
