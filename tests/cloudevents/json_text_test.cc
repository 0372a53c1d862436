// The JSON scanner against tables and, on mutated texts, against nlohmann's parser.
#include "cloudevents/internal/json_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents::internal {
namespace {

using ::testing::HasSubstr;

constexpr std::size_t kDepth = 128;

struct Row {
  std::string_view text;
  bool valid;
};

// nlohmann skips a byte order mark, stops at a NUL, and refuses what no double holds.
bool NlohmannDiffers(std::string_view text) {
  return text.starts_with("\xEF\xBB\xBF") || text.find('\0') != std::string_view::npos ||
         text.ends_with("E+400");
}

TEST(JsonTextTest, FollowsTheGrammar) {
  const Row rows[] = {
      {"null", true},
      {" true\t\r\n", true},
      {"false", true},
      {"0", true},
      {"-0", true},
      {"-0.0e-0", true},
      {"12345678901234567890123456789", true},
      {"1.5E+400", true},
      {"\"\"", true},
      {"\"12345678\"", true},
      {R"("\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00")", true},
      {"\"\x7F\"", true},
      {"[]", true},
      {"{}", true},
      {"[ ]", true},
      {"[1,[2,{\"a\":[]}],\"]\"]", true},
      {R"({"a":1,"a":2})", true},
      {"", false},
      {" ", false},
      {"nul", false},
      {"nullx", false},
      {"True", false},
      {"+1", false},
      {"-", false},
      {"01", false},
      {"-01", false},
      {".5", false},
      {"1.", false},
      {"1.e1", false},
      {"1e", false},
      {"1e+", false},
      {"0x1", false},
      {"NaN", false},
      {"Infinity", false},
      {"'a'", false},
      {"\"a", false},
      {"\"a\\\"", false},
      {"\"\\", false},
      {"\"\\u12", false},
      {R"("\u12g4")", false},
      {R"("\x41")", false},
      {R"("\uD83D")", false},
      {R"("\uD83D\n")", false},
      {R"("\uD83Dxx1234")", false},
      {R"("\uD83D\u0041")", false},
      {R"("\uDE00")", false},
      {"\"a\nb\"", false},
      {"\"1234567\x1F\"", false},
      {std::string_view("\"\0\"", 3), false},
      {"\"\xFF\"", false},
      {"\"\xED\xA0\x80\"", false},
      {"[", false},
      {"]", false},
      {"[1", false},
      {"[1,]", false},
      {"[,1]", false},
      {"[1 2]", false},
      {"[1}", false},
      {"{", false},
      {"{\"a\"}", false},
      {"{\"a\":}", false},
      {"{\"a\":1,}", false},
      {"{a:1}", false},
      {"{1:1}", false},
      {"{\"a\":1]", false},
      {"1 2", false},
      {"{}{}", false},
      {"// comment\n1", false},
      {"\xEF\xBB\xBF"
       "1",
       false},
      {std::string_view("1\0", 2), false},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(ValidateJsonText(row.text, kDepth).ok(), row.valid) << row.text;
    if (NlohmannDiffers(row.text)) continue;
    EXPECT_EQ(nlohmann::json::accept(row.text), row.valid) << row.text << ": this table errs";
  }
}

TEST(JsonTextTest, NestsToTheLimit) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(ValidateJsonText("1", 0).ok());
  EXPECT_FALSE(ValidateJsonText("[]", 0).ok());
  EXPECT_TRUE(ValidateJsonText(nested(kDepth), kDepth).ok());
  EXPECT_THAT(std::string(Message(ValidateJsonText(nested(kDepth + 1), kDepth))),
              HasSubstr("at byte 128: nested deeper than max_depth"));
  EXPECT_TRUE(ValidateJsonText(nested(1'000'000), 1'000'000).ok());
}

TEST(JsonTextTest, UnescapesInPlace) {
  const Row rows[] = {{R"("\"\\\/\b\f\n\r\t")", true},
                      {R"("\u0000\u007f\u0080\u07ff\u0800\uffff\ud800\udc00\udbff\udfff")", true},
                      {R"("plain")", true},
                      {R"("a\u00e9b\n")", true}};
  for (const Row& row : rows) {
    std::string buffer(row.text);
    JsonScanner scanner(buffer);
    JsonString string;
    ASSERT_TRUE(scanner.ReadString(string)) << scanner.error();
    buffer.resize(1 + UnescapeJsonInPlace(buffer.data() + 1, string.raw.size()));
    EXPECT_EQ(buffer.substr(1), nlohmann::json::parse(row.text).get<std::string>()) << row.text;
  }
}

TEST(JsonTextTest, EscapesWhatMustBe) {
  std::string all;
  for (int c = 0; c < 0x80; ++c) all += static_cast<char>(c);
  all += "\u00E9\u20AC\U0001F600";
  std::string escaped;
  AppendJsonString(all, escaped);
  EXPECT_EQ(nlohmann::json::parse(escaped).get<std::string>(), all);
  escaped.clear();
  AppendJsonString("a\"b\\c/\n\x01\x7F", escaped);
  EXPECT_EQ(escaped, "\"a\\\"b\\\\c/\\n\\u0001\x7F\"");
}

// Texts that are nearly JSON: the scanner and nlohmann agree on each, and the unchecked scan finds
// the same end wherever the text is well-formed.
TEST(JsonTextTest, AgreesWithNlohmannOnMutatedTexts) {
  std::mt19937 random(20'260'723);
  constexpr std::string_view kSeed =
      R"({"a":[1,-2.5e+3,true,false,null,"x\n\u00e9\ud83d\ude00"],"b":{"c":{},"d":[]},"":"long enough"})";
  constexpr std::string_view kBytes = "{}[]\",:\\u09.eE+-tfn \n\x01\xC3";
  int accepted = 0;
  for (int round = 0; round < 50'000; ++round) {
    std::string text(kSeed);
    for (int change = static_cast<int>(random() % 3) + 1; change > 0; --change) {
      const std::size_t at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text.erase(at, 1);
          break;
        case 1:
          text[at] = kBytes[random() % kBytes.size()];
          break;
        default:
          text.insert(at, 1, kBytes[random() % kBytes.size()]);
      }
    }
    const bool valid = ValidateJsonText(text, kDepth).ok();
    // The one difference: nlohmann refuses numbers that no double holds.
    nlohmann::json value = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
    ASSERT_EQ(valid, !value.is_discarded() || (valid && text.find('e') != std::string::npos))
        << text;
    if (!valid) continue;
    ++accepted;
    std::string_view checked;
    std::string_view unchecked;
    ASSERT_TRUE(JsonScanner(text).ReadValue(kDepth, checked));
    ASSERT_TRUE(JsonScanner(text).ReadValueUnchecked(kDepth, unchecked)) << text;
    ASSERT_EQ(checked, unchecked);
  }
  EXPECT_GT(accepted, 1'000);
}

}  // namespace
}  // namespace cloudevents::internal
