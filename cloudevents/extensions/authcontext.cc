#include "cloudevents/extensions/authcontext.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <tuple>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "cloudevents/extensions/internal/extension_fields.h"

namespace cloudevents {
namespace {

// The extension asks of no attribute that it not be empty.
constexpr internal::AttributeRule MayBeEmpty(std::string_view name) {
  return {.name = name, .may_be_empty = true};
}

constexpr auto kFields =
    std::tuple(internal::Field(MayBeEmpty("authtype"), &AuthContext::type),
               internal::Field(MayBeEmpty("authid"), &AuthContext::id),
               internal::Field(MayBeEmpty("authclaims"), &AuthContext::claims));

struct NamedAuthType {
  AuthType type;
  std::string_view name;
};

constexpr NamedAuthType kAuthTypes[] = {
    {AuthType::kAppUser, "app_user"},
    {AuthType::kUser, "user"},
    {AuthType::kServiceAccount, "service_account"},
    {AuthType::kApiKey, "api_key"},
    {AuthType::kSystem, "system"},
    {AuthType::kUnauthenticated, "unauthenticated"},
    {AuthType::kUnknown, "unknown"},
};

}  // namespace

std::string_view AuthTypeName(AuthType type) {
  const auto* found = std::ranges::find(kAuthTypes, type, &NamedAuthType::type);
  return found == std::end(kAuthTypes) ? "unknown" : found->name;
}

std::optional<AuthType> FindAuthType(std::string_view name) {
  const auto* found = std::ranges::find(kAuthTypes, name, &NamedAuthType::name);
  if (found == std::end(kAuthTypes)) return std::nullopt;
  return found->type;
}

absl::StatusOr<std::optional<AuthContext>> GetAuthContext(const Event& event) {
  return internal::ReadExtension(event, kFields);
}

absl::Status SetAuthContext(const AuthContext& context, EventBuilder& builder) {
  return internal::WriteExtension(context, kFields, builder);
}

}  // namespace cloudevents
