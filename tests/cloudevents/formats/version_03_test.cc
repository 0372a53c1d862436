// Events of CloudEvents 0.3 are read as events of 1.0 (SDK requirements: the current major version
// and the one before).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/avro_format.h"
#include "cloudevents/formats/json_format.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents {
namespace {

using ::testing::HasSubstr;

std::string OldEvent(std::string_view members) {
  return internal::Cat(R"({"specversion":"0.3","id":"1","source":"/s","type":"t")", members, "}");
}

Event Decode(std::string_view members) {
  absl::StatusOr<Event> event = DecodeJson(OldEvent(members));
  EXPECT_TRUE(event.ok()) << event.status();
  return *std::move(event);
}

TEST(Version03Test, AnEventOf03BecomesOneOf10) {
  const Event event = Decode(R"(,"subject":"x","time":"2018-04-05T18:31:00Z","data":{"a":1})");
  EXPECT_EQ(event.specversion(), "1.0");
  EXPECT_EQ(event.subject(), "x");
  EXPECT_EQ(event.data_kind(), DataKind::kJson);
  EXPECT_THAT(EncodeJson(event), HasSubstr(R"("specversion":"1.0")"));
}

TEST(Version03Test, SchemaurlBecomesDataschemaWhereItMay) {
  const Event absolute = Decode(R"(,"schemaurl":"https://example.com/s")");
  EXPECT_EQ(absolute.dataschema(), "https://example.com/s");
  EXPECT_FALSE(absolute.extension("schemaurl").has_value());

  const Event relative = Decode(R"(,"schemaurl":"/schemas/s")");
  EXPECT_FALSE(relative.dataschema().has_value());
  EXPECT_EQ(relative.extension("schemaurl")->text(), "/schemas/s");

  const Event both =
      Decode(R"(,"schemaurl":"https://a.example/s","dataschema":"https://b.example/s")");
  EXPECT_EQ(both.dataschema(), "https://b.example/s");
  EXPECT_EQ(both.extension("schemaurl")->text(), "https://a.example/s");
}

TEST(Version03Test, DatacontentencodingIsUndone) {
  const Event png =
      Decode(R"(,"datacontenttype":"image/png","datacontentencoding":"Base64","data":"AQI\u003d")");
  EXPECT_EQ(png.data_kind(), DataKind::kBinary);
  EXPECT_EQ(png.data(), "\x01\x02");
  EXPECT_FALSE(png.extension("datacontentencoding").has_value());

  // Whatever the order of the members, and where JSON is the default.
  const Event untyped = Decode(R"(,"data":"AQI=","datacontentencoding":"base64")");
  EXPECT_EQ(untyped.data(), "\x01\x02");

  // Encodings that MIME has and that change nothing.
  const Event text =
      Decode(R"(,"datacontenttype":"text/plain","datacontentencoding":"8bit","data":"AQI=")");
  EXPECT_EQ(text.data(), "AQI=");
  EXPECT_EQ(text.extension("datacontentencoding")->text(), "8bit");
}

TEST(Version03Test, WhatIsNoBase64IsRefused) {
  for (std::string_view data : {R"("not base64!")", R"({"a":1})"}) {
    const absl::StatusOr<Event> event =
        DecodeJson(OldEvent(internal::Cat(R"(,"datacontentencoding":"base64","data":)", data)));
    EXPECT_FALSE(event.ok()) << data;
    EXPECT_THAT(internal::Message(event.status()), HasSubstr("base64")) << data;
  }
}

TEST(Version03Test, TheNamesMeanNothingInAnEventOf10) {
  const absl::StatusOr<Event> event = DecodeJson(
      R"({"specversion":"1.0","id":"1","source":"/s","type":"t","datacontenttype":"text/plain",
          "datacontentencoding":"base64","schemaurl":"https://example.com/s","data":"AQI="})");
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_EQ(event->data(), "AQI=");
  EXPECT_EQ(event->extension("datacontentencoding")->text(), "base64");
  EXPECT_EQ(event->extension("schemaurl")->text(), "https://example.com/s");
  EXPECT_FALSE(event->dataschema().has_value());
}

TEST(Version03Test, IsReadFromHttpHeadersToo) {
  HttpMessage message;
  message.headers = {{"ce-specversion", "0.3"},
                     {"ce-id", "1"},
                     {"ce-source", "/s"},
                     {"ce-type", "t"},
                     {"ce-schemaurl", "https://example.com/s"},
                     {"ce-datacontentencoding", "base64"},
                     {"Content-Type", "image/png"}};
  message.body = "AQI=";
  const absl::StatusOr<std::vector<Event>> events = DecodeHttp(message);
  ASSERT_TRUE(events.ok()) << events.status();
  EXPECT_EQ((*events)[0].specversion(), "1.0");
  EXPECT_EQ((*events)[0].dataschema(), "https://example.com/s");
  EXPECT_EQ((*events)[0].data(), "\x01\x02");
}

TEST(Version03Test, IsReadFromAvroToo) {
  constexpr char kRecord[] =
      "\x0C\x16specversion\x06\x06"
      "0.3\x04id\x06\x02"
      "1\x0Csource\x06\x04/s\x08type\x06\x02t"
      "\x1E"
      "datacontenttype\x06\x0C"
      "a/json\x26"
      "datacontentencoding\x06\x0C"
      "base64\0\x0C\x08MTA=";
  const absl::StatusOr<Event> event = DecodeAvro(std::string(kRecord, sizeof(kRecord) - 1));
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_EQ(event->data_kind(), DataKind::kJson);
  EXPECT_EQ(event->data(), "10");
}

TEST(Version03Test, OtherVersionsAreRefusedAndNoneIsBuilt) {
  for (std::string_view version : {"0.1", "0.2", "0.3 ", "0.30", "1.1", "2.0"}) {
    const absl::StatusOr<Event> event = DecodeJson(
        internal::Cat(R"({"specversion":")", version, R"(","id":"1","source":"/s","type":"t"})"));
    EXPECT_FALSE(event.ok()) << version;
  }
  EXPECT_FALSE(EventBuilder()
                   .Id("1")
                   .Source("/s")
                   .Type("t")
                   .AttributeFromText("specversion", "0.3")
                   .Build()
                   .ok());
}

}  // namespace
}  // namespace cloudevents
