#include "adapters/webhook/internal/bearer_tokens.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "openssl/crypto.h"

namespace adapters::webhook_internal {
namespace {

constexpr std::string_view kQueryName = "access_token=";

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool StartsWithoutCase(std::string_view text, std::string_view lower_prefix) {
  if (text.size() < lower_prefix.size()) return false;
  for (std::size_t i = 0; i < lower_prefix.size(); ++i) {
    if (Lower(text[i]) != lower_prefix[i]) return false;
  }
  return true;
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = Lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::optional<std::string> PercentDecode(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = HexDigit(text[i + 1]);
    const int low = HexDigit(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return decoded;
}

// Calls `take` with the value of each "access_token" parameter of the target's query, as it is.
template <typename Take>
void ForEachAccessToken(std::string_view target, Take take) {
  const std::size_t question = target.find('?');
  if (question == std::string_view::npos) return;
  std::string_view query = target.substr(question + 1);
  query = query.substr(0, query.find('#'));
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    if (pair.starts_with(kQueryName)) take(pair.substr(kQueryName.size()));
  }
}

}  // namespace

TokenVerdict BearerTokens::Check(std::optional<std::string_view> authorization,
                                 std::string_view target) const {
  if (open()) return TokenVerdict::kAllowed;
  std::optional<std::string> presented;
  if (HasAccessToken(target)) {
    presented = AccessTokenOf(target);
    if (authorization.has_value() || !presented.has_value()) return TokenVerdict::kAmbiguous;
  } else if (authorization.has_value()) {
    presented = BearerTokenOf(*authorization);
  }
  if (!presented.has_value()) return TokenVerdict::kRefused;
  bool allowed = false;
  for (const std::string& token : tokens_) allowed |= EqualInConstantTime(*presented, token);
  return allowed ? TokenVerdict::kAllowed : TokenVerdict::kRefused;
}

std::optional<std::string_view> BearerTokenOf(std::string_view authorization) {
  if (!StartsWithoutCase(authorization, "bearer ")) return std::nullopt;
  std::string_view token = authorization.substr(std::string_view("bearer ").size());
  while (token.starts_with(' ')) token.remove_prefix(1);
  while (token.ends_with(' ')) token.remove_suffix(1);
  if (!IsBearerToken(token)) return std::nullopt;
  return token;
}

std::optional<std::string> AccessTokenOf(std::string_view target) {
  std::optional<std::string> found;
  int count = 0;
  ForEachAccessToken(target, [&](std::string_view value) {
    found = PercentDecode(value);
    ++count;
  });
  return count == 1 ? found : std::nullopt;
}

bool HasAccessToken(std::string_view target) {
  bool found = false;
  ForEachAccessToken(target, [&found](std::string_view) { found = true; });
  return found;
}

bool EqualInConstantTime(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

bool IsBearerToken(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  if (text.empty()) return false;
  for (const char c : text) {
    const bool alphanumeric = (c >= '0' && c <= '9') || (Lower(c) >= 'a' && Lower(c) <= 'z');
    if (!alphanumeric && std::string_view("-._~+/").find(c) == std::string_view::npos) return false;
  }
  return true;
}

}  // namespace adapters::webhook_internal
