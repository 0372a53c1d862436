#include "cloudevents/internal/json_value.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

namespace cloudevents::internal {
namespace {

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

}  // namespace
}  // namespace cloudevents::internal
