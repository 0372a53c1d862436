// Percent-encoding of header values, both ways.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "cloudevents/bindings/header_value.h"

namespace cloudevents {
namespace {

struct EncodeRow {
  std::string_view text;
  std::string_view value;
};

TEST(HeaderValueTest, EncodesAndDecodesBack) {
  const EncodeRow rows[] = {
      {"", ""},
      {"a", "a"},
      {"!", "!"},
      {"~", "~"},
      {" ", "%20"},
      {"\"", "%22"},
      {"%", "%25"},
      {"%20", "%2520"},
      {"a b", "a%20b"},
      {" a ", "%20a%20"},
      {"\"quoted\"", "%22quoted%22"},
      {"\\", "\\"},
      {"a,b;c=d", "a,b;c=d"},
      {"/path?q#f", "/path?q#f"},
      {"2018-04-05T17:31:00+01:00", "2018-04-05T17:31:00+01:00"},
      {"https://example.com/%7Ea", "https://example.com/%257Ea"},
      {"\u00A0", "%C2%A0"},
      {"\u00E9", "%C3%A9"},
      {"\u20AC", "%E2%82%AC"},
      {"\U0001F600", "%F0%9F%98%80"},
      {"Euro \u20AC \U0001F600", "Euro%20%E2%82%AC%20%F0%9F%98%80"},
      {"\x7F", "%7F"},
      {"\n", "%0A"},
      {"\t", "%09"},
      {std::string_view("\0", 1), "%00"},
  };
  for (const EncodeRow& row : rows) {
    EXPECT_EQ(PercentEncodeHeaderValue(row.text), row.value);
    const absl::StatusOr<std::string> text = PercentDecodeHeaderValue(row.value);
    ASSERT_TRUE(text.ok()) << text.status();
    EXPECT_EQ(*text, row.text);
  }
}

TEST(HeaderValueTest, DecodesWhatOthersWrite) {
  const EncodeRow rows[] = {
      {"Euro \u20AC \U0001F600", "Euro \u20AC \U0001F600"},  // raw UTF-8
      {"Euro \u20AC", "Euro%20%e2%82%ac"},                   // lower-case digits
      {"ABC", "%41%42%43"},                                  // needlessly encoded
      {"a", " a\t"},                                         // space around the value
      {"a b", "a b"},
      {" a ", "\" a \""},
      {"a\"b", "\"a\\\"b\""},
      {"a\\b", "\"a\\\\b\""},
      {"ab", "\"a\\b\""},
      {"", "\"\""},
      {"a b", "\"a%20b\""},  // unquoted first, then decoded once
      {"%20", "\"%2520\""},
      {"a%b", "\"a\\%25b\""},
      {"a\"b", "a\"b"},
      {"a\\b", "a\\b"},
  };
  for (const EncodeRow& row : rows) {
    const absl::StatusOr<std::string> text = PercentDecodeHeaderValue(row.value);
    ASSERT_TRUE(text.ok()) << row.value << ": " << text.status();
    EXPECT_EQ(*text, row.text) << row.value;
  }
}

TEST(HeaderValueTest, RefusesWhatIsBroken) {
  for (std::string_view value :
       {"%",      "a%",    "%2",      "%zz",       "%2g",          "%g2",  "%%20", "% 20",
        "%C0%A0", "%C3",   "%A9",     "%ED%A0%80", "%F4%90%80%80", "%FF",  "\xFF", "\"",
        "\"a",    "\"a\\", "\"a\\\"", "\"a\"b",    "\"a\" \"b\"",  "\"%\""}) {
    EXPECT_FALSE(PercentDecodeHeaderValue(value).ok()) << value;
  }
}

}  // namespace
}  // namespace cloudevents
