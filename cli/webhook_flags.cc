#include "cli/webhook_flags.h"

#include <cstdint>
#include <limits>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/arguments.h"
#include "cloudevents/internal/abseil_strings.h"

namespace eventbus::cli {
namespace {

constexpr std::string_view kTokenCharacters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/";

constexpr std::int64_t kDefaultMaxBodyBytes = 1 << 20;

absl::Status CheckToken(std::string_view token) {
  const std::size_t padding = token.find_first_not_of(kTokenCharacters);
  if (padding != 0 && !token.empty() &&
      token.find_first_not_of('=', padding) == std::string_view::npos) {
    return absl::OkStatus();
  }
  return cloudevents::internal::InvalidArgument(
      "--bearer must be letters, digits and -._~+/, perhaps with = at the end");
}

}  // namespace

absl::StatusOr<WebhookFlags> ReadWebhookFlags(const Arguments& arguments) {
  WebhookFlags flags;
  const absl::StatusOr<std::int64_t> bytes = arguments.Integer(
      kMaxBodyBytesFlag.name, kDefaultMaxBodyBytes, 1, std::numeric_limits<std::int32_t>::max());
  if (!bytes.ok()) return bytes.status();
  flags.max_body_bytes = static_cast<std::size_t>(*bytes);
  if (const auto token = arguments.value(kBearerFlag.name); token.has_value()) {
    if (absl::Status status = CheckToken(*token); !status.ok()) return status;
    flags.token = *token;
  }
  return flags;
}

}  // namespace eventbus::cli
