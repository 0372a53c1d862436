#include "cloudevents/bindings/http_binding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/testing/matchers.h"

namespace cloudevents {
namespace {

using ::cloudevents::testing::EquivalentTo;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr DecodeOptions kEnvelope = {.validate = Validation::kEnvelope, .limits = {}};
constexpr std::string_view kEventText =
    R"({"specversion":"1.0","id":"1","source":"/s","type":"t"})";

HttpMessage Binary(std::vector<HttpHeader> more, std::string body = "") {
  HttpMessage message{.headers = {{"ce-specversion", "1.0"},
                                  {"CE-ID", "1"},
                                  {"Ce-Source", "/s"},
                                  {"ce-type", "t"},
                                  {"Host", "example.com"}},
                      .body = std::move(body)};
  for (HttpHeader& header : more) message.headers.push_back(std::move(header));
  return message;
}

HttpMessage WithType(std::string_view content_type, std::string body) {
  return {.headers = {{"content-TYPE", std::string(content_type)}}, .body = std::move(body)};
}

Event DecodeOne(HttpMessage message, const DecodeOptions& options = {}) {
  absl::StatusOr<std::vector<Event>> events = DecodeHttp(std::move(message), options);
  EXPECT_TRUE(events.ok()) << events.status();
  EXPECT_THAT(*events, SizeIs(1));
  return std::move(events->front());
}

std::string ErrorOf(HttpMessage message, const DecodeOptions& options = {}) {
  const absl::StatusOr<std::vector<Event>> events = DecodeHttp(std::move(message), options);
  EXPECT_FALSE(events.ok());
  EXPECT_EQ(events.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(internal::Message(events.status()));
}

struct ModeRow {
  std::string_view content_type;
  ContentMode mode;
};

TEST(HttpBindingTest, DetectsTheModeByPrefix) {
  const ModeRow rows[] = {
      {"", ContentMode::kBinary},
      {"application/json", ContentMode::kBinary},
      {"text/plain", ContentMode::kBinary},
      {"application/cloudevents+json", ContentMode::kStructured},
      {"Application/CloudEvents+JSON; charset=utf-8", ContentMode::kStructured},
      {" application/cloudevents+avro", ContentMode::kStructured},
      {"application/cloudevents", ContentMode::kStructured},
      {"application/cloudevents-batch+json", ContentMode::kBatched},
      {"APPLICATION/CLOUDEVENTS-BATCH+JSON;x=y", ContentMode::kBatched},
      {"xapplication/cloudevents+json", ContentMode::kBinary},
  };
  for (const ModeRow& row : rows) {
    EXPECT_EQ(DetectContentMode(row.content_type), row.mode) << row.content_type;
  }
}

TEST(HttpBindingTest, OnlySpacesAndTabsSurroundTheContentType) {
  const std::string body = R"({"specversion":"1.0","id":"1","source":"/s","type":"t"})";
  for (const char* space : {"", " ", "\t", " \t "}) {
    const std::string value = space + std::string("application/cloudevents+json") + space;
    EXPECT_TRUE(DecodeHttp({.headers = {{"content-type", value}}, .body = body}).ok()) << value;
  }
  for (const char* other : {"\f", "\v", "\r", "\n", "\u00A0"}) {
    const std::string value = other + std::string("application/cloudevents+json");
    EXPECT_FALSE(DecodeHttp({.headers = {{"content-type", value}}, .body = body}).ok());
  }
}

TEST(HttpBindingTest, ReadsBinaryMode) {
  const Event event = DecodeOne(Binary({{"ce-time", "2018-04-05T17:31:00Z"},
                                        {"ce-subject", "Euro%20%E2%82%AC"},
                                        {"CE-Region", "eu west"},
                                        {"ce-n", "5"},
                                        {"Content-Type", " application/json "}},
                                       "{\"a\" : 3e2}"));
  EXPECT_EQ(event.subject(), "Euro \u20AC");
  EXPECT_EQ(event.extension("region")->text(), "eu west");
  EXPECT_EQ(event.extension("n")->type(), AttributeType::kString);
  EXPECT_EQ(event.datacontenttype(), "application/json");
  EXPECT_EQ(event.data_kind(), DataKind::kJson);
  EXPECT_EQ(event.data(), "{\"a\" : 3e2}");
}

struct BodyRow {
  std::optional<std::string> content_type;
  std::string body;
  DataKind kind;
};

TEST(HttpBindingTest, HoldsTheBodyAsItsMediaTypeSays) {
  const BodyRow rows[] = {
      {std::nullopt, "", DataKind::kAbsent},
      {"application/json", "", DataKind::kAbsent},
      {"application/json", "null", DataKind::kJson},
      {"application/vnd.x+json; charset=utf-8", "\"{\\\"a\\\":1}\"", DataKind::kJson},
      {"text/plain", "x", DataKind::kText},
      {"text/plain", "\xFF", DataKind::kBinary},
      {"application/xml", "<a/>", DataKind::kText},
      {"image/svg+xml", "<a/>", DataKind::kText},
      {"application/octet-stream", "x", DataKind::kBinary},
      {std::nullopt, "{}", DataKind::kBinary},
  };
  for (const BodyRow& row : rows) {
    std::vector<HttpHeader> headers;
    if (row.content_type.has_value()) headers.push_back({"Content-Type", *row.content_type});
    const Event event = DecodeOne(Binary(headers, row.body));
    EXPECT_EQ(event.data_kind(), row.kind) << row.content_type.value_or("none") << ": " << row.body;
    EXPECT_EQ(event.data(), row.body);
    EXPECT_EQ(DecodeOne(EncodeHttp(event, ContentMode::kBinary)), event);
  }
}

TEST(HttpBindingTest, RefusesBrokenBinaryMessages) {
  EXPECT_EQ(ErrorOf({}), "attribute \"specversion\": it is required, and missing");
  EXPECT_THAT(
      ErrorOf(Binary({{"CE-DataContentType", "text/plain"}})),
      HasSubstr("header \"CE-DataContentType\": the media type of data is the Content-Type"));
  EXPECT_EQ(ErrorOf(Binary({{"ce-id", "2"}})), "attribute \"id\": it comes twice");
  EXPECT_EQ(ErrorOf(Binary({{"ce-x", "2"}, {"CE-X", "2"}})), "attribute \"x\": it comes twice");
  EXPECT_EQ(ErrorOf(Binary({{"Content-Type", "a/b"}, {"content-type", "a/b"}})),
            "header \"content-type\": it comes twice");
  EXPECT_THAT(ErrorOf(Binary({{"ce-subject", ""}})),
              HasSubstr("attribute \"subject\": it is empty"));
  EXPECT_THAT(ErrorOf(Binary({{"ce-subject", "%C0%A0"}})),
              HasSubstr("header \"ce-subject\": \"%C0%A0\": the decoded bytes are not UTF-8"));
  EXPECT_THAT(ErrorOf(Binary({{"ce-x", "%0A"}})),
              HasSubstr("attribute \"x\": \"\\n\" has the control"));
  EXPECT_THAT(ErrorOf(Binary({{"ce-my-ext", "x"}})), HasSubstr("\"my-ext\" is no attribute name"));
  EXPECT_THAT(ErrorOf(Binary({{"ce-data", "x"}})), HasSubstr("\"data\" is no attribute name"));
  EXPECT_THAT(ErrorOf(Binary({{"ce-", "x"}})), HasSubstr("an attribute name is empty"));
  EXPECT_THAT(ErrorOf(Binary({{"ce-time", "noon"}})),
              HasSubstr("\"noon\" is no RFC 3339 timestamp"));
  EXPECT_THAT(ErrorOf(Binary({{"Content-Type", "json"}}, "{}")), HasSubstr("is no media type"));
  EXPECT_THAT(ErrorOf(Binary({{"Content-Type", "application/json"}}, "{]")),
              HasSubstr("data: malformed JSON at byte 1"));
  EXPECT_THAT(ErrorOf(Binary({{"Content-Type", "application/json"}}, " ")),
              HasSubstr("data: malformed JSON"));
  EXPECT_THAT(ErrorOf(Binary({}, "12345"), {.limits = {.max_bytes = 4}}), HasSubstr("max_bytes"));
  EXPECT_THAT(ErrorOf(Binary({}), {.limits = {.max_attributes = 3}}), HasSubstr("max_attributes"));
  EXPECT_THAT(ErrorOf(Binary({{"ce-x", "12345"}}), {.limits = {.max_attribute_bytes = 4}}),
              HasSubstr("max_attribute_bytes"));
  EXPECT_THAT(ErrorOf(Binary({{"Content-Type", "a/json"}}, "[[1]]"), {.limits = {.max_depth = 1}}),
              HasSubstr("max_depth"));
}

TEST(HttpBindingTest, EnvelopeTakesTheBodyUnchecked) {
  const Event event = DecodeOne(Binary({{"Content-Type", "application/json"}}, "{]"), kEnvelope);
  EXPECT_EQ(event.data_kind(), DataKind::kJson);
  EXPECT_FALSE(event.json().ok());
}

TEST(HttpBindingTest, ReadsStructuredAndBatchedMode) {
  const std::string text(kEventText);
  EXPECT_EQ(DecodeOne(WithType("application/cloudevents+json", text)).id(), "1");
  EXPECT_EQ(DecodeOne(WithType("application/cloudevents+JSON ; charset=UTF-8", text)).id(), "1");
  EXPECT_THAT(*DecodeHttp(WithType("application/cloudevents-batch+json", "[]")), IsEmpty());
  EXPECT_THAT(
      *DecodeHttp(WithType("application/cloudevents-batch+json", "[" + text + "," + text + "]")),
      SizeIs(2));
  EXPECT_THAT(ErrorOf(WithType("application/cloudevents-batch+json", "[" + text + ",{}]")),
              HasSubstr("event 1: attribute \"specversion\""));
  // Structured mode reads no headers: what they repeat is for those who do not parse the body.
  HttpMessage message = WithType("application/cloudevents+json", text);
  message.headers.push_back({"ce-id", "another"});
  EXPECT_EQ(DecodeOne(std::move(message)).id(), "1");
}

TEST(HttpBindingTest, OtherFormatsAreUnimplemented) {
  for (std::string_view type : {"application/cloudevents+avro", "application/cloudevents",
                                "application/cloudevents-batch+protobuf"}) {
    EXPECT_EQ(DecodeHttp(WithType(type, "x")).status().code(), absl::StatusCode::kUnimplemented);
  }
}

TEST(HttpBindingTest, WritesBinaryMode) {
  const absl::StatusOr<Event> event = EventBuilder()
                                          .Id("a b")
                                          .Source("/s")
                                          .Type("t")
                                          .Time("2018-04-05T18:31:00+01:00")
                                          .Extension("n", 5)
                                          .Extension("b", AttributeValue::Binary("Ma"))
                                          .JsonData("[1]")
                                          .Build();
  ASSERT_TRUE(event.ok()) << event.status();
  const HttpMessage message = EncodeHttp(*event, ContentMode::kBinary);
  EXPECT_THAT(message.headers,
              ElementsAre(HttpHeader{"Content-Type", "application/json"},
                          HttpHeader{"ce-specversion", "1.0"}, HttpHeader{"ce-id", "a%20b"},
                          HttpHeader{"ce-source", "/s"}, HttpHeader{"ce-type", "t"},
                          HttpHeader{"ce-time", "2018-04-05T18:31:00+01:00"},
                          HttpHeader{"ce-b", "TWE="}, HttpHeader{"ce-n", "5"}));
  EXPECT_EQ(message.body, "[1]");
  EXPECT_EQ(message.header("CE-ID"), "a%20b");
  EXPECT_EQ(message.header("missing"), std::nullopt);
  EXPECT_THAT(DecodeOne(message), EquivalentTo(*event));
}

TEST(HttpBindingTest, WritesStructuredAndBatchedMode) {
  const Event event = DecodeOne(WithType("application/cloudevents+json", std::string(kEventText)));
  EXPECT_EQ(
      EncodeHttp(event, ContentMode::kStructured),
      (HttpMessage{{{"Content-Type", "application/cloudevents+json"}}, std::string(kEventText)}));
  const HttpMessage batch{{{"Content-Type", "application/cloudevents-batch+json"}},
                          "[" + std::string(kEventText) + "]"};
  EXPECT_EQ(EncodeHttp(event, ContentMode::kBatched), batch);
  EXPECT_EQ(EncodeHttpBatch({event}), batch);
}

}  // namespace
}  // namespace cloudevents
