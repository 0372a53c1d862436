#include "cloudevents/formats/json_format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr DecodeOptions kEnvelope = {.validate = Validation::kEnvelope, .limits = {}};

// A minimal event with more members.
std::string WithMembers(std::string_view members) {
  std::string text = R"({"specversion":"1.0","id":"1","source":"/s","type":"t")";
  if (!members.empty()) text += ",";
  text += members;
  return text + "}";
}

Event DecodeOrDie(std::string text, const DecodeOptions& options = {}) {
  absl::StatusOr<Event> event = DecodeJson(text, options);
  EXPECT_TRUE(event.ok()) << text << ": " << event.status();
  return *std::move(event);
}

std::string ErrorOf(std::string text, const DecodeOptions& options = {}) {
  const absl::StatusOr<Event> event = DecodeJson(text, options);
  EXPECT_FALSE(event.ok()) << text;
  if (event.ok()) return "";
  EXPECT_EQ(event.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(internal::Message(event.status()));
}

TEST(JsonFormatTest, ReadsEveryAttribute) {
  const Event event = DecodeOrDie(R"( {"data" : {"a" : [1, 2] } ,
      "specversion":"1.0","id":"A","source":"/s","type":"t","datacontenttype":"application/json",
      "dataschema":"https://example.com/s","subject":"x","time":"2018-04-05T18:31:00.10+01:00",
      "flag":true,"count":-5,"text":"Tëxt"} )");
  EXPECT_EQ(event.dataschema(), "https://example.com/s");
  EXPECT_EQ(event.time_text(), "2018-04-05T18:31:00.10+01:00");
  EXPECT_EQ(event.extension("flag")->boolean(), true);
  EXPECT_EQ(event.extension("count")->integer(), -5);
  EXPECT_EQ(event.extension("text")->text(), "Tëxt");
  EXPECT_EQ(event.data(), R"({"a" : [1, 2] })");
  EXPECT_EQ(EncodeJson(event),
            R"({"specversion":"1.0","id":"A","source":"/s","type":"t",)"
            R"("datacontenttype":"application/json","dataschema":"https://example.com/s",)"
            R"("subject":"x","time":"2018-04-05T18:31:00.10+01:00","count":-5,"flag":true,)"
            R"("text":"Tëxt","data":{"a" : [1, 2] }})");
}

struct MemberRow {
  std::string_view members;
  bool valid;
};

TEST(JsonFormatTest, KeepsTheByteRules) {
  const MemberRow rows[] = {
      // A null attribute is an unset one.
      {R"("subject":null)", true},
      {R"("ext":null)", true},
      {R"("datacontenttype":null,"dataschema":null,"time":null)", true},
      {R"("ext":nul)", false},
      // Core attributes are JSON strings.
      {R"("subject":5)", false},
      {R"("subject":true)", false},
      {R"("subject":["x"])", false},
      {R"("subject":{"x":"y"})", false},
      {R"("time":1522949460)", false},
      // Empty optional strings.
      {R"("subject":"")", false},
      {R"("datacontenttype":"")", false},
      {R"("dataschema":"")", false},
      {R"("time":"")", false},
      {R"("ext":"")", true},
      // Integers are int32, and only that.
      {R"("ext":0)", true},
      {R"("ext":-0)", true},
      {R"("ext":2147483647)", true},
      {R"("ext":-2147483648)", true},
      {R"("ext":2147483648)", false},
      {R"("ext":4247483647)", false},
      {R"("ext":-2147483649)", false},
      {R"("ext":1.5)", false},
      {R"("ext":1.0)", false},
      {R"("ext":1e3)", false},
      {R"("ext":01)", false},
      // No other types.
      {R"("ext":{})", false},
      {R"("ext":["a"])", false},
      // Names.
      {R"("Subject":"x")", false},
      {R"("EXT":"x")", false},
      {R"("my.extension":"x")", false},
      {R"("my-ext":"x")", false},
      {R"("":"x")", false},
      {R"("e\u0078t":"x")", true},
      {R"("ext\n":"x")", false},
      // Duplicates.
      {R"("subject":"x","subject":"x")", false},
      {R"("subject":null,"subject":"x")", false},
      {R"("subject":"x","su\u0062ject":null)", false},
      {R"("ext":"x","ext":"y")", false},
      {R"("ext":null,"ext":"y")", false},
      {R"("ext":null,"ext":null)", false},
      {R"("id":"2")", false},
      {R"("data":1,"data":1)", false},
      {R"("data_base64":"","data_base64":"")", false},
      {R"("data":{"a":1,"a":2})", true},
      // Data: one of two members.
      {R"("data":null)", true},
      {R"("data":1,"data_base64":"TWE=")", false},
      {R"("data":null,"data_base64":"TWE=")", false},
      {R"("data_base64":"TWE=")", true},
      {R"("data_base64":"")", true},
      {R"("data_base64":"TWE")", false},
      {R"("data_base64":"TW E=")", false},
      {R"("data_base64":"TWF=")", false},
      {R"("data_base64":null)", false},
      {R"("data_base64":5)", false},
      // Data that is not JSON is a string.
      {R"("datacontenttype":"text/plain","data":"x")", true},
      {R"("data":"x","datacontenttype":"text/plain")", true},
      {R"("datacontenttype":"text/plain","data":{})", false},
      {R"("datacontenttype":"text/plain","data":1)", false},
      {R"("datacontenttype":"text/plain","data":null)", false},
      {R"("datacontenttype":"a/b+json","data":{})", true},
      {R"("datacontenttype":"nonsense","data":{})", false},
      // Strings.
      {R"("subject":"\u0000")", false},
      {R"("subject":"\ufffe")", false},
      {R"("subject":"\ud800")", false},
      {R"("subject":"\ud83d\ude00")", true},
      {"\"subject\":\"\xC3\xA9\"", true},
      {"\"subject\":\"\xC3\"", false},
  };
  for (const MemberRow& row : rows) {
    for (const DecodeOptions& options : {DecodeOptions{}, kEnvelope}) {
      const absl::StatusOr<Event> event = DecodeJson(WithMembers(row.members), options);
      EXPECT_EQ(event.ok(), row.valid) << row.members << ": " << event.status();
      if (!event.ok()) continue;
      const absl::StatusOr<Event> again = DecodeJson(EncodeJson(*event), options);
      ASSERT_TRUE(again.ok()) << again.status();
      EXPECT_EQ(*again, *event) << row.members;
    }
  }
}

TEST(JsonFormatTest, RefusesWhatIsNoEvent) {
  const MemberRow rows[] = {
      {"", false},
      {"null", false},
      {"[]", false},
      {"\"x\"", false},
      {"{}", false},
      {"{", false},
      {R"({"specversion":"1.0","id":"1","source":"/s","type":"t"})", true},
      {R"({"specversion":"1.0","id":"1","source":"/s","type":"t"}x)", false},
      {R"({"specversion":"1.0","id":"1","source":"/s","type":"t"}{})", false},
      {R"({"specversion":"1.0","id":"1","source":"/s","type":"t",})", false},
      {R"({"specversion":"1.0","id":"1","source":"/s","type":"t")", false},
      {R"({"specversion":"1.0" "id":"1","source":"/s","type":"t"})", false},
      {R"({"specversion":"1.0","id":"1","source":"/s"})", false},
      {R"({"specversion":"1.0","id":"1","source":"/s","type":null})", false},
      {R"({"specversion":"0.2","id":"1","source":"/s","type":"t"})", false},
      {R"({"specversion":1.0,"id":"1","source":"/s","type":"t"})", false},
      {R"({"specversion":"1.0","id":"","source":"/s","type":"t"})", false},
      {R"({"specversion":"1.0","id":"1","source":"a b","type":"t"})", false},
      {"\xEF\xBB\xBF{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\"}",
       false},
  };
  for (const MemberRow& row : rows) {
    for (const DecodeOptions& options : {DecodeOptions{}, kEnvelope}) {
      EXPECT_EQ(DecodeJson(std::string(row.members), options).ok(), row.valid) << row.members;
    }
  }
}

TEST(JsonFormatTest, ErrorsNameAttributeRuleAndValue) {
  EXPECT_EQ(
      ErrorOf(WithMembers(R"("time":"lunchtime")")),
      "attribute \"time\": \"lunchtime\" is no RFC 3339 timestamp: the date is not YYYY-MM-DD");
  EXPECT_EQ(ErrorOf(WithMembers(R"("subject":{"x":1})")),
            R"(attribute "subject": "{\"x\":1}" is no JSON string)");
  EXPECT_EQ(ErrorOf(WithMembers(R"("ext":4247483647)")),
            "attribute \"ext\": \"4247483647\" is no Integer: it is outside -2147483648 to "
            "2147483647");
  EXPECT_EQ(ErrorOf(WithMembers(R"("ext":"a\tb")")),
            R"(attribute "ext": "a\tb" has the control character U+0009 at byte 1, which a String )"
            "may not have");
  EXPECT_EQ(ErrorOf(WithMembers(R"("ext":1,"ext":1)")), "attribute \"ext\": it comes twice");
  EXPECT_EQ(ErrorOf(R"({"specversion":"1.0","id":"1"})"),
            "attribute \"source\": it is required, and missing");
  EXPECT_EQ(ErrorOf(WithMembers(R"("data":1,"data_base64":"")")),
            "members \"data\" and \"data_base64\": the event has both");
  EXPECT_THAT(ErrorOf(WithMembers("\"data\":[1,]")),
              HasSubstr("malformed JSON at byte 65: expected a value"));
  EXPECT_EQ(ErrorOf("[]"), "an event is no JSON object");
}

TEST(JsonFormatTest, JsonDataKeepsItsBytes) {
  for (std::string_view data :
       {R"({"a":3e2,"a":1.0})", "12345678901234567890123", R"("{\"a\":1}")", R"("é\u00e9\/")",
        "null", "[ 1 ,\n2 ]", "1e400", "-0", "true", "{}", "\"\""}) {
    const Event event = DecodeOrDie(WithMembers("\"data\": " + std::string(data) + " "));
    EXPECT_EQ(event.data_kind(), DataKind::kJson);
    EXPECT_EQ(event.data(), data);
    EXPECT_EQ(event, DecodeOrDie(EncodeJson(event)));
    EXPECT_EQ(event, DecodeOrDie(WithMembers("\"data\": " + std::string(data) + " "), kEnvelope));
  }
}

TEST(JsonFormatTest, TextDataIsUnescaped) {
  const Event event =
      DecodeOrDie(WithMembers(R"("data":"a\n\u0000\ud83d\ude00<","datacontenttype":"text/xml")"));
  EXPECT_EQ(event.data_kind(), DataKind::kText);
  EXPECT_EQ(event.data(), std::string_view("a\n\0\U0001F600<", 8));
  EXPECT_THAT(EncodeJson(event), HasSubstr("\"data\":\"a\\n\\u0000\U0001F600<\"}"));
}

TEST(JsonFormatTest, BinaryDataIsBase64WithoutAMediaType) {
  const Event event = DecodeOrDie(WithMembers(R"("data_base64":"AP\/+")"));
  EXPECT_EQ(event.data_kind(), DataKind::kBinary);
  EXPECT_EQ(event.data(), std::string_view("\0\xFF\xFE", 3));
  EXPECT_EQ(event.data_media_type(), std::nullopt);
  EXPECT_THAT(EncodeJson(event), HasSubstr(R"("data_base64":"AP/+")"));
}

TEST(JsonFormatTest, EnvelopeLeavesDataUnchecked) {
  const std::string text = WithMembers(R"("data":{"a" 01 nope})");
  EXPECT_THAT(ErrorOf(text), HasSubstr("malformed JSON"));
  const Event event = DecodeOrDie(text, kEnvelope);
  EXPECT_EQ(event.data(), R"({"a" 01 nope})");
  EXPECT_EQ(event.json().status().code(), absl::StatusCode::kInvalidArgument);
  for (std::string_view data : {"", "{", "[\"a]", "{\"a\":1"}) {
    EXPECT_FALSE(DecodeJson(WithMembers("\"data\":" + std::string(data)), kEnvelope).ok()) << data;
  }
  EXPECT_FALSE(
      DecodeJson(WithMembers("\"data\":\"\xFF\",\"datacontenttype\":\"a/b\""), kEnvelope).ok());
}

TEST(JsonFormatTest, LimitsHaveNames) {
  const std::string text = WithMembers(R"("a":"12345","b":null,"data":[[1]])");
  const auto with = [](DecodeLimits limits) { return DecodeOptions{.limits = limits}; };
  EXPECT_THAT(ErrorOf(text, with({.max_bytes = text.size() - 1})), HasSubstr("max_bytes"));
  EXPECT_TRUE(DecodeJson(text, with({.max_bytes = text.size()})).ok());
  EXPECT_THAT(ErrorOf(text, with({.max_depth = 2})), HasSubstr("max_depth"));
  EXPECT_TRUE(DecodeJson(text, with({.max_depth = 3})).ok());
  EXPECT_THAT(ErrorOf(text, with({.max_depth = 0})), HasSubstr("max_depth"));
  EXPECT_THAT(ErrorOf(text, with({.max_attributes = 4})), HasSubstr("max_attributes"));
  EXPECT_TRUE(DecodeJson(text, with({.max_attributes = 6})).ok());
  EXPECT_THAT(ErrorOf(text, with({.max_attribute_bytes = 4})), HasSubstr("max_attribute_bytes"));
}

TEST(JsonFormatTest, AnEventOwnsItsBytes) {
  std::vector<Event> events;
  for (std::size_t length : {0u, 1u, 200u}) {
    // Short and long buffers, with escapes and without.
    events.push_back(
        DecodeOrDie(WithMembers("\"ext\":\"" + std::string(length, 'x') + "\\u00e9\"")));
  }
  const std::vector<Event> moved = std::move(events);
  EXPECT_EQ(moved[2].extension("ext")->text(), std::string(200, 'x') + "é");
}

TEST(JsonBatchTest, ReadsAndWritesArrays) {
  const std::string one = WithMembers("");
  EXPECT_THAT(*DecodeJsonBatch("[]"), IsEmpty());
  EXPECT_THAT(*DecodeJsonBatch(" [ ] "), IsEmpty());
  const absl::StatusOr<std::vector<Event>> two = DecodeJsonBatch("[" + one + " ,\n" + one + "]");
  ASSERT_TRUE(two.ok()) << two.status();
  EXPECT_THAT(*two, SizeIs(2));
  EXPECT_EQ(EncodeJsonBatch(*two), "[" + one + "," + one + "]");
  EXPECT_EQ(EncodeJsonBatch({}), "[]");
}

TEST(JsonBatchTest, OneBadElementFailsTheBatchByItsIndex) {
  const std::string one = WithMembers("");
  const auto error = [](std::string text, const DecodeOptions& options = {}) {
    const absl::StatusOr<std::vector<Event>> events = DecodeJsonBatch(std::move(text), options);
    EXPECT_FALSE(events.ok());
    return std::string(internal::Message(events.status()));
  };
  EXPECT_EQ(error("[" + one + ",{\"specversion\":\"0.9\"}]"),
            "event 1: attribute \"specversion\": \"0.9\" is no supported version: it must be "
            "\"1.0\"");
  EXPECT_EQ(error("[\"x\"," + one + "]"), "event 0: an event is no JSON object");
  EXPECT_THAT(error("[" + one + "," + one + ",[]]"), HasSubstr("event 2:"));
  EXPECT_THAT(error("[" + one + ",]"), HasSubstr("malformed JSON"));
  EXPECT_THAT(error("[" + one + one + "]"), HasSubstr("expected ',' or ']'"));
  EXPECT_THAT(error("[" + one), HasSubstr("expected ',' or ']'"));
  EXPECT_THAT(error("[" + one + "]]"), HasSubstr("something follows"));
  EXPECT_THAT(error(one), HasSubstr("a batch is no JSON array"));
  EXPECT_THAT(error("[" + one + "," + one + "]", {.limits = {.max_batch_events = 1}}),
              HasSubstr("max_batch_events"));
  EXPECT_THAT(error("[" + one + "]", {.limits = {.max_depth = 1}}), HasSubstr("max_depth"));
}

}  // namespace
}  // namespace cloudevents
