#include "adapters/http/address_guard.h"

#include <arpa/inet.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace adapters {
namespace {

constexpr std::uint32_t V4(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  return (a << 24) | (b << 16) | (c << 8) | d;
}

struct RangeV4 {
  std::uint32_t prefix;
  int bits;
  std::string_view name;
};

// https://www.iana.org/assignments/iana-ipv4-special-registry, and multicast (RFC 5771).
constexpr RangeV4 kRangesV4[] = {
    {V4(0, 0, 0, 0), 8, "this network"},
    {V4(10, 0, 0, 0), 8, "private"},
    {V4(100, 64, 0, 0), 10, "carrier-grade NAT"},
    {V4(127, 0, 0, 0), 8, "loopback"},
    {V4(169, 254, 0, 0), 16, "link-local"},
    {V4(172, 16, 0, 0), 12, "private"},
    {V4(192, 0, 0, 0), 24, "protocol assignments"},
    {V4(192, 0, 2, 0), 24, "documentation"},
    {V4(192, 88, 99, 0), 24, "6to4 relay"},
    {V4(192, 168, 0, 0), 16, "private"},
    {V4(198, 18, 0, 0), 15, "benchmarking"},
    {V4(198, 51, 100, 0), 24, "documentation"},
    {V4(203, 0, 113, 0), 24, "documentation"},
    {V4(224, 0, 0, 0), 4, "multicast"},
    {V4(240, 0, 0, 0), 4, "reserved"},
};

struct RangeV6 {
  std::array<std::uint8_t, 16> prefix;
  int bits;
  std::string_view name;
};

// https://www.iana.org/assignments/iana-ipv6-special-registry; the more telling name comes first.
constexpr RangeV6 kRangesV6[] = {
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 128, "unspecified"},
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, "loopback"},
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 96, "IPv4-compatible"},
    {{0x00, 0x64, 0xff, 0x9b, 0x00, 0x01}, 48, "local NAT64"},
    {{0x01, 0x00}, 64, "discard-only"},
    {{0x20, 0x01, 0x00}, 23, "protocol assignments"},
    {{0x20, 0x01, 0x0d, 0xb8}, 32, "documentation"},
    {{0x20, 0x02}, 16, "6to4"},
    {{0x3f, 0xff, 0x00}, 20, "documentation"},
    {{0xfc}, 7, "unique local"},
    {{0xfe, 0x80}, 10, "link-local"},
    {{0xfe, 0xc0}, 10, "site-local"},
    {{0xff}, 8, "multicast"},
};

constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr std::array<std::uint8_t, 12> kNat64 = {0, 0x64, 0xff, 0x9b};

bool HasPrefix(const std::uint8_t* address, const std::uint8_t* prefix, int bits) {
  const auto whole = static_cast<std::size_t>(bits / 8);
  if (std::memcmp(address, prefix, whole) != 0) return false;
  if (bits % 8 == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xff << (8 - bits % 8));
  return ((address[whole] ^ prefix[whole]) & mask) == 0;
}

}  // namespace

std::optional<std::string_view> ReservedRange(const in_addr& address) {
  const std::uint32_t bits = ntohl(address.s_addr);
  for (const RangeV4& range : kRangesV4) {
    if ((bits ^ range.prefix) >> (32 - range.bits) == 0) return range.name;
  }
  return std::nullopt;
}

std::optional<std::string_view> ReservedRange(const in6_addr& address) {
  const std::uint8_t* bytes = address.s6_addr;
  if (HasPrefix(bytes, kMapped.data(), 96) || HasPrefix(bytes, kNat64.data(), 96)) {
    in_addr embedded;
    std::memcpy(&embedded, bytes + 12, sizeof(embedded));
    return ReservedRange(embedded);
  }
  for (const RangeV6& range : kRangesV6) {
    if (HasPrefix(bytes, range.prefix.data(), range.bits)) return range.name;
  }
  if ((bytes[0] & 0xe0) != 0x20) return "reserved";
  return std::nullopt;
}

std::optional<std::string_view> ReservedRange(const sockaddr& address, socklen_t length) {
  // Copies, since the caller's storage need not be aligned for the family.
  if (address.sa_family == AF_INET && length >= sizeof(sockaddr_in)) {
    sockaddr_in v4;
    std::memcpy(&v4, &address, sizeof(v4));
    return ReservedRange(v4.sin_addr);
  }
  if (address.sa_family == AF_INET6 && length >= sizeof(sockaddr_in6)) {
    sockaddr_in6 v6;
    std::memcpy(&v6, &address, sizeof(v6));
    return ReservedRange(v6.sin6_addr);
  }
  return "no Internet address";
}

}  // namespace adapters
