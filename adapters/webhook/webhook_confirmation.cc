#include "adapters/webhook/webhook_confirmation.h"

#include <string>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/time/time.h"
#include "adapters/http/sender.h"
#include "adapters/webhook/internal/answer_outcome.h"
#include "adapters/webhook/internal/consent_headers.h"
#include "adapters/webhook/internal/webhook_url.h"
#include "cloudevents/internal/abseil_strings.h"

namespace adapters {
namespace {

using ::cloudevents::internal::Annotate;
using ::cloudevents::internal::InvalidArgument;
using Method = WebhookConfirmation::Method;

absl::Status Validate(const WebhookConfirmation& confirmation) {
  const absl::Status url = webhook_internal::ValidateWebhookUrl(confirmation.url);
  if (!url.ok()) return Annotate("WebhookConfirmation.url", url);
  if (!confirmation.allow_http && !absl::StartsWithIgnoreCase(confirmation.url, "https://")) {
    return InvalidArgument("WebhookConfirmation.url: must be https:// (or see allow_http)");
  }
  if (confirmation.consent.rate.value_or(1) < 1) {
    return InvalidArgument("WebhookConfirmation.consent: rate must be at least 1 per minute");
  }
  if (confirmation.timeout < absl::Milliseconds(1)) {
    return InvalidArgument("WebhookConfirmation.timeout: must be at least 1 ms");
  }
  return absl::OkStatus();
}

}  // namespace

void ConfirmWebhookConsent(const WebhookConfirmation& confirmation, HttpSender* sender,
                           absl::AnyInvocable<void(const absl::Status&)> done) {
  if (absl::Status status = Validate(confirmation); !status.ok()) return done(status);
  HttpRequest request{
      .method = confirmation.method == Method::kGet ? "GET" : "POST",
      .url = confirmation.url,
      .headers = {{std::string(webhook_internal::kAllowedRate),
                   webhook_internal::FormatRate(confirmation.consent)}},
      .timeout = absl::ToChronoMilliseconds(confirmation.timeout),
  };
  sender->Send(std::move(request), [target = webhook_internal::UrlOrigin(confirmation.url),
                                    done = std::move(done)](
                                       const absl::StatusOr<HttpResponse>& answer) mutable {
    // Only dates would need the time, and nothing waits here.
    done(webhook_internal::AnswerOutcome(answer, target, absl::UnixEpoch(), absl::ZeroDuration())
             .status);
  });
}

}  // namespace adapters
