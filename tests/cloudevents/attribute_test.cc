#include "cloudevents/attribute.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <concepts>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents {
namespace {

using ::testing::HasSubstr;
using ::testing::Optional;

// What may become an attribute is decided by the compiler: nothing that loses.
static_assert(std::convertible_to<bool, AttributeValue>);
static_assert(std::convertible_to<std::int32_t, AttributeValue>);
static_assert(std::convertible_to<const char*, AttributeValue>);
static_assert(std::convertible_to<std::string_view, AttributeValue>);
static_assert(std::convertible_to<absl::Time, AttributeValue>);
static_assert(!std::convertible_to<std::int64_t, AttributeValue>);
static_assert(!std::convertible_to<std::uint32_t, AttributeValue>);
static_assert(!std::convertible_to<double, AttributeValue>);
static_assert(!std::convertible_to<char, AttributeValue>);
static_assert(!std::convertible_to<void*, AttributeValue>);

std::string MessageOf(const absl::Status& status) { return std::string(internal::Message(status)); }

TEST(AttributeValueTest, HoldsItsTypeAndCanonicalText) {
  EXPECT_EQ(AttributeValue(true).text(), "true");
  EXPECT_EQ(AttributeValue(false).type(), AttributeType::kBoolean);
  EXPECT_EQ(AttributeValue(std::numeric_limits<std::int32_t>::min()).text(), "-2147483648");
  EXPECT_EQ(AttributeValue("x").type(), AttributeType::kString);
  EXPECT_EQ(AttributeValue::Binary("Ma").text(), "TWE=");
  EXPECT_EQ(AttributeValue(absl::UnixEpoch()).text(), "1970-01-01T00:00:00Z");
}

TEST(AttributeValueTest, ReadsBackInItsOwnTypeOnly) {
  EXPECT_THAT(AttributeValue(true).view().boolean(), Optional(true));
  EXPECT_THAT(AttributeValue(-7).view().integer(), Optional(-7));
  EXPECT_THAT(AttributeValue::Binary(std::string_view("\0\xFF", 2)).view().binary(),
              Optional(std::string("\0\xFF", 2)));
  EXPECT_THAT(AttributeValue(absl::FromUnixSeconds(5)).view().timestamp(),
              Optional(absl::FromUnixSeconds(5)));
  EXPECT_EQ(AttributeValue("true").view().boolean(), std::nullopt);
  EXPECT_EQ(AttributeValue("7").view().integer(), std::nullopt);
  EXPECT_EQ(AttributeValue("TWE=").view().binary(), std::nullopt);
  EXPECT_EQ(AttributeValue("1970-01-01T00:00:00Z").view().timestamp(), std::nullopt);
}

TEST(AttributeValueTest, EqualityIsOfTypeAndText) {
  EXPECT_EQ(AttributeValue(5), AttributeValue(5));
  EXPECT_FALSE(AttributeValue(5) == AttributeValue("5"));
  EXPECT_FALSE(*AttributeValue::Timestamp("2020-01-01T00:00:00Z") ==
               *AttributeValue::Timestamp("2020-01-01T01:00:00+01:00"));
}

TEST(AttributeValueTest, FactoriesRefuseWithTheValueAndTheReason) {
  EXPECT_THAT(MessageOf(AttributeValue::Uri("relative/path").status()),
              HasSubstr("\"relative/path\" is no absolute URI (RFC 3986): it has no scheme"));
  EXPECT_THAT(MessageOf(AttributeValue::UriReference("a b").status()),
              HasSubstr("\"a b\" is no URI-reference"));
  EXPECT_EQ(AttributeValue::Timestamp("now").status().code(), absl::StatusCode::kInvalidArgument);
}

struct ParseRow {
  AttributeType type;
  std::string_view text;
  bool valid;
};

TEST(ValidateAttributeTest, TakesCanonicalTextOnly) {
  const ParseRow rows[] = {
      {AttributeType::kBoolean, "true", true},
      {AttributeType::kBoolean, "false", true},
      {AttributeType::kBoolean, "True", false},
      {AttributeType::kBoolean, "1", false},
      {AttributeType::kBoolean, "", false},
      {AttributeType::kInteger, "0", true},
      {AttributeType::kInteger, "-1", true},
      {AttributeType::kInteger, "2147483647", true},
      {AttributeType::kInteger, "-2147483648", true},
      {AttributeType::kInteger, "2147483648", false},
      {AttributeType::kInteger, "-2147483649", false},
      {AttributeType::kInteger, "4247483647", false},
      {AttributeType::kInteger, "99999999999999999999", false},
      {AttributeType::kInteger, "1.5", false},
      {AttributeType::kInteger, "1.0", false},
      {AttributeType::kInteger, "1e3", false},
      {AttributeType::kInteger, "+1", false},
      {AttributeType::kInteger, "01", false},
      {AttributeType::kInteger, "-0", false},
      {AttributeType::kInteger, "-01", false},
      {AttributeType::kInteger, "-", false},
      {AttributeType::kInteger, " 1", false},
      {AttributeType::kInteger, "", false},
      {AttributeType::kBinary, "", true},
      {AttributeType::kBinary, "TQ==", true},
      {AttributeType::kBinary, "TWE=", true},
      {AttributeType::kBinary, "TWFu", true},
      {AttributeType::kBinary, "+/+/", true},
      {AttributeType::kBinary, "TWE", false},
      {AttributeType::kBinary, "TWF=", false},
      {AttributeType::kBinary, "TR==", false},
      {AttributeType::kBinary, "====", false},
      {AttributeType::kBinary, "T===", false},
      {AttributeType::kBinary, "TW E", false},
      {AttributeType::kBinary, "TWE=TWE=", false},
      {AttributeType::kBinary, "-_-_", false},
  };
  for (const ParseRow& row : rows) {
    EXPECT_EQ(ValidateAttribute(row.type, row.text).ok(), row.valid)
        << AttributeTypeName(row.type) << " '" << row.text << "'";
  }
}

TEST(ValidateAttributeNameTest, TakesLowerCaseLettersAndDigits) {
  for (std::string_view name : {"a", "traceparent", "0", "x1", "averyveryveryverylongname"}) {
    EXPECT_TRUE(ValidateAttributeName(name).ok()) << name;
  }
  for (std::string_view name :
       {"", "data", "A", "my-ext", "my_ext", "my.ext", "a b", "é", "data_base64"}) {
    EXPECT_FALSE(ValidateAttributeName(name).ok()) << name;
  }
}

struct StringRow {
  std::string_view text;
  bool valid;
};

TEST(ValidateStringTest, RefusesWhatTheSpecificationForbids) {
  const StringRow rows[] = {
      {"", true},
      {"plain", true},
      {"\"quoted\" \\ ~", true},
      {"exactly eight and then some", true},
      {"Euro \u20AC", true},
      {"\U0001F600", true},
      {"\u00A0", true},
      {"\uFFFD", true},
      {"\uFDCF", true},
      {"\uFDF0", true},
      {std::string_view("\0", 1), false},
      {"a\nb", false},
      {"12345678\n", false},
      {"\x1F", false},
      {"\x7F", false},
      {"1234567\x7F", false},
      {"\xC2\x80", false},
      {"\xC2\x9F", false},
      {"\xEF\xB7\x90", false},      // U+FDD0
      {"\xEF\xB7\xAF", false},      // U+FDEF
      {"\xEF\xBF\xBE", false},      // U+FFFE
      {"\xEF\xBF\xBF", false},      // U+FFFF
      {"\xF0\x9F\xBF\xBE", false},  // U+1FFFE
      {"\xF4\x8F\xBF\xBF", false},  // U+10FFFF
      {"\xED\xA0\x80", false},      // a lone surrogate
      {"\xC0\xA0", false},          // overlong
      {"\xE0\x80\xA0", false},
      {"\xF4\x90\x80\x80", false},  // past U+10FFFF
      {"\xFF", false},
      {"\xE2\x82", false},  // cut off
      {"\x80", false},
  };
  for (const StringRow& row : rows) {
    EXPECT_EQ(ValidateString(row.text).ok(), row.valid) << ::testing::PrintToString(row.text);
  }
}

TEST(ValidateStringTest, NamesTheCharacterAndItsPlace) {
  EXPECT_THAT(MessageOf(ValidateString("ab\ncd")),
              HasSubstr(R"("ab\ncd" has the control character U+000A at byte 2)"));
  EXPECT_THAT(MessageOf(ValidateString("ab\xFF")), HasSubstr("byte 2 is malformed"));
  EXPECT_THAT(MessageOf(ValidateString(std::string(1000, 'x') + "\n")),
              HasSubstr("... (1001 bytes) has the control character"));
}

struct UriRow {
  std::string_view text;
  bool reference;
  bool absolute;
};

TEST(ValidateUriTest, FollowsTheGrammar) {
  const UriRow rows[] = {
      {"https://cloudevents.io", true, true},
      {"https://user:pw@host:8080/a/b?c=d/e?f", true, true},
      {"https://example.com/schema.json#/definitions/order", true, true},
      {"urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66", true, true},
      {"mailto:cncf-wg-serverless@lists.cncf.io", true, true},
      {"https://[2001:db8::1]:443/", true, true},
      {"https://[v1.a:b]/", true, true},
      {"file:///etc/hosts", true, true},
      {"a:", true, true},
      {"x-y+z.1:opaque", true, true},
      {"https://host:/", true, true},
      {"//authority/path", true, false},
      {"/cloudevents/spec/pull/123", true, false},
      {"#fragment", true, false},
      {"?query", true, false},
      {"1-555-123-4567", true, false},
      {"sensors/tn-1234567/alerts", true, false},
      {"./a:b", true, false},
      {"a%20b", true, false},
      {"", true, false},
      {"1a:b", false, false},
      {":b", false, false},
      {"a b", false, false},
      {"http://a b/", false, false},
      {"caf\xC3\xA9", false, false},
      {"a%2", false, false},
      {"a%zz", false, false},
      {"a#b#c", false, false},
      {"http://host:80a/", false, false},
      {"http://[::1", false, false},
      {"http://[::1]x/", false, false},
      {"http://[zz]/", false, false},
      {"http://us<er@host/", false, false},
      {"a\"b", false, false},
      {"a\nb", false, false},
      {"{template}", false, false},
      {"a\\b", false, false},
      {"a|b", false, false},
  };
  for (const UriRow& row : rows) {
    EXPECT_EQ(ValidateUriReference(row.text).ok(), row.reference) << row.text;
    EXPECT_EQ(ValidateUri(row.text).ok(), row.absolute) << row.text;
  }
}

}  // namespace
}  // namespace cloudevents
