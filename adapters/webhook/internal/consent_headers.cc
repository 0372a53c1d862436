#include "adapters/webhook/internal/consent_headers.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "adapters/webhook/internal/header_value.h"
#include "adapters/webhook/internal/webhook_url.h"
#include "adapters/webhook/webhook_consent.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/optional_space.h"
#include "cloudevents/internal/quoted.h"

namespace adapters::webhook_internal {
namespace {

using ::cloudevents::HttpHeader;
using ::cloudevents::internal::Cat;
using ::cloudevents::internal::InvalidArgument;
using ::cloudevents::internal::Message;
using ::cloudevents::internal::Quoted;
using ::cloudevents::internal::ToAbsl;

constexpr std::size_t kMaxNameBytes = 253;
constexpr std::size_t kMaxLabelBytes = 63;
constexpr std::string_view kEverybody = "*";
constexpr std::string_view kNoLimit = "*";

bool IsLabelCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

bool IsLabel(std::string_view label) {
  return !label.empty() && label.size() <= kMaxLabelBytes && label.front() != '-' &&
         label.back() != '-' && std::all_of(label.begin(), label.end(), IsLabelCharacter);
}

template <typename... T>
absl::Status NoConsent(const T&... parts) {
  return absl::PermissionDeniedError(ToAbsl(Cat("no consent: ", parts...)));
}

}  // namespace

bool IsOrigin(std::string_view text) {
  if (text.size() > kMaxNameBytes) return false;
  while (true) {
    const std::size_t dot = text.find('.');
    if (!IsLabel(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

bool SameOrigin(std::string_view a, std::string_view b) { return SameName(a, b); }

std::optional<std::int64_t> ParseRate(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::int64_t rate = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return std::nullopt;
    rate = std::min(rate * 10 + (digit - '0'), kMaxRate);
  }
  if (rate == 0) return std::nullopt;
  return rate;
}

std::string FormatRate(const WebhookConsent& consent) {
  return consent.rate.has_value() ? Cat(*consent.rate) : std::string(kNoLimit);
}

absl::StatusOr<std::optional<std::string_view>> OneHeader(absl::Span<const HttpHeader> headers,
                                                          std::string_view name) {
  std::optional<std::string_view> value;
  for (const HttpHeader& header : headers) {
    if (!SameName(header.name, name)) continue;
    if (value.has_value()) return InvalidArgument("header ", name, ": it is there twice");
    value = cloudevents::internal::TrimOptionalSpace(header.value);
  }
  return value;
}

absl::StatusOr<WebhookConsentRequest> ReadConsentRequest(absl::Span<const HttpHeader> headers) {
  const absl::StatusOr<std::optional<std::string_view>> origin = OneHeader(headers, kRequestOrigin);
  if (!origin.ok()) return origin.status();
  if (!origin->has_value()) return InvalidArgument("header ", kRequestOrigin, ": it is missing");
  if (!IsOrigin(**origin)) {
    return InvalidArgument("header ", kRequestOrigin, ": ", Quoted(**origin), " is no DNS name");
  }
  WebhookConsentRequest request{.origin = std::string(**origin)};

  const absl::StatusOr<std::optional<std::string_view>> rate = OneHeader(headers, kRequestRate);
  if (!rate.ok()) return rate.status();
  if (rate->has_value()) {
    request.rate = ParseRate(**rate);
    if (!request.rate.has_value()) {
      return InvalidArgument("header ", kRequestRate, ": ", Quoted(**rate),
                             " is no positive integer");
    }
  }

  const absl::StatusOr<std::optional<std::string_view>> callback =
      OneHeader(headers, kRequestCallback);
  if (!callback.ok()) return callback.status();
  if (callback->has_value()) {
    // The specification constrains it in no way: one that cannot be called is as good as none.
    if (ValidateWebhookUrl(**callback).ok()) request.callback = std::string(**callback);
  }
  return request;
}

std::vector<HttpHeader> ConsentRequestHeaders(const WebhookConsentRequest& request) {
  std::vector<HttpHeader> headers = {{std::string(kRequestOrigin), request.origin}};
  if (request.rate.has_value()) headers.push_back({std::string(kRequestRate), Cat(*request.rate)});
  if (!request.callback.empty()) {
    headers.push_back({std::string(kRequestCallback), request.callback});
  }
  return headers;
}

absl::StatusOr<std::optional<WebhookConsent>> ReadAllowedRate(
    absl::Span<const HttpHeader> headers) {
  const absl::StatusOr<std::optional<std::string_view>> value = OneHeader(headers, kAllowedRate);
  if (!value.ok()) return value.status();
  if (!value->has_value()) return std::nullopt;
  if (**value == kNoLimit) return WebhookConsent{};
  const std::optional<std::int64_t> rate = ParseRate(**value);
  if (!rate.has_value()) {
    return InvalidArgument("header ", kAllowedRate, ": ", Quoted(**value),
                           " is neither a positive integer nor *");
  }
  return WebhookConsent{.rate = rate};
}

absl::StatusOr<WebhookConsent> ReadConsent(absl::Span<const HttpHeader> headers,
                                           const WebhookConsentRequest& request) {
  const absl::StatusOr<std::optional<std::string_view>> origin = OneHeader(headers, kAllowedOrigin);
  if (!origin.ok()) return NoConsent(Message(origin.status()));
  if (!origin->has_value()) return NoConsent("the answer has no header ", kAllowedOrigin);
  if (**origin != kEverybody && !SameOrigin(**origin, request.origin)) {
    return NoConsent("the answer allows the origin ", Quoted(**origin), ", not ",
                     Quoted(request.origin));
  }

  const absl::StatusOr<std::optional<WebhookConsent>> consent = ReadAllowedRate(headers);
  if (!consent.ok()) return NoConsent(Message(consent.status()));
  if (!consent->has_value() && request.rate.has_value()) {
    return NoConsent("a rate was asked for, and the answer has no header ", kAllowedRate);
  }
  return consent->value_or(WebhookConsent{});
}

}  // namespace adapters::webhook_internal
