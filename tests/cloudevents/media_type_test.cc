#include "cloudevents/media_type.h"

#include <gtest/gtest.h>

#include <optional>
#include <string_view>
#include <vector>

namespace cloudevents {
namespace {

struct Row {
  std::string_view media_type;
  bool valid;
  bool json;
  bool text;
};

TEST(MediaTypeTest, IsJsonOrTextByItsSubtype) {
  const Row rows[] = {
      {"application/json", true, true, false},
      {"application/json; charset=utf-8", true, true, false},
      {"application/json;charset=\"utf-8\"", true, true, false},
      {"application/json;", true, true, false},
      {"application/json; ; a=b", true, true, false},
      {"APPLICATION/JSON", true, true, false},
      {"text/json", true, true, true},
      {"application/vnd.order+json", true, true, false},
      {"application/cloudevents+json", true, true, false},
      {"application/geo+JSON; x=\"a;b\\\"c\"", true, true, false},
      {"application/json-seq", true, false, false},
      {"application/jsonp", true, false, false},
      {"application/x-ndjson", true, false, false},
      {"text/plain", true, false, true},
      {"Text/CSV; header=present", true, false, true},
      {"application/xml", true, false, true},
      {"image/svg+xml", true, false, true},
      {"application/octet-stream", true, false, false},
      {"image/png", true, false, false},
      {"json", false, false, false},
      {"+json", false, false, false},
      {"", false, false, false},
      {"/json", false, true, false},
      {"text/", false, false, true},
      {"text/plain/x", false, false, true},
      {"te xt/plain", false, false, false},
      {"text/plain; charset", false, false, true},
      {"text/plain; =utf-8", false, false, true},
      {"text/plain; charset=", false, false, true},
      {"text/plain; charset=\"utf-8", false, false, true},
      {"text/plain; charset=a b", false, false, true},
      {"text/plain, text/html", false, false, true},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(ValidateMediaType(row.media_type).ok(), row.valid) << row.media_type;
    EXPECT_EQ(IsJsonMediaType(row.media_type), row.json) << row.media_type;
    EXPECT_EQ(IsTextMediaType(row.media_type), row.text) << row.media_type;
  }
}

TEST(MediaTypeTest, CborIsASubtypeOrASuffix) {
  for (const std::string_view cbor : {"application/cbor", "APPLICATION/CBOR; a=b", "x/cbor ;",
                                      "application/senml+cbor", "application/cloudevents+CBOR"}) {
    EXPECT_TRUE(IsCborMediaType(cbor)) << cbor;
  }
  for (const std::string_view other : {"", "cbor", "+cbor", "application/cbor-seq", "cbor/json",
                                       "application/xcbor", "text/plain; a=\"b/cbor\""}) {
    EXPECT_FALSE(IsCborMediaType(other)) << other;
  }
}

TEST(MediaTypeTest, EssenceIsWithoutParametersAndSpace) {
  EXPECT_EQ(MediaTypeEssence(" text/plain ; charset=utf-8"), "text/plain");
  EXPECT_EQ(MediaTypeEssence("a/b"), "a/b");
  EXPECT_EQ(MediaTypeEssence(""), "");
}

TEST(MediaTypeTest, HasParameters) {
  using Parameters = std::vector<MediaTypeParameter>;
  EXPECT_EQ(MediaTypeParameters("text/plain"), Parameters{});
  EXPECT_EQ(MediaTypeParameters("text/plain; Charset=UTF-8 ;x=\"a;b\\\"c\\\\\";;"),
            (Parameters{{"charset", "UTF-8"}, {"x", "a;b\"c\\"}}));
  EXPECT_EQ(MediaTypeParameters("a/b; x=1; broken; y=2"), (Parameters{{"x", "1"}}));
  EXPECT_EQ(MediaTypeParameters("a/b; x=\"open"), Parameters{});
  EXPECT_EQ(MediaTypeParameters("a/b; x=\"open\\"), Parameters{});
  EXPECT_EQ(FindMediaTypeParameter("a/b; PROTO=x.Y; proto=z", "proto"), "x.Y");
  EXPECT_EQ(FindMediaTypeParameter("a/b", "proto"), std::nullopt);
}

}  // namespace
}  // namespace cloudevents
