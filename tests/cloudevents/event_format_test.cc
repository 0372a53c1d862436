#include "cloudevents/event_format.h"

#include <gtest/gtest.h>

#include <optional>
#include <string_view>

#include "cloudevents/formats/json_format.h"

namespace cloudevents {
namespace {

constexpr EventFormat kAvro = {.name = "avro", .media_type = "application/cloudevents+avro"};
constexpr EventFormat kFormats[] = {kJsonFormat, kAvro};

struct FindRow {
  std::string_view media_type;
  std::string_view format;  // empty: none
  bool batch = false;
};

TEST(EventFormatTest, IsFoundByMediaType) {
  const FindRow rows[] = {
      {"application/cloudevents+json", "json"},
      {"Application/CloudEvents+JSON", "json"},
      {"application/cloudevents+json; charset=utf-8", "json"},
      {"application/cloudevents+json ;x=y", "json"},
      {"application/cloudevents-batch+json", "json", true},
      {"application/cloudevents+avro", "avro"},
      {"application/cloudevents-batch+avro", ""},
      {"application/cloudevents+jsonx", ""},
      {"application/cloudevents", ""},
      {"application/json", ""},
      {"", ""},
      {";", ""},
  };
  for (const FindRow& row : rows) {
    const std::optional<FoundFormat> found = FindFormat(kFormats, row.media_type);
    EXPECT_EQ(found.has_value() ? found->format->name : "", row.format) << row.media_type;
    EXPECT_EQ(found.has_value() && found->batch, row.batch) << row.media_type;
  }
  EXPECT_FALSE(FindFormat({}, "application/cloudevents+json").has_value());
}

}  // namespace
}  // namespace cloudevents
