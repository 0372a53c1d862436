#include "adapters/webhook/internal/webhook_url.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "cloudevents/internal/abseil_strings.h"

namespace adapters::webhook_internal {
namespace {

using ::cloudevents::internal::InvalidArgument;
using ::cloudevents::internal::ToAbsl;

// The length of "https://" or "http://" at the start; 0 for another scheme.
std::size_t SchemeLength(std::string_view url) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (absl::StartsWithIgnoreCase(ToAbsl(url), ToAbsl(scheme))) return scheme.size();
  }
  return 0;
}

std::string_view Authority(std::string_view url) {
  url.remove_prefix(SchemeLength(url));
  return url.substr(0, url.find_first_of("/?#"));
}

}  // namespace

absl::Status ValidateWebhookUrl(std::string_view url) {
  if (SchemeLength(url) == 0) return InvalidArgument("webhook URL: must be https:// or http://");
  if (!std::all_of(url.begin(), url.end(), [](char c) { return c > 0x20 && c < 0x7F; })) {
    return InvalidArgument("webhook URL: has a space, a control or a non-ASCII character");
  }
  const std::string_view authority = Authority(url);
  if (authority.find('@') != std::string_view::npos) {
    return InvalidArgument("webhook URL: user information is not allowed, use bearer_token");
  }
  if (authority.empty() || authority.front() == ':') {
    return InvalidArgument("webhook URL: has no host");
  }
  if (url.find('#') != std::string_view::npos) {
    return InvalidArgument("webhook URL: a fragment is not sent, so it must not be there");
  }
  return absl::OkStatus();
}

std::string UrlOrigin(std::string_view url) {
  return std::string(url.substr(0, SchemeLength(url) + Authority(url).size()));
}

}  // namespace adapters::webhook_internal
