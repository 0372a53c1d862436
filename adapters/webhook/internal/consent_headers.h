// The headers of the validation handshake, their values, and what they mean (HTTP Web Hook 1.0.2,
// sections 4.1 and 4.2).
#ifndef ADAPTERS_WEBHOOK_INTERNAL_CONSENT_HEADERS_H_
#define ADAPTERS_WEBHOOK_INTERNAL_CONSENT_HEADERS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "adapters/webhook/webhook_consent.h"
#include "cloudevents/bindings/http_message.h"

namespace adapters::webhook_internal {

inline constexpr std::string_view kRequestOrigin = "WebHook-Request-Origin";
inline constexpr std::string_view kRequestCallback = "WebHook-Request-Callback";
inline constexpr std::string_view kRequestRate = "WebHook-Request-Rate";
inline constexpr std::string_view kAllowedOrigin = "WebHook-Allowed-Origin";
inline constexpr std::string_view kAllowedRate = "WebHook-Allowed-Rate";

// The largest rate that is told apart from others. A larger one means this one: it is more than
// anybody sends.
inline constexpr std::int64_t kMaxRate = 1'000'000'000;

// Whether `text` is a DNS name: labels of 1 to 63 letters, digits, hyphens and underscores, a
// hyphen neither first nor last, with dots between them, 253 characters in all (RFC 1035, section
// 2.3.4; underscores as in RFC 8552).
bool IsOrigin(std::string_view text);

// DNS names are compared without case (RFC 4343).
bool SameOrigin(std::string_view a, std::string_view b);

// A positive integer in decimal digits, without a sign; at most kMaxRate comes out.
std::optional<std::int64_t> ParseRate(std::string_view text);

// "*" where there is no limit.
std::string FormatRate(const WebhookConsent& consent);

// The value of the one header of this name, without white space around it; nullopt if there is
// none. InvalidArgument names a header that is there twice: nobody can say which of them counts.
absl::StatusOr<std::optional<std::string_view>> OneHeader(
    absl::Span<const cloudevents::HttpHeader> headers, std::string_view name);

// What a validation request asks for. InvalidArgument names the header that is missing or broken.
absl::StatusOr<WebhookConsentRequest> ReadConsentRequest(
    absl::Span<const cloudevents::HttpHeader> headers);

// The headers of a validation request.
std::vector<cloudevents::HttpHeader> ConsentRequestHeaders(const WebhookConsentRequest& request);

// The rate that the headers allow; nullopt if they name none. InvalidArgument: it is there twice,
// or is neither a positive integer nor "*".
absl::StatusOr<std::optional<WebhookConsent>> ReadAllowedRate(
    absl::Span<const cloudevents::HttpHeader> headers);

// The consent in the headers of the answer to `request`; its status code means nothing (section
// 4.2). PermissionDenied says what is missing or does not fit: another origin, no origin, no rate
// although one was asked for, a rate that is none. No rate where none was asked for is no limit.
absl::StatusOr<WebhookConsent> ReadConsent(absl::Span<const cloudevents::HttpHeader> headers,
                                           const WebhookConsentRequest& request);

}  // namespace adapters::webhook_internal

#endif  // ADAPTERS_WEBHOOK_INTERNAL_CONSENT_HEADERS_H_
