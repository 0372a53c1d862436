#include "adapters/webhook/webhook_handshake.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "adapters/http/sender.h"
#include "adapters/webhook/internal/consent_headers.h"
#include "adapters/webhook/internal/target_requests.h"
#include "adapters/webhook/internal/webhook_url.h"
#include "adapters/webhook/webhook_consent.h"
#include "adapters/webhook/webhook_sink_options.h"
#include "cloudevents/internal/abseil_strings.h"

namespace adapters {

using ::cloudevents::internal::Annotate;
using ::cloudevents::internal::InvalidArgument;

void RequestWebhookConsent(const WebhookSinkOptions& options, HttpSender* sender,
                           WebhookConsentDone done) {
  if (absl::Status status = ValidateWebhookSinkOptions(options); !status.ok()) {
    return done(std::move(status));
  }
  if (options.origin.empty()) {
    return done(InvalidArgument("WebhookSinkOptions.origin: a handshake needs one"));
  }
  sender->Send(webhook_internal::ValidationRequest(options),
               [asked = webhook_internal::ConsentRequestOf(options),
                target = webhook_internal::UrlOrigin(options.url),
                done = std::move(done)](const absl::StatusOr<HttpResponse>& answer) mutable {
                 absl::StatusOr<WebhookConsent> consent =
                     answer.ok() ? webhook_internal::ReadConsent(answer->headers, asked)
                                 : answer.status();
                 if (!consent.ok()) consent = Annotate(target, consent.status());
                 done(std::move(consent));
               });
}

}  // namespace adapters
