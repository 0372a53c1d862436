// The URL of a webhook: what is allowed, and what of it may be shown.
#ifndef ADAPTERS_WEBHOOK_INTERNAL_WEBHOOK_URL_H_
#define ADAPTERS_WEBHOOK_INTERNAL_WEBHOOK_URL_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace adapters::webhook_internal {

// InvalidArgument unless it is absolute, https or http, has a host, and has neither user
// information nor a fragment nor characters beyond U+0021 to U+007E. The text does not show the
// URL's path and query.
absl::Status ValidateWebhookUrl(std::string_view url);

// "https://host:port" of a valid URL: the part that holds no secret.
std::string UrlOrigin(std::string_view url);

}  // namespace adapters::webhook_internal

#endif  // ADAPTERS_WEBHOOK_INTERNAL_WEBHOOK_URL_H_
