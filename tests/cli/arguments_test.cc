#include "cli/arguments.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace eventbus::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Flag kFlags[] = {
    {.name = "pattern", .value = "PATTERN"},
    {.name = "explain"},
    {.name = "allow", .value = "HOST", .repeatable = true},
};

absl::StatusOr<Arguments> Parse(std::vector<std::string_view> args) {
  return Arguments::Parse(args, kFlags);
}

std::string ErrorOf(std::vector<std::string_view> args) {
  const absl::Status status = Parse(std::move(args)).status();
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  return std::string(status.message().data(), status.message().size());
}

TEST(ArgumentsTest, TakesValuesAfterAnEqualsSignOrAsTheNextArgument) {
  EXPECT_EQ(Parse({"--pattern={}"})->value("pattern"), "{}");
  EXPECT_EQ(Parse({"--pattern", "{}"})->value("pattern"), "{}");
  EXPECT_EQ(Parse({"--pattern=a=b"})->value("pattern"), "a=b");
  EXPECT_EQ(Parse({"--pattern="})->value("pattern"), "");
  EXPECT_EQ(Parse({"--pattern", "--explain"})->value("pattern"), "--explain");
  EXPECT_EQ(Parse({})->value("pattern"), std::nullopt);
}

TEST(ArgumentsTest, KeepsOperandsInOrder) {
  const absl::StatusOr<Arguments> parsed = Parse({"a", "--explain", "-", "b", "--", "--pattern"});
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_THAT(parsed->operands(), ElementsAre("a", "-", "b", "--pattern"));
  EXPECT_TRUE(parsed->has("explain"));
  EXPECT_FALSE(parsed->has("pattern"));
  EXPECT_THAT(Parse({})->operands(), IsEmpty());
}

TEST(ArgumentsTest, CollectsRepeatableFlags) {
  EXPECT_THAT(Parse({"--allow=a", "--allow", "b"})->values("allow"), ElementsAre("a", "b"));
  EXPECT_THAT(Parse({})->values("allow"), IsEmpty());
}

TEST(ArgumentsTest, ErrorsNameTheFlagAndTheOnesThereAre) {
  EXPECT_EQ(ErrorOf({"--patern=x"}),
            "unknown flag --patern; there are --pattern, --explain, --allow");
  EXPECT_EQ(ErrorOf({"-p"}), "unknown flag -p; there are --pattern, --explain, --allow");
  EXPECT_EQ(ErrorOf({"-pattern"}),
            "unknown flag -pattern; there are --pattern, --explain, --allow");
  EXPECT_EQ(ErrorOf({"--pattern"}), "--pattern needs a value: --pattern PATTERN");
  EXPECT_EQ(ErrorOf({"--explain=yes"}), "--explain takes no value");
  EXPECT_EQ(ErrorOf({"--explain", "--explain"}), "--explain is given twice");
  EXPECT_EQ(ErrorOf({"--pattern=", "--pattern=b"}), "--pattern is given twice");
}

TEST(ArgumentsTest, ReadsNumbersWithinARange) {
  EXPECT_EQ(*Parse({})->Integer("pattern", 7, 1, 10), 7);
  EXPECT_EQ(*Parse({"--pattern=10"})->Integer("pattern", 7, 1, 10), 10);
  for (const std::string_view bad : {"", "0", "11", "1x", "x", "1.0", "99999999999999999999"}) {
    const absl::StatusOr<Arguments> parsed = Parse({"--pattern", bad});
    EXPECT_EQ(parsed->Integer("pattern", 7, 1, 10).status(),
              absl::InvalidArgumentError("--pattern must be a number from 1 to 10, not \"" +
                                         std::string(bad) + "\""));
  }
}

TEST(ArgumentsTest, ReadsChoices) {
  constexpr std::string_view kChoices[] = {"red", "green", "blue"};
  EXPECT_EQ(*Parse({})->Choice("pattern", kChoices), 0U);
  EXPECT_EQ(*Parse({"--pattern=blue"})->Choice("pattern", kChoices), 2U);
  EXPECT_EQ(Parse({"--pattern=gray"})->Choice("pattern", kChoices).status(),
            absl::InvalidArgumentError("--pattern must be red, green or blue, not \"gray\""));
}

}  // namespace
}  // namespace eventbus::cli
