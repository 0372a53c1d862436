#include "cloudevents/extensions/sequence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <compare>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "cloudevents/testing/matchers.h"
#include "tests/cloudevents/extensions/journeys.h"

namespace cloudevents {
namespace {

using ::cloudevents::testing::LacksAttribute;
using ::testing::HasSubstr;

Sequence Integer(std::string_view value) { return {.value = value, .type = kIntegerSequence}; }

TEST(SequenceTest, SurvivesJsonAndHttp) {
  const Sequence rows[] = {{.value = "0007"},
                           {.value = "01J9Z3N4"},
                           Integer("1"),
                           Integer("-2147483648"),
                           {.value = "x", .type = "Ulid"}};
  for (const Sequence& row : rows) {
    EventBuilder builder = PlainEvent();
    ASSERT_TRUE(SetSequence(row, builder).ok());
    for (const Event& event : Journeys(builder)) EXPECT_EQ(*GetSequence(event), row);
  }
}

TEST(SequenceTest, MayBeAbsent) { EXPECT_EQ(*GetSequence(BuildEvent(PlainEvent())), std::nullopt); }

struct NumberRow {
  std::string_view text;
  std::optional<std::int32_t> number;
};

TEST(SequenceTest, IntegersAreNumbersOf32Bits) {
  constexpr NumberRow kRows[] = {
      {"1", 1},
      {"0", 0},
      {"-1", -1},
      {"007", 7},
      {"0000000000000001", 1},
      {"-007", -7},
      {"-0", 0},
      {"2147483647", 2147483647},
      {"-2147483648", -2147483647 - 1},
      {"2147483648", std::nullopt},
      {"-2147483649", std::nullopt},
      {"99999999999999999999", std::nullopt},
      {"+1", std::nullopt},
      {"--1", std::nullopt},
      {"-", std::nullopt},
      {" 1", std::nullopt},
      {"1 ", std::nullopt},
      {"1.0", std::nullopt},
      {"1e3", std::nullopt},
      {"0x1", std::nullopt},
      {"one", std::nullopt},
      {"\u0661", std::nullopt},
  };
  for (const NumberRow& row : kRows) {
    EXPECT_EQ(SequenceNumber(Integer(row.text)), row.number) << row.text;
    EventBuilder builder = PlainEvent();
    EXPECT_EQ(SetSequence(Integer(row.text), builder).ok(), row.number.has_value()) << row.text;
    const Event event = BuildEvent(
        PlainEvent().Extension("sequence", row.text).Extension("sequencetype", kIntegerSequence));
    EXPECT_EQ(GetSequence(event).ok(), row.number.has_value()) << row.text;
    EXPECT_EQ(SequenceNumber({.value = row.text}), std::nullopt) << row.text;
  }
}

TEST(SequenceTest, NamesWhatBreaksARule) {
  EXPECT_EQ(RefusalOf(GetSequence(EventWith("sequence", ""))),
            "attribute \"sequence\": it is empty, which it must not be");
  EXPECT_EQ(RefusalOf(GetSequence(EventWith("sequence", std::int32_t{7}))),
            "attribute \"sequence\": its type must be String; it is Integer, \"7\"");
  EXPECT_EQ(RefusalOf(GetSequence(EventWith("sequencetype", "Integer"))),
            "attribute \"sequence\": it is not set, and is required beside \"sequencetype\"");
  EventBuilder builder = PlainEvent();
  EXPECT_EQ(
      RefusalOf(SetSequence(Integer("one"), builder)),
      "attribute \"sequence\": \"one\" is no signed 32-bit number, as the sequencetype Integer "
      "demands");
  EXPECT_THAT(RefusalOf(SetSequence({.value = "1", .type = ""}, builder)),
              HasSubstr("attribute \"sequencetype\": it is empty"));
  EXPECT_EQ(BuildEvent(builder), BuildEvent(PlainEvent()));
}

TEST(SequenceTest, RemovesATypeThatIsUnset) {
  EventBuilder builder = PlainEvent().Extension("sequencetype", kIntegerSequence);
  ASSERT_TRUE(SetSequence({.value = "a"}, builder).ok());
  EXPECT_THAT(BuildEvent(builder), LacksAttribute("sequencetype"));
}

struct OrderRow {
  Sequence a;
  Sequence b;
  std::partial_ordering order;
};

TEST(SequenceTest, Compares) {
  const OrderRow rows[] = {
      // As strings.
      {{.value = "0001"}, {.value = "0002"}, std::partial_ordering::less},
      {{.value = "10"}, {.value = "9"}, std::partial_ordering::less},
      {{.value = "a"}, {.value = "ab"}, std::partial_ordering::less},
      {{.value = "z"}, {.value = "\u00E4"}, std::partial_ordering::less},
      {{.value = "a"}, {.value = "a"}, std::partial_ordering::equivalent},
      {{.value = "2", .type = "x"}, {.value = "1", .type = "x"}, std::partial_ordering::greater},
      // As numbers that wrap around.
      {Integer("1"), Integer("2"), std::partial_ordering::less},
      {Integer("9"), Integer("10"), std::partial_ordering::less},
      {Integer("007"), Integer("7"), std::partial_ordering::equivalent},
      {Integer("-1"), Integer("0"), std::partial_ordering::less},
      {Integer("2147483647"), Integer("-2147483648"), std::partial_ordering::less},
      {Integer("-2147483648"), Integer("2147483647"), std::partial_ordering::greater},
      {Integer("2147483000"), Integer("-2147483000"), std::partial_ordering::less},
      {Integer("0"), Integer("2147483647"), std::partial_ordering::less},
      {Integer("0"), Integer("-2147483648"), std::partial_ordering::unordered},
      {Integer("1"), Integer("-2147483647"), std::partial_ordering::unordered},
      {Integer("1"), Integer("-2147483646"), std::partial_ordering::greater},
      // What has no order.
      {Integer("1"), {.value = "2"}, std::partial_ordering::unordered},
      {{.value = "1", .type = "x"}, {.value = "2", .type = "y"}, std::partial_ordering::unordered},
      {Integer("1"), Integer("two"), std::partial_ordering::unordered},
      {Integer("one"), Integer("one"), std::partial_ordering::unordered},
  };
  for (const OrderRow& row : rows) {
    EXPECT_TRUE(CompareSequence(row.a, row.b) == row.order) << row.a.value << ' ' << row.b.value;
    // The other way round is the other way round.
    EXPECT_TRUE((0 <=> CompareSequence(row.b, row.a)) == row.order)
        << row.a.value << ' ' << row.b.value;
  }
}

// Each of the numbers that follow one, up to half the circle, comes after it.
TEST(SequenceTest, OrdersWhatFollowsWithinHalfTheCircle) {
  std::mt19937 random(1982);
  for (int i = 0; i < 1000; ++i) {
    const std::uint32_t start = random();
    const std::uint32_t steps = random() % 0x7FFFFFFF + 1;
    const std::string first = std::to_string(static_cast<std::int32_t>(start));
    const std::string later = std::to_string(static_cast<std::int32_t>(start + steps));
    EXPECT_TRUE(CompareSequence(Integer(first), Integer(later)) < 0) << first << ' ' << later;
    EXPECT_TRUE(CompareSequence(Integer(later), Integer(first)) > 0) << first << ' ' << later;
  }
}

}  // namespace
}  // namespace cloudevents
