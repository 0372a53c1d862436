// The list says no more and no less than what a run shows.
#include "tests/interop/deviation_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "tests/interop/exchange.h"
#include "tests/interop/samples.h"

namespace interop {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr std::string_view kDocument = R"(
# Words, and a table that is none of the list
| peer | what it is |
|---|---|
| Go | an SDK |

| peers | direction | channels | events | what differs | reason |
|---|---|---|---|---|---|
| Go, Rust | to us | json, binary | (without time) | time | adds one |
| Go | to us | json | odd | id, data | bends them |
| Go | to us | json | odder | refused | bends it too far |
| Java | from us | json batch | (all) | no such mode | not there |
)";

Sample Named(std::string_view name, bool with_time) {
  cloudevents::EventBuilder builder;
  builder.Id(name).Source("/s").Type("t").TextData("");
  if (with_time) builder.Time("2024-01-01T00:00:00Z");
  return {std::string(name), {*builder.Build()}};
}

// One sample and what became of it.
std::pair<Sample, Outcome> With(std::string_view name, std::vector<std::string> differences,
                                bool with_time = true) {
  Outcome outcome;
  outcome.differences.insert(differences.begin(), differences.end());
  return {Named(name, with_time), outcome};
}

Cell GoJson(std::vector<std::pair<Sample, Outcome>> outcomes) {
  return {"Go", "to us", "json", std::move(outcomes)};
}

DeviationList List() { return *DeviationList::Parse(kDocument); }

TEST(DeviationListTest, CountsWhatIsTheSameAndWhatIsListed) {
  DeviationList list = List();
  const Verdict verdict =
      list.Judge(GoJson({With("plain", {}), With("odd", {"data", "id"}), With("odder", {"refused"}),
                         With("timeless", {"time"}, /*with_time=*/false)}));
  EXPECT_THAT(verdict.problems, IsEmpty());
  EXPECT_EQ(verdict.same, 1);
  EXPECT_EQ(verdict.listed, 3);
  EXPECT_FALSE(verdict.absent);
}

TEST(DeviationListTest, ANewDeviationIsAProblem) {
  DeviationList list = List();
  EXPECT_THAT(list.Judge(GoJson({With("plain", {"subject"})})).problems,
              ElementsAre(HasSubstr("| Go | to us | json | plain | subject |")));
  // More of it than is listed, too.
  EXPECT_THAT(list.Judge(GoJson({With("odd", {"data", "id", "type"})})).problems,
              ElementsAre(HasSubstr("| odd | type |")));
  // Nor does another peer's, direction's or channel's row explain it.
  for (const Cell& cell : {Cell{"Java", "to us", "json", {With("odd", {"id"})}},
                           Cell{"Go", "from us", "json", {With("odd", {"id"})}},
                           Cell{"Go", "to us", "binary", {With("odd", {"id"})}}}) {
    EXPECT_THAT(list.Judge(cell).problems, ElementsAre(HasSubstr("| odd | id |")));
  }
}

TEST(DeviationListTest, ADeviationThatDisappearsIsAProblem) {
  DeviationList list = List();
  EXPECT_THAT(list.Judge(GoJson({With("odd", {})})).problems,
              ElementsAre(HasSubstr("odd does not differ any more in: data, id")));
  EXPECT_THAT(list.Judge(GoJson({With("odd", {"id"})})).problems,
              ElementsAre(HasSubstr("odd does not differ any more in: data")));
  EXPECT_THAT(list.Judge(GoJson({With("odder", {})})).problems,
              ElementsAre(HasSubstr("odder does not differ any more in: refused")));
  EXPECT_THAT(list.Judge(GoJson({With("timeless", {}, /*with_time=*/false)})).problems,
              ElementsAre(HasSubstr("timeless does not differ any more in: time")));
}

TEST(DeviationListTest, OfWhatIsRefusedNothingElseIsSeen) {
  DeviationList list = List();
  EXPECT_THAT(list.Judge(GoJson({With("odder", {"refused"}, /*with_time=*/false)})).problems,
              IsEmpty());
  // But that it is refused has to be listed.
  EXPECT_THAT(list.Judge(GoJson({With("odd", {"refused"})})).problems,
              ElementsAre(HasSubstr("| odd | refused |")));
}

TEST(DeviationListTest, AModeThatIsNotThereLetsNothingThrough) {
  DeviationList list = List();
  const Cell none = {"Java", "from us", "json batch", {With("a", {"refused"})}};
  EXPECT_TRUE(list.Judge(none).absent);
  EXPECT_THAT(list.Judge(none).problems, IsEmpty());
  for (const char* difference : {"", "time", "invalid", "count"}) {
    const std::vector<std::string> differences =
        *difference == '\0' ? std::vector<std::string>{} : std::vector<std::string>{difference};
    const Cell some = {
        "Java", "from us", "json batch", {With("a", {"refused"}), With("b", differences)}};
    EXPECT_THAT(list.Judge(some).problems, ElementsAre(HasSubstr("b gets through")));
  }
}

TEST(DeviationListTest, NamesWithoutMeaningAreFound) {
  DeviationList list = List();
  list.Judge(GoJson({With("odd", {}), With("odder", {}), With("timeless", {}, false)}));
  list.Judge({"Rust", "to us", "binary", {}});
  EXPECT_THAT(list.Unused(),
              UnorderedElementsAre(HasSubstr("line 12: the run has no channel json batch"),
                                   HasSubstr("line 12: the run has no direction from us"),
                                   HasSubstr("line 12: the run has no event (all)"),
                                   HasSubstr("line 12: the run has no peer Java")));
}

TEST(DeviationListTest, ARowThatMakesNoSenseIsAnError) {
  for (const char* row : {
           "| Go | to us | json | odd | id |",
           "| Go | to us | json | odd | id | why | more |",
           "| Go | to us | json | odd | id |  |",
           "| Go | to us |  | odd | id | why |",
           "| Go | to us | json | odd | no such mode | why |",
           "| Go | to us | json | (all) | no such mode, id | why |",
       }) {
    const absl::StatusOr<DeviationList> list = DeviationList::Parse(row);
    EXPECT_EQ(list.status().code(), absl::StatusCode::kInvalidArgument) << row;
    EXPECT_THAT(list.status().ToString(), HasSubstr("line 1: "));
  }
}

}  // namespace
}  // namespace interop
