// The extension Auth Context: the principal that triggered the occurrence. It informs; it secures
// nothing.
//
//   absl::Status status = cloudevents::SetAuthContext(
//       {.type = AuthTypeName(cloudevents::AuthType::kUser), .id = "jane@example.com"}, builder);
//
// https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/authcontext.md
#ifndef CLOUDEVENTS_EXTENSIONS_AUTHCONTEXT_H_
#define CLOUDEVENTS_EXTENSIONS_AUTHCONTEXT_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"

namespace cloudevents {

// The types of principals that the specification names.
enum class AuthType : std::uint8_t {
  kAppUser,          // app_user: an end user of an application
  kUser,             // user: a user account of the infrastructure
  kServiceAccount,   // service_account: a non-user principal that identifies a service
  kApiKey,           // api_key: a non-user API key
  kSystem,           // system: an obscured identity of a cloud platform or another system
  kUnauthenticated,  // unauthenticated: no credentials were used
  kUnknown,          // unknown: the type cannot be determined
};

// The type's name in the attribute, such as "service_account".
std::string_view AuthTypeName(AuthType type);

// The type that has this name; nullopt for a name of somebody's own.
std::optional<AuthType> FindAuthType(std::string_view name);

// As read, the texts are views that live as long as any copy of the event; as written, they are
// copied.
struct AuthContext {
  std::string_view type;               // authtype: one of AuthType's names, or one's own
  std::optional<std::string_view> id;  // authid: which principal
  // authclaims: claims of the principal as JSON text, which is handed on unchecked. They must not
  // contain credentials by which a consumer could impersonate the principal.
  std::optional<std::string_view> claims;
  friend bool operator==(const AuthContext&, const AuthContext&) = default;
};

// nullopt: the event has none. InvalidArgument: it has, and an attribute is no String or authtype
// is not set beside the others; the message names the attribute, the rule and the value.
absl::StatusOr<std::optional<AuthContext>> GetAuthContext(const Event& event);

// Gives the builder's event exactly this context: what is unset is removed. InvalidArgument, with
// the builder as it was, if a text has characters that a String may not have.
absl::Status SetAuthContext(const AuthContext& context, EventBuilder& builder);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_EXTENSIONS_AUTHCONTEXT_H_
