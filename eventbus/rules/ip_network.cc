#include "eventbus/rules/ip_network.h"

#include <algorithm>
#include <vector>

#include "cloudevents/internal/abseil_strings.h"

namespace eventbus::rules {
namespace {

using ::cloudevents::internal::InvalidArgument;

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  for (std::size_t end = 0; (end = text.find(separator, start)) != std::string_view::npos;) {
    parts.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  parts.push_back(text.substr(start));
  return parts;
}

// A decimal number of at most three digits, without leading zeros.
std::optional<unsigned> ParseShortDecimal(std::string_view text) {
  if (text.empty() || text.size() > 3 || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  unsigned value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<unsigned> ParseHexGroup(std::string_view text) {
  if (text.empty() || text.size() > 4) return std::nullopt;
  unsigned value = 0;
  for (const char c : text) {
    const char lower = static_cast<char>(c | 0x20);
    if (c >= '0' && c <= '9') {
      value = value * 16 + (c - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      value = value * 16 + (lower - 'a' + 10);
    } else {
      return std::nullopt;
    }
  }
  return value;
}

// Appends the four bytes of "a.b.c.d".
bool AppendDottedQuad(std::string_view text, std::vector<std::uint8_t>& bytes) {
  const std::vector<std::string_view> parts = Split(text, '.');
  if (parts.size() != 4) return false;
  for (const std::string_view part : parts) {
    const std::optional<unsigned> value = ParseShortDecimal(part);
    if (!value.has_value() || *value > 255) return false;
    bytes.push_back(static_cast<std::uint8_t>(*value));
  }
  return true;
}

// Appends the bytes of groups between colons, none if `text` is empty. The last may be a dotted
// quad where `ends_address`.
bool AppendGroups(std::string_view text, bool ends_address, std::vector<std::uint8_t>& bytes) {
  if (text.empty()) return true;
  const std::vector<std::string_view> groups = Split(text, ':');
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const bool last = i + 1 == groups.size();
    if (last && ends_address && groups[i].find('.') != std::string_view::npos) {
      return AppendDottedQuad(groups[i], bytes);
    }
    const std::optional<unsigned> value = ParseHexGroup(groups[i]);
    if (!value.has_value()) return false;
    bytes.push_back(static_cast<std::uint8_t>(*value >> 8));
    bytes.push_back(static_cast<std::uint8_t>(*value & 0xFF));
  }
  return true;
}

std::optional<IpAddress> ParseV6(std::string_view text) {
  const std::size_t gap = text.find("::");
  const bool has_gap = gap != std::string_view::npos;
  std::vector<std::uint8_t> head;
  std::vector<std::uint8_t> tail;
  if (!AppendGroups(text.substr(0, gap), !has_gap, head)) return std::nullopt;
  if (has_gap && !AppendGroups(text.substr(gap + 2), true, tail)) return std::nullopt;
  const std::size_t given = head.size() + tail.size();
  if (has_gap ? given > 14 : given != 16) return std::nullopt;  // "::" is one group or more
  IpAddress address{.size = 16};
  std::copy(head.begin(), head.end(), address.bytes.begin());
  std::copy_backward(tail.begin(), tail.end(), address.bytes.end());
  return address;
}

// The first `bits` bits are the same.
bool SamePrefix(const IpAddress& a, const IpAddress& b, std::size_t bits) {
  const std::size_t whole = bits / 8;
  if (!std::equal(a.bytes.begin(), a.bytes.begin() + whole, b.bytes.begin())) return false;
  const std::size_t rest = bits % 8;
  return rest == 0 || ((a.bytes[whole] ^ b.bytes[whole]) >> (8 - rest)) == 0;
}

}  // namespace

std::optional<IpAddress> IpAddress::Parse(std::string_view text) {
  constexpr std::size_t kLongest = 45;  // "0000:0000:0000:0000:0000:0000:255.255.255.255"
  if (text.size() > kLongest) return std::nullopt;
  if (text.find(':') != std::string_view::npos) return ParseV6(text);
  std::vector<std::uint8_t> bytes;
  if (!AppendDottedQuad(text, bytes)) return std::nullopt;
  IpAddress address{.size = 4};
  std::copy(bytes.begin(), bytes.end(), address.bytes.begin());
  return address;
}

absl::StatusOr<IpNetwork> IpNetwork::Parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) {
    return InvalidArgument("has no mask; write ADDRESS/BITS, such as 10.0.0.0/8");
  }
  const std::optional<IpAddress> base = IpAddress::Parse(text.substr(0, slash));
  if (!base.has_value()) {
    return InvalidArgument("has no IP address before the slash; write one such as 10.0.0.0/8 or ",
                           "2001:db8::/32 (no leading zeros in IPv4)");
  }
  const std::optional<unsigned> bits = ParseShortDecimal(text.substr(slash + 1));
  if (!bits.has_value() || *bits > base->size * 8) {
    return InvalidArgument("has a mask that is no number from 0 to ", base->size * 8);
  }
  IpNetwork network;
  network.text_ = text;
  network.base_ = *base;
  network.bits_ = *bits;
  return network;
}

bool IpNetwork::Contains(std::string_view address) const {
  const std::optional<IpAddress> parsed = IpAddress::Parse(address);
  return parsed.has_value() && parsed->size == base_.size && SamePrefix(*parsed, base_, bits_);
}

}  // namespace eventbus::rules
