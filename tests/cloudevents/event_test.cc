#include "cloudevents/event.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

#include "absl/hash/hash.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cloudevents/attribute.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents {
namespace {

using ::testing::HasSubstr;
using ::testing::Optional;

EventBuilder Minimal() { return EventBuilder().Id("o-1").Source("/shop").Type("order.placed"); }

Event BuildOrDie(const EventBuilder& builder) {
  absl::StatusOr<Event> event = builder.Build();
  EXPECT_TRUE(event.ok()) << event.status();
  return *std::move(event);
}

std::string ErrorOf(const EventBuilder& builder) {
  const absl::StatusOr<Event> event = builder.Build();
  EXPECT_FALSE(event.ok());
  EXPECT_EQ(event.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(internal::Message(event.status()));
}

TEST(EventTest, HoldsWhatWasBuilt) {
  const Event event = BuildOrDie(Minimal()
                                     .DataContentType("application/json")
                                     .DataSchema("https://example.com/order")
                                     .Subject("orders/o-1")
                                     .Time("2020-01-01T01:00:00.50+01:00")
                                     .Extension("region", "eu")
                                     .Extension("attempt", 3)
                                     .JsonData(R"({ "total":3e2 })"));
  EXPECT_EQ(event.id(), "o-1");
  EXPECT_EQ(event.source(), "/shop");
  EXPECT_EQ(event.type(), "order.placed");
  EXPECT_EQ(event.specversion(), "1.0");
  EXPECT_EQ(event.datacontenttype(), "application/json");
  EXPECT_EQ(event.dataschema(), "https://example.com/order");
  EXPECT_EQ(event.subject(), "orders/o-1");
  EXPECT_EQ(event.time_text(), "2020-01-01T01:00:00.50+01:00");
  EXPECT_EQ(event.time(), absl::FromUnixMillis(1577836800500));
  EXPECT_EQ(event.data(), R"({ "total":3e2 })");
  ASSERT_EQ(event.extensions().size(), 2u);
  EXPECT_EQ(event.extensions()[0].name, "attempt");
  EXPECT_EQ(event.extensions()[1].name, "region");
  EXPECT_THAT(event.extension("attempt"), Optional(AttributeValue(3).view()));
  EXPECT_EQ(event.extension("missing"), std::nullopt);
  EXPECT_EQ(event.attribute("source")->type(), AttributeType::kUriReference);
  EXPECT_EQ(event.attribute("region")->text(), "eu");
  EXPECT_EQ(event.attribute("data"), std::nullopt);
}

TEST(EventTest, UnsetAttributesAreUnset) {
  const Event event = BuildOrDie(Minimal());
  EXPECT_EQ(event.datacontenttype(), std::nullopt);
  EXPECT_EQ(event.dataschema(), std::nullopt);
  EXPECT_EQ(event.subject(), std::nullopt);
  EXPECT_EQ(event.time(), std::nullopt);
  EXPECT_EQ(event.attribute("time"), std::nullopt);
  EXPECT_EQ(event.data_kind(), DataKind::kAbsent);
  EXPECT_EQ(event.data_media_type(), std::nullopt);
  EXPECT_TRUE(event.extensions().empty());
}

TEST(EventTest, ViewsLiveAsLongAsAnyCopy) {
  std::optional<Event> original = BuildOrDie(Minimal().JsonData("[1]"));
  const Event copy = *original;
  const std::string_view id = original->id();
  original.reset();
  EXPECT_EQ(id, "o-1");
  EXPECT_EQ(copy.id().data(), id.data());
}

TEST(EventTest, EqualityIsExact) {
  const Event event = BuildOrDie(Minimal().Extension("n", 5).JsonData("[1]"));
  EXPECT_EQ(event, BuildOrDie(EventBuilder(event)));
  EXPECT_FALSE(event == BuildOrDie(Minimal().Extension("n", "5").JsonData("[1]")));
  EXPECT_FALSE(event == BuildOrDie(Minimal().Extension("n", 5).JsonData("[1 ]")));
  EXPECT_FALSE(event == BuildOrDie(Minimal().Extension("n", 5)));
  EXPECT_FALSE(BuildOrDie(Minimal()) == BuildOrDie(Minimal().BinaryData("")));
}

struct EquivalenceRow {
  std::string_view what;
  EventBuilder a;
  EventBuilder b;
  bool equivalent;
};

TEST(EventTest, EquivalentComparesByMeaning) {
  const EquivalenceRow rows[] = {
      {"types", Minimal().Extension("n", 5), Minimal().Extension("n", "5"), true},
      {"values", Minimal().Extension("n", 5), Minimal().Extension("n", 6), false},
      {"names", Minimal().Extension("n", 5), Minimal().Extension("m", 5), false},
      {"count", Minimal().Extension("n", 5), Minimal(), false},
      {"instants", Minimal().Time("2020-01-01T00:00:00Z"),
       Minimal().Time("2020-01-01T01:00:00.000+01:00"), true},
      {"other instants", Minimal().Time("2020-01-01T00:00:00Z"),
       Minimal().Time("2020-01-01T00:00:01Z"), false},
      {"no time", Minimal().Time("2020-01-01T00:00:00Z"), Minimal(), false},
      {"a typed timestamp",
       Minimal().Extension("at", *AttributeValue::Timestamp("2020-01-01T00:00:00Z")),
       Minimal().Extension("at", "2020-01-01T01:00:00+01:00"), true},
      {"two strings that look like timestamps", Minimal().Extension("at", "2020-01-01T00:00:00Z"),
       Minimal().Extension("at", "2020-01-01T01:00:00+01:00"), false},
      {"JSON values", Minimal().JsonData(R"({"a":1,"b":2})"),
       Minimal().JsonData(R"({"b": 2, "a": 1})"), true},
      {"other JSON values", Minimal().JsonData("[1,2]"), Minimal().JsonData("[2,1]"), false},
      {"a number in another spelling", Minimal().JsonData("[100]"), Minimal().JsonData("[1e2]"),
       true},
      {"a number's sign", Minimal().JsonData(R"({"n":[-1]})"),
       Minimal().JsonData(R"({"n":[18446744073709551615]})"), false},
      {"large numbers", Minimal().JsonData("9007199254740993"),
       Minimal().JsonData("9007199254740992.0"), false},
      {"JSON values in objects", Minimal().JsonData(R"({"a":{"b":null}})"),
       Minimal().JsonData(R"({"a":{"b":false}})"), false},
      {"the default media type", Minimal().JsonData("1"),
       Minimal().DataContentType("application/json").JsonData("1"), true},
      {"the case of media types",
       Minimal().DataContentType("Text/Plain; Charset=UTF-8").TextData("x"),
       Minimal().DataContentType("text/plain;charset=utf-8").TextData("x"), true},
      {"the order of parameters", Minimal().DataContentType("a/b;x=\"1;2\";y=Z").BinaryData("x"),
       Minimal().DataContentType("a/b; y=Z; x=\"1;2\"").BinaryData("x"), true},
      {"the case of other parameters", Minimal().DataContentType("a/b;y=Z").BinaryData("x"),
       Minimal().DataContentType("a/b;y=z").BinaryData("x"), false},
      {"text and the same bytes", Minimal().DataContentType("a/b").TextData("x"),
       Minimal().DataContentType("a/b").BinaryData("x"), true},
      {"JSON held as bytes", Minimal().DataContentType("a/json").BinaryData("[1, 2]"),
       Minimal().DataContentType("a/json").JsonData("[1,2]"), true},
      {"null is not absent", Minimal().JsonData("null"), Minimal(), false},
      {"ids", Minimal(), Minimal().Id("o-2"), false},
      {"subjects", Minimal(), Minimal().Subject("s"), false},
  };
  for (const EquivalenceRow& row : rows) {
    EXPECT_EQ(Equivalent(BuildOrDie(row.a), BuildOrDie(row.b)), row.equivalent) << row.what;
    EXPECT_EQ(Equivalent(BuildOrDie(row.b), BuildOrDie(row.a)), row.equivalent) << row.what;
  }
}

TEST(EventTest, EquivalentComparesDeepJsonByBytes) {
  const auto nested = [](std::size_t depth, std::string_view core) {
    return BuildOrDie(Minimal().DataContentType("a/json").BinaryData(
        internal::Cat(std::string(depth, '['), core, std::string(depth, ']'))));
  };
  EXPECT_TRUE(Equivalent(nested(kMaxBuiltJsonDepth, ""), nested(kMaxBuiltJsonDepth, " ")));
  for (const std::size_t depth : {kMaxBuiltJsonDepth + 1, std::size_t{1'000'000}}) {
    EXPECT_TRUE(Equivalent(nested(depth, ""), nested(depth, ""))) << depth;
    EXPECT_FALSE(Equivalent(nested(depth, ""), nested(depth, " "))) << depth;
  }
}

TEST(EventTest, KeyIsSourceAndId) {
  const EventKey key = BuildOrDie(Minimal()).key();
  EXPECT_EQ(key, (EventKey{"/shop", "o-1"}));
  EXPECT_FALSE(key == BuildOrDie(Minimal().Source("/other")).key());
  const std::unordered_set<EventKey> seen = {key};
  EXPECT_TRUE(seen.contains(BuildOrDie(Minimal().Subject("x")).key()));
  EXPECT_EQ(absl::HashOf(key), absl::HashOf(EventKey{"/shop", "o-1"}));
}

TEST(EventTest, JsonIsParsedOnceForAllThreads) {
  const Event event = BuildOrDie(Minimal().JsonData(R"({"total":3})"));
  std::vector<const nlohmann::json*> values(4);
  std::vector<std::thread> threads;
  for (const nlohmann::json*& value : values) {
    threads.emplace_back([&event, &value] { value = event.json().value_or(nullptr); });
  }
  for (std::thread& thread : threads) thread.join();
  ASSERT_NE(values[0], nullptr);
  EXPECT_EQ((*values[0])["total"], 3);
  for (const nlohmann::json* value : values) EXPECT_EQ(value, values[0]);
}

TEST(EventTest, JsonOfOtherDataIsAFailedPrecondition) {
  EXPECT_EQ(BuildOrDie(Minimal()).json().status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(BuildOrDie(Minimal().BinaryData("{}")).json().status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST(EventTest, NumbersTooLargeForADoubleAreKeptButNotParsed) {
  const Event event = BuildOrDie(Minimal().JsonData("1e400"));
  EXPECT_EQ(event.data(), "1e400");
  EXPECT_EQ(event.json().status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(event.json().status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(EventTest, DebugStringIsOneShortLine) {
  const Event event =
      BuildOrDie(Minimal().Extension("n", 5).JsonData("[\n" + std::string(1000, ' ') + "1]"));
  const std::string text = event.DebugString();
  EXPECT_THAT(text, HasSubstr(R"(id="o-1", source="/shop", type="order.placed", n="5" (Integer))"));
  EXPECT_THAT(text, HasSubstr("data (json, 1004 bytes)="));
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_LT(text.size(), 500u);
  std::ostringstream out;
  out << event;
  EXPECT_EQ(out.str(), text);
}

struct RefusalRow {
  EventBuilder builder;
  std::string_view error;
};

TEST(EventBuilderTest, RefusesWithAttributeRuleAndValue) {
  const RefusalRow rows[] = {
      {EventBuilder().Source("/s").Type("t"), "attribute \"id\": it is required, and missing"},
      {EventBuilder().Id("1").Type("t"), "attribute \"source\": it is required"},
      {EventBuilder().Id("1").Source("/s"), "attribute \"type\": it is required"},
      {Minimal().Id(""), "attribute \"id\": it is empty"},
      {Minimal().Id("a\nb"), R"(attribute "id": "a\nb" has the control character U+000A)"},
      {Minimal().Source("a b"), R"(attribute "source": "a b" is no URI-reference)"},
      {Minimal().Subject(""), "attribute \"subject\": it is empty"},
      {Minimal().Time("lunchtime"),
       "attribute \"time\": \"lunchtime\" is no RFC 3339 timestamp: the date is not YYYY-MM-DD"},
      {Minimal().DataSchema("x"), "attribute \"dataschema\": \"x\" is no absolute URI"},
      {Minimal().DataContentType("json"),
       "attribute \"datacontenttype\": \"json\" is no media type"},
      {Minimal().AttributeFromText("specversion", "0.3"),
       "attribute \"specversion\": \"0.3\" is no supported version: it must be \"1.0\""},
      {Minimal().Extension("my-ext", "x"), "\"my-ext\" is no attribute name"},
      {Minimal().AttributeFromText("data", "x"), "\"data\" is no attribute name: it is reserved"},
      {Minimal().Extension("x", "a\x01"), R"(attribute "x": "a\x01" has the control character)"},
      {Minimal().JsonData("{]"), "data: malformed JSON at byte 1"},
      {Minimal().JsonData(""), "data: malformed JSON at byte 0"},
      {Minimal().JsonData("\"\xFF\""), "data: malformed JSON: it is not UTF-8"},
      {Minimal().JsonData(nlohmann::json("\xFF")), "data: no JSON text"},
      {Minimal().JsonData(nlohmann::json{1, std::nan("")}), "data: a number is not finite"},
      {Minimal().JsonData(std::string(kMaxBuiltJsonDepth + 1, '[')), "nested deeper"},
      {Minimal().DataContentType("text/plain").JsonData("1"), "is no JSON media type"},
      {Minimal().DataContentType("application/json").TextData("x"), "is a JSON media type"},
      {Minimal().DataContentType("text/plain").TextData("\xFF"), "is not UTF-8 text"},
  };
  for (const RefusalRow& row : rows) {
    EXPECT_THAT(ErrorOf(row.builder), HasSubstr(std::string(row.error)));
  }
}

TEST(EventBuilderTest, ShortensOffendingValues) {
  const std::string error = ErrorOf(Minimal().Time(std::string(10'000, 'x')));
  EXPECT_LT(error.size(), 300u);
  EXPECT_THAT(error, HasSubstr("x\"... (10000 bytes) is no RFC 3339 timestamp"));
}

TEST(EventBuilderTest, TheLastValueHolds) {
  const Event event = BuildOrDie(Minimal()
                                     .Extension("a", "1")
                                     .Extension("a", true)
                                     .Extension("b", "2")
                                     .RemoveExtension("b")
                                     .JsonData("1")
                                     .NoData());
  EXPECT_EQ(event, BuildOrDie(Minimal().Extension("a", true)));
}

TEST(EventBuilderTest, IsReusableAndCopyable) {
  EventBuilder builder = Minimal();
  const EventBuilder copy = builder;
  EXPECT_EQ(BuildOrDie(builder.Id("2")).id(), "2");
  EXPECT_EQ(BuildOrDie(builder.Id("3")).id(), "3");
  EXPECT_EQ(BuildOrDie(copy).id(), "o-1");
}

TEST(EventBuilderTest, GivesTextCoreAttributesTheirTypes) {
  const Event event = BuildOrDie(EventBuilder()
                                     .AttributeFromText("id", "1")
                                     .AttributeFromText("source", "/s")
                                     .AttributeFromText("type", "t")
                                     .AttributeFromText("time", "2020-01-01T00:00:00Z")
                                     .AttributeFromText("n", "5"));
  EXPECT_EQ(event.attribute("time")->type(), AttributeType::kTimestamp);
  EXPECT_EQ(event.extension("n")->type(), AttributeType::kString);
}

TEST(EventBuilderTest, SerialisesJsonValues) {
  const Event event = BuildOrDie(Minimal().JsonData(nlohmann::json{{"a", {1, "\u20AC"}}}));
  EXPECT_EQ(event.data(), "{\"a\":[1,\"\u20AC\"]}");
  EXPECT_EQ(event.data_media_type(), "application/json");
}

}  // namespace
}  // namespace cloudevents
