#include "cloudevents/plain_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/json_format.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents {
namespace {

using ::testing::HasSubstr;

EventBuilder Minimal() { return EventBuilder().Id("1").Source("/s").Type("t"); }

TEST(PlainDataTest, TextGoesInAndComesOut) {
  EventBuilder builder = Minimal();
  ASSERT_TRUE(SetTextData("gr\u00FC\u00DFe", builder).ok());
  const Event event = *builder.Build();
  EXPECT_EQ(event.datacontenttype(), "text/plain; charset=utf-8");
  EXPECT_EQ(event.data_kind(), DataKind::kText);
  EXPECT_EQ(*TextDataOf(event), "gr\u00FC\u00DFe");
  EXPECT_EQ(*BytesDataOf(event), "gr\u00FC\u00DFe");
}

TEST(PlainDataTest, BytesGoInAndComeOut) {
  const std::string_view bytes("\0\xff\x80", 3);
  EventBuilder builder = Minimal();
  ASSERT_TRUE(SetBytesData(bytes, builder).ok());
  const Event event = *DecodeJson(EncodeJson(*builder.Build()));
  EXPECT_EQ(event.datacontenttype(), "application/octet-stream");
  EXPECT_EQ(*BytesDataOf(event), bytes);
}

TEST(PlainDataTest, WhatMayBeSetAsText) {
  struct Case {
    std::string_view text, media_type, error;  // no error: it may
  };
  constexpr Case kCases[] = {
      {"", "text/plain", ""},
      {"a", "text/csv; header=present", ""},
      {"a", "application/xml", ""},
      {"a", "application/x-anything", ""},
      {"\u00E9", "text/plain; charset=UTF-8", ""},
      {"\u00E9", "text/plain; Charset=\"utf-8\"", ""},
      {"a", "text/plain; charset=us-ascii", ""},
      {"\u00E9", "text/plain; charset=us-ascii", "\"us-ascii\""},
      {"a", "text/plain; charset=iso-8859-1", "\"iso-8859-1\""},
      {"\xe9", "text/plain", "UTF-8"},
      {"{}", "application/json", "json_data.h"},
      {"{}", "application/cloud+json; a=b", "json_data.h"},
      {"a", "text", "\"text\""},
      {"a", "", ""},
  };
  for (const Case& test : kCases) {
    EventBuilder builder = Minimal();
    builder.BinaryData("before");
    const absl::Status status = SetTextData(test.text, builder, test.media_type);
    const bool malformed = test.media_type.empty();
    EXPECT_EQ(status.ok(), test.error.empty() && !malformed) << test.media_type << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(std::string(test.error)));
    // A refusal leaves the builder as it was.
    if (!status.ok()) {
      EXPECT_EQ(builder.Build()->data(), "before");
    }
  }
}

TEST(PlainDataTest, BytesAreNotPassedOffAsJson) {
  EventBuilder builder = Minimal();
  EXPECT_THAT(std::string(SetBytesData("{", builder, "application/json").message()),
              HasSubstr("json_data.h"));
  EXPECT_FALSE(SetBytesData("{", builder, "image").ok());
  EXPECT_EQ(builder.Build()->data_kind(), DataKind::kAbsent);
  EXPECT_TRUE(SetBytesData("{", builder, "image/png").ok());
}

TEST(PlainDataTest, WhatIsText) {
  struct Case {
    EventBuilder builder;
    std::string_view error;  // none: it is text
  };
  const Case cases[] = {
      {Minimal().TextData("a"), ""},
      {Minimal().DataContentType("text/plain").TextData("a"), ""},
      {Minimal().DataContentType("text/plain; charset=us-ascii").BinaryData("a"), ""},
      {Minimal().BinaryData("a"), ""},
      {Minimal().DataContentType("text/plain; charset=latin1").BinaryData("a"), "\"latin1\""},
      {Minimal().BinaryData("\xff"), "not UTF-8"},
      {Minimal().JsonData("\"a\""), "json()"},
      {Minimal(), "there is none"},
  };
  for (const Case& test : cases) {
    const Event event = *test.builder.Build();
    const absl::StatusOr<std::string_view> text = TextDataOf(event);
    EXPECT_EQ(text.ok(), test.error.empty()) << event << text.status();
    if (text.ok()) {
      EXPECT_EQ(*text, "a");
    } else {
      EXPECT_EQ(text.status().code(), absl::StatusCode::kFailedPrecondition);
      EXPECT_THAT(std::string(internal::Message(text.status())),
                  HasSubstr(std::string(test.error)));
    }
  }
}

TEST(PlainDataTest, NoDataIsNoBytes) {
  EXPECT_EQ(BytesDataOf(*Minimal().Build()).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(*BytesDataOf(*Minimal().BinaryData("").Build()), "");
  EXPECT_EQ(*BytesDataOf(*Minimal().JsonData("null").Build()), "null");
}

}  // namespace
}  // namespace cloudevents
