#include "cloudevents/json_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"
#include "nlohmann/json.hpp"

namespace cloudevents {

struct Parcel {
  std::string id;
  std::int32_t weight = 0;
  std::vector<std::uint8_t> rooms;
  double length = 0;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Parcel, id, weight, rooms, length)

// Its hooks throw what a user's code may throw.
struct Grenade {};
[[noreturn]] void to_json(nlohmann::json& /*json*/, const Grenade& /*grenade*/) {
  throw std::runtime_error("boom");
}
[[noreturn]] void from_json(const nlohmann::json& /*json*/, Grenade& /*grenade*/) { throw 7; }

namespace {

using ::testing::HasSubstr;

EventBuilder Minimal() { return EventBuilder().Id("1").Source("/s").Type("t"); }

Event WithData(std::string_view json) { return *Minimal().JsonData(json).Build(); }

std::string ErrorOf(const absl::Status& status) {
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
  return std::string(internal::Message(status));
}

TEST(JsonDataTest, AStructGoesInAndComesOut) {
  EventBuilder builder = Minimal();
  ASSERT_TRUE(SetJsonDataOf(Parcel{"p", 7, {1, 2}, 0.5}, builder).ok());
  const Event event = *builder.Build();
  EXPECT_EQ(event.datacontenttype(), "application/json");
  EXPECT_EQ(event.data(), R"({"id":"p","length":0.5,"rooms":[1,2],"weight":7})");
  const absl::StatusOr<Parcel> parcel = JsonDataOf<Parcel>(event);
  ASSERT_TRUE(parcel.ok()) << parcel.status();
  EXPECT_EQ(parcel->id, "p");
  EXPECT_EQ(parcel->weight, 7);
  EXPECT_EQ(parcel->length, 0.5);
}

TEST(JsonDataTest, TheMediaTypeMayBeAnyOfJsons) {
  EventBuilder builder = Minimal();
  ASSERT_TRUE(SetJsonData(nlohmann::json::array(), builder, "application/vnd.parcels+json").ok());
  EXPECT_EQ(builder.Build()->datacontenttype(), "application/vnd.parcels+json");
  EXPECT_THAT(ErrorOf(SetJsonData(1, builder, "text/plain")), HasSubstr("\"text/plain\""));
  EXPECT_EQ(builder.Build()->data(), "[]");
}

TEST(JsonDataTest, StringsMustBeUtf8) {
  EventBuilder builder = Minimal();
  EXPECT_THAT(ErrorOf(SetJsonData("\xff", builder)), HasSubstr("UTF-8"));
  EXPECT_EQ(builder.Build()->data_kind(), DataKind::kAbsent);
}

TEST(JsonDataTest, NumbersMustBeFinite) {
  EventBuilder builder = Minimal();
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_THAT(ErrorOf(SetJsonData(std::nan(""), builder)), HasSubstr("not finite"));
  EXPECT_THAT(ErrorOf(SetJsonData({{"a", {1, -infinity}}}, builder)), HasSubstr("not finite"));
  EXPECT_THAT(ErrorOf(SetJsonDataOf(Parcel{"p", 7, {}, infinity}, builder)),
              HasSubstr("not finite"));
  EXPECT_EQ(builder.Build()->data_kind(), DataKind::kAbsent);
}

TEST(JsonDataTest, NumbersThatDoNotFitAreNamed) {
  struct Case {
    std::string_view data, place;  // no place: it fits
  };
  constexpr Case kCases[] = {
      {R"({"weight":7})", ""},
      {R"({"weight":7.0})", ""},
      {R"({"weight":7.5})", "/weight"},
      {R"({"weight":4294967303})", "/weight"},
      {R"({"weight":true})", "/weight"},
      {R"({"rooms":[1,255]})", ""},
      {R"({"rooms":[1,256]})", "/rooms/1"},
      {R"({"rooms":[-1]})", "/rooms/0"},
      {R"({"length":3})", ""},
  };
  for (const Case& test : kCases) {
    const absl::StatusOr<Parcel> parcel = JsonDataOf<Parcel>(WithData(test.data));
    EXPECT_EQ(parcel.ok(), test.place.empty()) << test.data << parcel.status();
    if (!parcel.ok()) {
      EXPECT_THAT(ErrorOf(parcel.status()), HasSubstr(std::string(test.place))) << test.data;
    }
  }
}

template <typename Integer>
std::string FitsAs(std::string_view number) {
  const absl::StatusOr<Integer> value = JsonDataOf<Integer>(WithData(number));
  return value.ok() ? std::to_string(*value) : ErrorOf(value.status());
}

TEST(JsonDataTest, NumbersOf64BitsAreKeptOrRefused) {
  struct Case {
    std::string_view number;
    bool fits_signed, fits_unsigned;
  };
  constexpr Case kCases[] = {
      {"-1", true, false},
      {"0", true, true},
      {"-9223372036854775808", true, false},
      {"-9223372036854775809", false, false},
      {"9223372036854775807", true, true},
      {"9223372036854775808", false, true},
      {"18446744073709551615", false, true},
      {"18446744073709551616", false, false},
      {"1e300", false, false},
      {"-1e300", false, false},
  };
  for (const Case& test : kCases) {
    EXPECT_EQ(FitsAs<std::int64_t>(test.number) == test.number, test.fits_signed) << test.number;
    EXPECT_EQ(FitsAs<std::uint64_t>(test.number) == test.number, test.fits_unsigned) << test.number;
  }
}

TEST(JsonDataTest, WhatHooksThrowIsAnError) {
  EventBuilder builder = Minimal();
  EXPECT_THAT(ErrorOf(SetJsonDataOf(Grenade(), builder)), HasSubstr("boom"));
  EXPECT_THAT(ErrorOf(JsonDataOf<Grenade>(WithData("{}")).status()), HasSubstr("exception"));
  EXPECT_THAT(ErrorOf(JsonDataOf<Parcel>(WithData(R"({"id":7})")).status()), HasSubstr("string"));
}

TEST(JsonDataTest, OtherDataIsNoJson) {
  for (const EventBuilder& builder : {Minimal(), Minimal().TextData("1")}) {
    EXPECT_EQ(JsonDataOf<int>(*builder.Build()).status().code(),
              absl::StatusCode::kFailedPrecondition);
  }
}

}  // namespace
}  // namespace cloudevents
