// URIs and relative references by the grammar of RFC 3986, appendix A, split as its appendix B
// does: scheme, authority, path, query, fragment. Only what the grammar allows passes; IRIs (other
// than ASCII characters) are to be percent-encoded by whoever makes them.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "absl/status/status.h"
#include "cloudevents/attribute.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/quoted.h"

namespace cloudevents {
namespace {

using internal::InvalidArgument;
using internal::Quoted;

constexpr bool IsAlpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsHexDigit(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Sets of characters, one bit each.
constexpr std::uint8_t kRegName = 1;   // unreserved / sub-delims
constexpr std::uint8_t kUserInfo = 2;  // reg-name / ":"
constexpr std::uint8_t kPath = 4;      // pchar / "/"
constexpr std::uint8_t kQuery = 8;     // pchar / "/" / "?"; also a fragment
constexpr std::uint8_t kScheme = 16;   // ALPHA / DIGIT / "+" / "-" / "."

constexpr std::array<std::uint8_t, 256> kSets = [] {
  std::array<std::uint8_t, 256> sets{};
  const auto add = [&](std::string_view characters, int set) {
    for (char c : characters) sets[static_cast<unsigned char>(c)] |= static_cast<std::uint8_t>(set);
  };
  constexpr std::string_view kAlphaNumeric =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  add(kAlphaNumeric, kRegName | kUserInfo | kPath | kQuery | kScheme);
  add("-._~!$&'()*+,;=", kRegName | kUserInfo | kPath | kQuery);
  add(":", kUserInfo | kPath | kQuery);
  add("@/", kPath | kQuery);
  add("?", kQuery);
  add("+-.", kScheme);
  return sets;
}();

bool InSet(char c, std::uint8_t set) { return (kSets[static_cast<unsigned char>(c)] & set) != 0; }

// Whether `part` consists of the set's characters and percent-encoded bytes.
bool AllIn(std::string_view part, std::uint8_t set) {
  for (std::size_t i = 0; i < part.size(); ++i) {
    if (InSet(part[i], set)) continue;
    if (part[i] != '%' || i + 2 >= part.size() || !IsHexDigit(part[i + 1]) ||
        !IsHexDigit(part[i + 2])) {
      return false;
    }
    i += 2;
  }
  return true;
}

// "[" ( IPv6address / IPvFuture ) "]". The inside is held to its characters, not to the address
// grammar: an event names its source, nobody connects to it.
bool IsIpLiteral(std::string_view host) {
  if (host.size() < 4 || !host.ends_with(']')) return false;
  const std::string_view inside = host.substr(1, host.size() - 2);
  if (inside.front() == 'v' || inside.front() == 'V') {
    const std::size_t dot = inside.find('.');
    return dot != std::string_view::npos && dot > 1 && dot + 1 < inside.size() &&
           std::all_of(inside.begin() + 1, inside.begin() + static_cast<std::ptrdiff_t>(dot),
                       IsHexDigit) &&
           std::all_of(inside.begin() + static_cast<std::ptrdiff_t>(dot) + 1, inside.end(),
                       [](char c) { return InSet(c, kUserInfo); });
  }
  return inside.find(':') != std::string_view::npos &&
         std::all_of(inside.begin(), inside.end(),
                     [](char c) { return IsHexDigit(c) || c == ':' || c == '.'; });
}

// [ userinfo "@" ] host [ ":" port ]. What is wrong, or nullptr.
const char* WrongAuthority(std::string_view authority) {
  if (const std::size_t at = authority.find('@'); at != std::string_view::npos) {
    if (!AllIn(authority.substr(0, at), kUserInfo)) return "the user information is malformed";
    authority.remove_prefix(at + 1);
  }
  std::size_t host_end = authority.find(':');
  if (authority.starts_with('[')) {
    const std::size_t bracket = authority.find(']');
    if (bracket == std::string_view::npos) return "the host's [ is not closed";
    host_end = bracket + 1;
    if (!IsIpLiteral(authority.substr(0, host_end))) return "the host is no IP literal";
    if (host_end < authority.size() && authority[host_end] != ':') {
      return "something follows the host's ]";
    }
  } else if (!AllIn(authority.substr(0, host_end), kRegName)) {
    return "the host has a character that is not allowed there";
  }
  if (host_end >= authority.size()) return nullptr;
  const std::string_view port = authority.substr(host_end + 1);
  return std::all_of(port.begin(), port.end(), IsDigit) ? nullptr : "the port is not a number";
}

// What is wrong, or nullptr.
const char* WrongUriReference(std::string_view rest, bool must_be_absolute) {
  if (const std::size_t hash = rest.find('#'); hash != std::string_view::npos) {
    if (!AllIn(rest.substr(hash + 1), kQuery)) {
      return "the fragment has a character that is not allowed there";
    }
    rest = rest.substr(0, hash);
  }
  if (const std::size_t question = rest.find('?'); question != std::string_view::npos) {
    if (!AllIn(rest.substr(question + 1), kQuery)) {
      return "the query has a character that is not allowed there";
    }
    rest = rest.substr(0, question);
  }
  // A colon in the first path segment makes what stands before it a scheme.
  const std::size_t colon = rest.find(':');
  if (colon != std::string_view::npos && colon < rest.find('/')) {
    const std::string_view scheme = rest.substr(0, colon);
    if (scheme.empty() || !IsAlpha(scheme.front()) ||
        !std::all_of(scheme.begin(), scheme.end(), [](char c) { return InSet(c, kScheme); })) {
      return "the scheme is malformed";
    }
    rest.remove_prefix(colon + 1);
  } else if (must_be_absolute) {
    return "it has no scheme";
  }
  if (rest.starts_with("//")) {
    rest.remove_prefix(2);
    const std::size_t path = std::min(rest.find('/'), rest.size());
    if (const char* wrong = WrongAuthority(rest.substr(0, path)); wrong != nullptr) return wrong;
    rest.remove_prefix(path);
  }
  return AllIn(rest, kPath) ? nullptr : "the path has a character that is not allowed there";
}

}  // namespace

absl::Status ValidateUri(std::string_view text) {
  const char* wrong = WrongUriReference(text, /*must_be_absolute=*/true);
  if (wrong == nullptr) return absl::OkStatus();
  return InvalidArgument(Quoted(text), " is no absolute URI (RFC 3986): ", wrong);
}

absl::Status ValidateUriReference(std::string_view text) {
  const char* wrong = WrongUriReference(text, /*must_be_absolute=*/false);
  if (wrong == nullptr) return absl::OkStatus();
  return InvalidArgument(Quoted(text), " is no URI-reference (RFC 3986): ", wrong);
}

}  // namespace cloudevents
