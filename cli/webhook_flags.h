// The flags that `send` and `listen` share: who may post, and how much.
#ifndef CLI_WEBHOOK_FLAGS_H_
#define CLI_WEBHOOK_FLAGS_H_

#include <cstddef>
#include <string_view>

#include "absl/status/statusor.h"
#include "cli/arguments.h"

namespace eventbus::cli {

inline constexpr Flag kBearerFlag = {
    .name = "bearer",
    .value = "TOKEN",
    .summary = "the token of the Authorization header (other users see it in ps)"};

inline constexpr Flag kMaxBodyBytesFlag = {
    .name = "max-body-bytes", .value = "N", .summary = "the largest request (default 1048576)"};

struct WebhookFlags {
  std::string_view token;  // empty if none is given
  std::size_t max_body_bytes = 0;
};

// The values of the two flags. InvalidArgument if the token is none by RFC 6750, section 2.1 (the
// error does not show it), or the size is out of its range.
absl::StatusOr<WebhookFlags> ReadWebhookFlags(const Arguments& arguments);

}  // namespace eventbus::cli

#endif  // CLI_WEBHOOK_FLAGS_H_
