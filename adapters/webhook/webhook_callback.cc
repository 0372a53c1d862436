#include "adapters/webhook/webhook_callback.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "adapters/http/handler.h"
#include "adapters/webhook/internal/bearer_tokens.h"
#include "adapters/webhook/internal/consent_headers.h"
#include "adapters/webhook/internal/request_answer.h"
#include "adapters/webhook/webhook_consent.h"
#include "cloudevents/internal/abseil_strings.h"

namespace adapters {
namespace {

using ::cloudevents::internal::InvalidArgument;
using ::cloudevents::internal::Message;
using webhook_internal::ProblemAnswer;

constexpr std::size_t kMinTargetBytes = 16;

HttpServerResponse Answer(const HttpServerRequest& request, std::string_view target,
                          const WebhookConsent& asked,
                          const std::function<void(WebhookConsent)>& granted) {
  if (!webhook_internal::EqualInConstantTime(request.target, target)) {
    return ProblemAnswer(404, "there is nothing at this path");
  }
  if (request.method != "GET" && request.method != "POST") {
    return webhook_internal::NotAllowedAnswer("permission is granted by GET or POST", "GET, POST");
  }
  const absl::StatusOr<std::optional<WebhookConsent>> consent =
      webhook_internal::ReadAllowedRate(request.headers);
  if (!consent.ok()) return ProblemAnswer(400, Message(consent.status()));
  granted(consent->value_or(asked));
  return {.status = 200,
          .headers = {{"Content-Type", "text/plain"}, {"Cache-Control", "no-store"}},
          .body = "The permission is noted.\n"};
}

}  // namespace

absl::StatusOr<HttpHandler> MakeConsentCallback(std::string target, WebhookConsent asked,
                                                std::function<void(WebhookConsent)> granted) {
  const bool printable =
      std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7F; });
  if (!target.starts_with('/') || !printable || target.find('#') != std::string::npos) {
    return InvalidArgument(
        "MakeConsentCallback: target must begin with /, and have neither spaces nor a fragment");
  }
  if (target.size() < kMinTargetBytes) {
    return InvalidArgument("MakeConsentCallback: target must have at least ", kMinTargetBytes,
                           " characters: it is a secret");
  }
  if (asked.rate.value_or(1) < 1) {
    return InvalidArgument("MakeConsentCallback: the rate asked for must be at least 1 per minute");
  }
  if (granted == nullptr) return InvalidArgument("MakeConsentCallback: needs a function to call");
  return [target = std::move(target), asked, granted = std::move(granted)](
             const HttpServerRequest& request, HttpResponder responder) {
    responder.Respond(Answer(request, target, asked, granted));
  };
}

}  // namespace adapters
