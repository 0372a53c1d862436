#include "eventbus/rules/json_reader.h"

#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace eventbus::rules {
namespace {

// The tokens of a text in one line, "!" for an error.
std::string Tokens(std::string_view text) {
  constexpr std::string_view kNames = "!.{}[]";
  JsonReader reader(text);
  std::string out;
  while (true) {
    const JsonToken token = reader.Next();
    if (token < JsonToken::kKey) {
      out += kNames[static_cast<std::size_t>(token)];
    } else {
      out += token == JsonToken::kKey      ? "k:"
             : token == JsonToken::kString ? "s:"
             : token == JsonToken::kNumber ? "n:"
                                           : "";
      out += reader.text();
    }
    if (token <= JsonToken::kEnd) return out;
    out += ' ';
  }
}

TEST(JsonReaderTest, ReadsTokens) {
  EXPECT_EQ(Tokens(R"( {"a" : [1, -2.5e+3,"x" ] , "" : {}, "b":[true,false,null]} )"),
            "{ k:a [ n:1 n:-2.5e+3 s:x ] k: { } k:b [ true false null ] } .");
  EXPECT_EQ(Tokens("0"), "n:0 .");
  EXPECT_EQ(Tokens(R"("a\"\\\/\b\f\n\r\tb")"), "s:a\"\\/\b\f\n\r\tb .");
  EXPECT_EQ(Tokens(R"("\u00e9\u20AC\ud83d\ude00")"), "s:é€😀 .");
  EXPECT_EQ(Tokens(R"("\ud83d")"), "s:\xED\xA0\xBD .");
  EXPECT_EQ(Tokens(R"("\ud83dx\ud83d\u0041")"),
            "s:\xED\xA0\xBDx\xED\xA0\xBD"
            "A .");
  EXPECT_EQ(Tokens("\"\xF0\x9F\x98\x80\""), "s:😀 .");
}

TEST(JsonReaderTest, RefusesWhatIsNoJson) {
  for (const std::string_view text : {"",
                                      " ",
                                      "{",
                                      "[",
                                      "}",
                                      "{]",
                                      "[}",
                                      "[1",
                                      "[1 2]",
                                      "[1,]",
                                      "[,1]",
                                      "{\"a\"}",
                                      "{\"a\":}",
                                      "{\"a\":1,}",
                                      "{,}",
                                      "{1:2}",
                                      "{\"a\" 1}",
                                      "tru",
                                      "nulll",
                                      "True",
                                      "01",
                                      "-",
                                      "1.",
                                      ".5",
                                      "1e",
                                      "+1",
                                      "1 1",
                                      "\"",
                                      "\"\\",
                                      "\"\\x\"",
                                      "\"\\u12\"",
                                      "\"\\u12g4\"",
                                      "\"\\ud83d\\u12\"",
                                      "\"\t\"",
                                      "\"\x80\"",
                                      "\"\xC0\x80\"",
                                      "\"\xED\xA0\x80\"",
                                      "\"\xF4\x90\x80\x80\"",
                                      "\"\xE2\x82\"",
                                      "\xEF\xBB\xBF{}",
                                      "// x\n1",
                                      "[1]]",
                                      "'a'",
                                      "NaN"}) {
    const std::string tokens = Tokens(text);
    EXPECT_EQ(tokens.back(), '!') << text << " gives " << tokens;
  }
  using std::string_view_literals::operator""sv;
  EXPECT_EQ(Tokens("1\0"sv).back(), '!');
  EXPECT_EQ(Tokens("\"\0\""sv).back(), '!');
}

TEST(JsonReaderTest, SkipsContainersButReadsThem) {
  JsonReader reader(R"([[1, {"a": []}], 2])");
  EXPECT_EQ(reader.Next(), JsonToken::kBeginArray);
  EXPECT_EQ(reader.Next(), JsonToken::kBeginArray);
  EXPECT_EQ(reader.depth(), 2u);
  EXPECT_EQ(reader.SkipContainer(), JsonToken::kEndArray);
  EXPECT_EQ(reader.depth(), 1u);
  EXPECT_EQ(reader.Next(), JsonToken::kNumber);
  EXPECT_EQ(reader.position(), 17u);

  JsonReader broken("[[1, x]]");
  broken.Next();
  broken.Next();
  EXPECT_EQ(broken.SkipContainer(), JsonToken::kError);
  EXPECT_EQ(broken.Next(), JsonToken::kError);
  EXPECT_FALSE(broken.status().ok());
}

}  // namespace
}  // namespace eventbus::rules
