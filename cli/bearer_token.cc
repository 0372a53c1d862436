#include "cli/bearer_token.h"

#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "cli/arguments.h"
#include "cloudevents/internal/abseil_strings.h"

namespace eventbus::cli {
namespace {

constexpr std::string_view kTokenCharacters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/";

}  // namespace

absl::StatusOr<std::string_view> BearerToken(const Arguments& arguments) {
  const std::optional<std::string_view> token = arguments.value(kBearerFlag.name);
  if (!token.has_value()) return std::string_view();
  const std::size_t padding = token->find_first_not_of(kTokenCharacters);
  if (padding == 0 || token->empty() ||
      token->find_first_not_of('=', padding) != std::string_view::npos) {
    return cloudevents::internal::InvalidArgument(
        "--bearer must be letters, digits and -._~+/, perhaps with = at the end");
  }
  return *token;
}

}  // namespace eventbus::cli
