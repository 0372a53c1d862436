// The flag that `send` and `listen` share: a token that shows who may post.
#ifndef CLI_BEARER_TOKEN_H_
#define CLI_BEARER_TOKEN_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "cli/arguments.h"

namespace eventbus::cli {

inline constexpr Flag kBearerFlag = {
    .name = "bearer",
    .value = "TOKEN",
    .summary = "the token of the Authorization header (other users see it in ps)"};

// The token, empty if none is given. InvalidArgument if the flag's value is no token by RFC 6750,
// section 2.1; the error does not show it.
absl::StatusOr<std::string_view> BearerToken(const Arguments& arguments);

}  // namespace eventbus::cli

#endif  // CLI_BEARER_TOKEN_H_
