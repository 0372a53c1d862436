// Who may post: Bearer tokens (RFC 6750; HTTP Web Hook 1.0.2, section 3).
//
//   BearerTokens tokens({"current", "next"});
//   if (tokens.Check(authorization_header, request_target) == TokenVerdict::kAllowed) ...
#ifndef ADAPTERS_WEBHOOK_INTERNAL_BEARER_TOKENS_H_
#define ADAPTERS_WEBHOOK_INTERNAL_BEARER_TOKENS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters::webhook_internal {

enum class TokenVerdict : std::uint8_t {
  kAllowed,
  kRefused,    // no token, or another one
  kAmbiguous,  // more than one: in two places, or an access_token given twice or broken
};

// Immutable, so thread-safe.
class BearerTokens {
 public:
  // None: everybody is allowed.
  explicit BearerTokens(std::vector<std::string> tokens) : tokens_(std::move(tokens)) {}

  bool open() const { return tokens_.empty(); }

  // Whether the Authorization header's value (nullopt: no such header), or without one the
  // target's "access_token" query parameter, is one of the tokens. A request must not carry both
  // (RFC 6750, section 2). The time taken tells nothing of a token but its length, and all tokens
  // are compared whichever matches.
  TokenVerdict Check(std::optional<std::string_view> authorization, std::string_view target) const;

 private:
  std::vector<std::string> tokens_;
};

// The token of "Bearer TOKEN", the scheme compared without case; nullopt for anything else.
std::optional<std::string_view> BearerTokenOf(std::string_view authorization);

// The query parameter "access_token" of a request target, percent-decoded; nullopt if it is absent,
// given twice, or broken.
std::optional<std::string> AccessTokenOf(std::string_view target);

// Whether the target's query has a parameter "access_token" at all, also an unreadable one.
bool HasAccessToken(std::string_view target);

// Compares secrets: the time taken tells nothing but their length.
bool EqualInConstantTime(std::string_view a, std::string_view b);

// Whether `text` can travel as a Bearer token: RFC 6750, section 2.1, b64token.
bool IsBearerToken(std::string_view text);

}  // namespace adapters::webhook_internal

#endif  // ADAPTERS_WEBHOOK_INTERNAL_BEARER_TOKENS_H_
