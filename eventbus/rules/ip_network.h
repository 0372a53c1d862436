// IP addresses and networks (CIDR blocks), of version 4 and 6.
//
//   absl::StatusOr<IpNetwork> network = IpNetwork::Parse("10.0.0.0/8");
//   network->Contains("10.1.2.3");  // true
//
// Addresses are read strictly: four decimal numbers without leading zeros (which some programs
// take for octal), or RFC 4291, section 2.2, forms 1 to 3. The two versions are separate: an
// IPv4-mapped IPv6 address lies in no IPv4 network.
#ifndef EVENTBUS_RULES_IP_NETWORK_H_
#define EVENTBUS_RULES_IP_NETWORK_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace eventbus::rules {

struct IpAddress {
  std::size_t size = 0;  // in bytes: 4 or 16
  std::array<std::uint8_t, 16> bytes = {};

  static std::optional<IpAddress> Parse(std::string_view text);
};

// An immutable value.
class IpNetwork {
 public:
  // "ADDRESS/BITS". Bits of the address past the mask are ignored. InvalidArgument says what is
  // wrong.
  static absl::StatusOr<IpNetwork> Parse(std::string_view text);

  // Whether `address` is the text of an address of this network's version that lies in it.
  bool Contains(std::string_view address) const;

  // As written.
  std::string_view text() const { return text_; }

 private:
  IpNetwork() = default;

  std::string text_;
  IpAddress base_;
  std::size_t bits_ = 0;
};

}  // namespace eventbus::rules

#endif  // EVENTBUS_RULES_IP_NETWORK_H_
