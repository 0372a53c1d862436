#include "adapters/webhook/webhook_sink_options.h"

#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/time/time.h"
#include "adapters/webhook/internal/bearer_tokens.h"
#include "adapters/webhook/internal/consent_headers.h"
#include "adapters/webhook/internal/header_value.h"
#include "adapters/webhook/internal/webhook_url.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/internal/abseil_strings.h"

namespace adapters {
namespace {

using ::cloudevents::ContentMode;
using ::cloudevents::HttpHeader;
using ::cloudevents::internal::Annotate;
using ::cloudevents::internal::InvalidArgument;
using ::cloudevents::internal::ToAbsl;

// An opening bracket and one more byte.
constexpr std::size_t kMinBodyBytes = 2;

bool IsTheSinksOwn(std::string_view name, bool has_token) {
  for (const std::string_view prefix : {"ce-", "webhook-request-"}) {
    if (absl::StartsWithIgnoreCase(ToAbsl(name), ToAbsl(prefix))) return true;
  }
  return webhook_internal::SameName(name, "content-type") ||
         (has_token && webhook_internal::SameName(name, "authorization"));
}

absl::Status ValidateHeader(const HttpHeader& header, bool has_token) {
  if (header.name.empty()) return InvalidArgument("WebhookSinkOptions.headers: a name is empty");
  if (IsTheSinksOwn(header.name, has_token)) {
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

// The token itself is a secret and stays out of the texts.
absl::Status ValidateToken(const WebhookSinkOptions& options) {
  if (options.bearer_token.empty()) {
    if (!options.token_in_query) return absl::OkStatus();
    return InvalidArgument("WebhookSinkOptions.token_in_query: needs a bearer_token");
  }
  if (!webhook_internal::IsBearerToken(options.bearer_token)) {
    return InvalidArgument(
        "WebhookSinkOptions.bearer_token: has characters beyond RFC 6750, section 2.1");
  }
  if (webhook_internal::HasAccessToken(options.url)) {
    return InvalidArgument(
        "WebhookSinkOptions.bearer_token: the URL has an access_token, and a request must not "
        "carry two (RFC 6750, section 2)");
  }
  return absl::OkStatus();
}

absl::Status ValidateConsent(const WebhookSinkOptions& options) {
  if (!options.origin.empty() && !webhook_internal::IsOrigin(options.origin)) {
    return InvalidArgument("WebhookSinkOptions.origin: must be a DNS name");
  }
  if (options.require_consent && options.origin.empty()) {
    return InvalidArgument("WebhookSinkOptions.require_consent: needs an origin");
  }
  if (options.request_rate.value_or(1) < 1) {
    return InvalidArgument("WebhookSinkOptions.request_rate: must be at least 1 per minute");
  }
  if (!options.callback.empty()) {
    const absl::Status url = webhook_internal::ValidateWebhookUrl(options.callback);
    if (!url.ok()) return Annotate("WebhookSinkOptions.callback", url);
  }
  if (options.handshake_interval < absl::ZeroDuration()) {
    return InvalidArgument("WebhookSinkOptions.handshake_interval: must not be negative");
  }
  return absl::OkStatus();
}

absl::Status ValidateFormat(const WebhookSinkOptions& options) {
  if (options.format.encode == nullptr) {
    return InvalidArgument("WebhookSinkOptions.format: cannot encode");
  }
  if (options.mode == ContentMode::kBatched && options.format.encode_batch == nullptr) {
    return InvalidArgument("WebhookSinkOptions.format: \"", options.format.name,
                           "\" has no batches, and the mode is batched");
  }
  return absl::OkStatus();
}

absl::Status ValidateLimits(const WebhookSinkOptions& options) {
  if (options.max_batch_events < 1 || options.max_in_flight < 1) {
    return InvalidArgument(
        "WebhookSinkOptions: max_batch_events and max_in_flight must be at least 1");
  }
  if (options.max_body_bytes < kMinBodyBytes) {
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

absl::Status ValidateWebhookSinkOptions(const WebhookSinkOptions& options) {
  if (absl::Status url = webhook_internal::ValidateWebhookUrl(options.url); !url.ok()) return url;
  for (const HttpHeader& header : options.headers) {
    absl::Status status = ValidateHeader(header, !options.bearer_token.empty());
    if (!status.ok()) return status;
  }
  for (const auto& validate : {ValidateToken, ValidateConsent, ValidateFormat, ValidateLimits}) {
    if (absl::Status status = validate(options); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace adapters
