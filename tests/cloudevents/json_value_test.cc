#include "cloudevents/internal/json_value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents::internal {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::json;

TEST(JsonValueTest, NumbersAreComparedExactly) {
  constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  constexpr std::uint64_t kMostUnsigned = std::numeric_limits<std::uint64_t>::max();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  // In ascending order: each is the same as itself, and as none of the others.
  const Json numbers[] = {-kInfinity,
                          -0x1.8p63,
                          kLeast,
                          kLeast + 1,
                          -1.5,
                          std::int64_t{-1},
                          -0.5,
                          std::uint64_t{0},
                          5e-324,
                          std::int64_t{1},
                          (std::uint64_t{1} << 53),
                          (std::uint64_t{1} << 53) + 1,
                          kMost,
                          0x1p63,
                          (std::uint64_t{1} << 63) + 1,
                          kMostUnsigned,
                          0x1p64,
                          1e300,
                          kInfinity};
  for (const Json& a : numbers) {
    for (const Json& b : numbers) EXPECT_EQ(SameJsonNumber(a, b), &a == &b) << a << " " << b;
  }
}

TEST(JsonValueTest, TheTypeOfANumberSaysNothing) {
  const std::pair<Json, Json> same[] = {
      {std::int64_t{7}, std::uint64_t{7}},
      {std::int64_t{7}, 7.0},
      {std::uint64_t{7}, 7.0},
      {0, -0.0},
      {std::uint64_t{1} << 63, 0x1p63},
      {std::numeric_limits<std::int64_t>::min(), -0x1p63},
      {Json{{"a", {1, 2}}}, Json{{"a", {1.0, 2.0}}}},
  };
  for (const auto& [a, b] : same) {
    EXPECT_TRUE(SameJsonValue(a, b)) << a;
    EXPECT_TRUE(SameJsonValue(b, a)) << a;
  }
}

TEST(JsonValueTest, OtherValuesAreComparedByWhatTheyHold) {
  const Json values[] = {
      nullptr,   false,         true,           0,          "",
      "0",       Json::array(), Json::object(), {1, 2},     {2, 1},
      {1, 2, 3}, {{"a", 1}},    {{"b", 1}},     {{"a", 2}}, {{"a", 1}, {"b", 1}}};
  for (const Json& a : values) {
    for (const Json& b : values) EXPECT_EQ(SameJsonValue(a, b), &a == &b) << a << " " << b;
    EXPECT_TRUE(SameJsonValue(a, Json(a))) << a;
  }
}

TEST(JsonValueTest, ATextSaysAllOfTheValueOrThereIsNone) {
  EXPECT_EQ(*JsonTextOf({{"a", {1, -0.5, nullptr}}}, 2), R"({"a":[1,-0.5,null]})");
  const double infinity = std::numeric_limits<double>::infinity();
  const Json refused[] = {infinity, -infinity,    {1, std::nan("")}, {{"a", {{"b", infinity}}}},
                          "\xFF",   {{"\xFF", 1}}};
  for (const Json& value : refused) {
    EXPECT_EQ(JsonTextOf(value, 512).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST(JsonValueTest, ATextNestsAsDeepAsItMay) {
  Json value = 1;
  EXPECT_TRUE(JsonTextOf(value, 0).ok());
  constexpr std::size_t kDepth = 100'000;
  for (std::size_t i = 0; i < kDepth; ++i) value = Json::array({std::move(value)});
  EXPECT_THAT(Message(JsonTextOf(value, 512).status()), HasSubstr("nested deeper than 512"));
  EXPECT_TRUE(JsonTextOf(Json::array({Json::object()}), 2).ok());
  EXPECT_FALSE(JsonTextOf(Json::array({Json::object()}), 1).ok());
}

}  // namespace
}  // namespace cloudevents::internal
