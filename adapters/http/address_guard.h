// Tells public addresses from those that only a machine's own network reaches, so that a URL which
// somebody else chose cannot make us talk to our own services (server-side request forgery).
//
//   if (auto range = adapters::ReservedRange(address)) refuse(*range);  // "loopback"
#ifndef ADAPTERS_HTTP_ADDRESS_GUARD_H_
#define ADAPTERS_HTTP_ADDRESS_GUARD_H_

#include <netinet/in.h>
#include <sys/socket.h>

#include <optional>
#include <string_view>

namespace adapters {

// What kind of range the address lies in when it is not a public unicast one, in a few words;
// nothing when it is public. By IANA's special-purpose address registries (RFC 6890 and its
// updates). An IPv6 address that stands for an IPv4 one (mapped, or behind the well-known NAT64
// prefix) is judged by that one. In IPv6 only 2000::/3 is public.
std::optional<std::string_view> ReservedRange(const in_addr& address);
std::optional<std::string_view> ReservedRange(const in6_addr& address);

// The same for the address of a socket; any family but IPv4 and IPv6, and any address shorter than
// its family says, is not public.
std::optional<std::string_view> ReservedRange(const sockaddr& address, socklen_t length);

}  // namespace adapters

#endif  // ADAPTERS_HTTP_ADDRESS_GUARD_H_
