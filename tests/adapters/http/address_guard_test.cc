#include "adapters/http/address_guard.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <optional>
#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace adapters {
namespace {

std::optional<std::string_view> RangeOf(const char* text) {
  sockaddr_in6 v6 = {};
  v6.sin6_family = AF_INET6;
  if (inet_pton(AF_INET6, text, &v6.sin6_addr) == 1) {
    return ReservedRange(reinterpret_cast<const sockaddr&>(v6), sizeof(v6));
  }
  sockaddr_in v4 = {};
  v4.sin_family = AF_INET;
  EXPECT_EQ(inet_pton(AF_INET, text, &v4.sin_addr), 1) << text;
  return ReservedRange(reinterpret_cast<const sockaddr&>(v4), sizeof(v4));
}

TEST(AddressGuard, RefusesWhatIsNotPublic) {
  const struct {
    const char* address;
    std::string_view range;
  } kCases[] = {
      {"0.0.0.0", "this network"},
      {"0.1.2.3", "this network"},
      {"10.0.0.0", "private"},
      {"10.255.255.255", "private"},
      {"100.64.0.0", "carrier-grade NAT"},
      {"100.100.100.200", "carrier-grade NAT"},
      {"100.127.255.255", "carrier-grade NAT"},
      {"127.0.0.1", "loopback"},
      {"127.255.255.255", "loopback"},
      {"169.254.169.254", "link-local"},
      {"172.16.0.0", "private"},
      {"172.31.255.255", "private"},
      {"192.0.0.192", "protocol assignments"},
      {"192.0.2.1", "documentation"},
      {"192.88.99.1", "6to4 relay"},
      {"192.168.0.1", "private"},
      {"198.18.0.1", "benchmarking"},
      {"198.19.255.255", "benchmarking"},
      {"198.51.100.1", "documentation"},
      {"203.0.113.1", "documentation"},
      {"224.0.0.1", "multicast"},
      {"239.255.255.255", "multicast"},
      {"240.0.0.1", "reserved"},
      {"255.255.255.255", "reserved"},
      {"::", "unspecified"},
      {"::1", "loopback"},
      {"::8.8.8.8", "IPv4-compatible"},
      {"::ffff:127.0.0.1", "loopback"},
      {"::ffff:169.254.169.254", "link-local"},
      {"::ffff:10.1.2.3", "private"},
      {"64:ff9b::7f00:1", "loopback"},
      {"64:ff9b::a9fe:a9fe", "link-local"},
      {"64:ff9b:1::808:808", "local NAT64"},
      {"100::1", "discard-only"},
      {"2001::1", "protocol assignments"},
      {"2001:1ff::1", "protocol assignments"},
      {"2001:db8::1", "documentation"},
      {"2002:7f00:1::", "6to4"},
      {"3fff::1", "documentation"},
      {"3fff:fff::1", "documentation"},
      {"5f00::1", "reserved"},
      {"4000::1", "reserved"},
      {"fc00::1", "unique local"},
      {"fd00:ec2::254", "unique local"},
      {"fe80::1", "link-local"},
      {"febf::1", "link-local"},
      {"fec0::1", "site-local"},
      {"ff02::1", "multicast"},
  };
  for (const auto& test : kCases) {
    const std::optional<std::string_view> range = RangeOf(test.address);
    ASSERT_TRUE(range.has_value()) << test.address;
    EXPECT_EQ(*range, test.range) << test.address;
  }
}

TEST(AddressGuard, LetsPublicAddressesPassUpToTheRangesEdges) {
  for (const char* address :
       {"1.0.0.0",        "8.8.8.8",          "9.255.255.255",       "11.0.0.0",
        "100.63.255.255", "100.128.0.0",      "126.255.255.255",     "128.0.0.0",
        "169.253.0.1",    "169.255.0.1",      "172.15.255.255",      "172.32.0.0",
        "192.0.1.0",      "192.167.255.255",  "192.169.0.0",         "198.17.255.255",
        "198.20.0.0",     "223.255.255.255",  "2001:200::1",         "2001:4860:4860::8888",
        "2003::1",        "2606:4700::1111",  "3ffe:ffff::1",        "3fff:1000::1",
        "::ffff:8.8.8.8", "64:ff9b::808:808", "2a00:1450:4001::200e"}) {
    EXPECT_EQ(RangeOf(address), std::nullopt) << address;
  }
}

TEST(AddressGuard, RefusesWhatIsNoWholeInternetAddress) {
  sockaddr_un local = {};
  local.sun_family = AF_UNIX;
  EXPECT_TRUE(ReservedRange(reinterpret_cast<const sockaddr&>(local), sizeof(local)).has_value());
  sockaddr_in v4 = {};
  v4.sin_family = AF_INET;
  v4.sin_addr.s_addr = htonl(0x08080808);
  EXPECT_FALSE(ReservedRange(reinterpret_cast<const sockaddr&>(v4), sizeof(v4)).has_value());
  EXPECT_TRUE(ReservedRange(reinterpret_cast<const sockaddr&>(v4), 4).has_value());
}

}  // namespace
}  // namespace adapters
