// What the tests at the leaves compare by: decimals, case folding, IP addresses.
#include <compare>
#include <string>
#include <string_view>
#include <vector>

#include "eventbus/rules/case_folding.h"
#include "eventbus/rules/decimal.h"
#include "eventbus/rules/ip_network.h"
#include "gtest/gtest.h"

namespace eventbus::rules {
namespace {

TEST(DecimalTest, OrdersByValue) {
  // Each list holds notations of one number; the lists ascend.
  const std::vector<std::vector<std::string>> ascending = {
      {"-1e309", "-10e308"},
      {"-9007199254740993", "-9007199254740993.0"},
      {"-9007199254740992"},
      {"-2", "-2.0", "-0.2e1"},
      {"-1.5"},
      {"-0.001", "-1e-3"},
      {"0", "-0", "0.0", "0e5", "-0.00e-7"},
      {"1e-400", "0.1e-399"},
      {"0.05", "5e-2", "0.5E-1"},
      {"0.5", "0.50"},
      {"1", "1.0", "10e-1", "0.001e+3"},
      {"3.1415926535897931"},
      {"3.1415926535897932"},
      {"9"},
      {"10", "1e1"},
      {"300", "3e2", "300.0"},
      {"9007199254740992"},
      {"9007199254740993"},
      {"1e309", "0.1e310"},
  };
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    for (std::size_t j = 0; j < ascending.size(); ++j) {
      for (const std::string& a : ascending[i]) {
        for (const std::string& b : ascending[j]) {
          EXPECT_EQ(*Decimal::Parse(a) <=> *Decimal::Parse(b), std::strong_ordering(i <=> j))
              << a << " and " << b;
        }
      }
    }
  }
}

TEST(DecimalTest, RefusesWhatIsNoJsonNumber) {
  for (const std::string_view text :
       {"", "-", "01", "+1", ".5", "1.", "1e", "1e+", "1 ", "0x1", "NaN", "1e5.5", "--1", "1,0"}) {
    EXPECT_FALSE(Decimal::Parse(text).has_value()) << text;
  }
}

TEST(DecimalTest, BoundsExponents) {
  EXPECT_EQ(*Decimal::Parse("1e99999999999999999999"), *Decimal::Parse("1e999999999999999999999"));
  EXPECT_LT(*Decimal::Parse("1e999999999999"), *Decimal::Parse("1e1000000000000"));
  EXPECT_GT(*Decimal::Parse("1e-99999999999999999999"), *Decimal::Parse("0"));
}

TEST(CaseFoldingTest, IsSimpleFolding) {
  EXPECT_EQ(FoldCase("Hello, World 123"), "hello, world 123");
  EXPECT_EQ(FoldCase("ÀÉÎ ΑΣς ЖЯ Ꭰ ꭰ Ǆ"), "àéî ασσ жя Ꭰ Ꭰ ǆ");
  EXPECT_EQ(FoldCase("ßẞ"), "ßß");
  EXPECT_EQ(FoldCase("İıi"), "İıi");
  EXPECT_EQ(FoldCase("\u212A\u017F\u00B5"), "ks\u03BC");
  EXPECT_EQ(FoldCase("😀𐐀𐐨"), "😀𐐨𐐨");
  EXPECT_EQ(FoldCase("A\xFFZ"), "a\xFFz");
}

TEST(CaseFoldingTest, FoldingTwiceChangesNothing) {
  for (char32_t point = 0; point <= 0x10FFFF; ++point) {
    const char32_t folded = FoldCase(point);
    ASSERT_EQ(FoldCase(folded), folded) << std::hex << static_cast<unsigned>(point);
  }
}

TEST(IpNetworkTest, ReadsAddresses) {
  for (const std::string_view good :
       {"0.0.0.0", "255.255.255.255", "::", "::1", "1::", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8", "2001:DB8::a", "::ffff:10.0.0.1", "1:2:3:4:5:6:1.2.3.4"}) {
    EXPECT_TRUE(IpAddress::Parse(good).has_value()) << good;
  }
  for (const std::string_view bad : {"",
                                     "1.2.3",
                                     "1.2.3.4.5",
                                     "256.0.0.1",
                                     "01.2.3.4",
                                     "1.2.3.4 ",
                                     "1..2.3",
                                     "a.b.c.d",
                                     ":",
                                     ":::",
                                     "1::2::3",
                                     "1:2:3:4:5:6:7",
                                     "1:2:3:4:5:6:7:8:9",
                                     "1:2:3:4:5:6:7:8::",
                                     "12345::",
                                     "g::",
                                     "1:",
                                     ":1",
                                     "::1%eth0",
                                     "1.2.3.4::",
                                     "::1.2.3",
                                     "1:2:3:4:5:6:7:1.2.3.4"}) {
    EXPECT_FALSE(IpAddress::Parse(bad).has_value()) << bad;
  }
}

}  // namespace
}  // namespace eventbus::rules
