// Compares the evaluator with a naive second implementation on random patterns and events. The
// vocabulary is tiny, so that patterns often match, fields often meet in arrays, and names often
// repeat.
#include "tests/eventbus/rules/oracle.h"

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "eventbus/rules/event_pattern.h"
#include "eventbus/rules/rule.h"
#include "gtest/gtest.h"

namespace eventbus {
namespace {

using testing::Dump;
using testing::Json;
using testing::JsonChild;
using testing::OracleMatches;

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  bool OneIn(int n) { return Below(n) == 0; }
  int Below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  std::string Pick(std::initializer_list<const char*> from) {
    return from.begin()[Below(static_cast<int>(from.size()))];
  }

  Json Event() { return Object(0); }

  // An object of a pattern: fields, objects and now and then $or.
  Json Pattern(int depth) {
    std::vector<JsonChild> members;
    const int count = 1 + Below(depth == 0 ? 3 : 2);
    for (int i = 0; i < count; ++i) {
      const bool nested = depth < 3 && OneIn(2);
      members.push_back({Name(), nested ? Pattern(depth + 1) : Alternatives()});
    }
    if (depth < 2 && OneIn(5)) {
      std::vector<Json> branches;
      const int branch_count = 2 + Below(2);
      for (int i = 0; i < branch_count; ++i) branches.push_back(Pattern(depth + 1));
      members.push_back({"$or", Json::Array(std::move(branches))});
    }
    return Json::Object(std::move(members));
  }

 private:
  std::string Name() { return Pick({"a", "a", "b", "b", "c", "a.b", "b.a", ""}); }
  std::string Text() { return Pick({"", "a", "A", "ab", "ba", "aab", "É", "é", "10.0.0.1"}); }
  Json String() { return Json::String(Text()); }
  Json Number() { return Json::Number(Pick({"1", "2", "2.0", "0.2e1", "3", "10e-1", "-1"})); }

  Json Scalar() {
    switch (Below(8)) {
      case 0:
        return {Json::Kind::kNull, "", {}};
      case 1:
        return {OneIn(2) ? Json::Kind::kTrue : Json::Kind::kFalse, "", {}};
      case 2:
      case 3:
      case 4:
        return Number();
      default:
        return String();
    }
  }

  Json Value(int depth) {
    if (depth >= 5 || OneIn(3)) return Scalar();
    if (OneIn(3)) return Object(depth);
    std::vector<Json> elements;
    const int count = Below(4);
    for (int i = 0; i < count; ++i) elements.push_back(Value(depth + 1));
    return Json::Array(std::move(elements));
  }

  Json Object(int depth) {
    std::vector<JsonChild> members;
    const int count = depth == 0 ? 2 + Below(2) : Below(3);
    for (int i = 0; i < count; ++i) members.push_back({Name(), Value(depth + 1)});
    return Json::Object(std::move(members));
  }

  Json Alternatives() {
    std::vector<Json> list;
    const int count = 1 + Below(2);
    for (int i = 0; i < count; ++i) list.push_back(Alternative());
    return Json::Array(std::move(list));
  }

  Json Operator(const std::string& name, Json operand) {
    return Json::Object({{name, std::move(operand)}});
  }

  Json Strings() {
    if (OneIn(2)) return Json::String(Pick({"a", "b", "A", "ab"}));
    return Json::Array({Json::String(Pick({"a", "A"})), Json::String(Pick({"b", "ab", "É"}))});
  }

  Json Alternative() {
    switch (Below(14)) {
      case 0:
        return Operator("exists", {Json::Kind::kTrue, "", {}});
      case 1:
      case 2:
      case 3:
        return Operator("exists", {Json::Kind::kFalse, "", {}});
      case 4: {
        const std::string name = Pick({"prefix", "suffix"});
        return Operator(name, OneIn(2) ? String() : Operator("equals-ignore-case", String()));
      }
      case 5:
        return Operator("equals-ignore-case", String());
      case 6:
        return Operator("wildcard", Json::String(Pick({"*", "a*", "*b", "*a*b", "a*b*a", ""})));
      case 7:
        return Operator("cidr", Json::String(Pick({"10.0.0.0/8", "10.0.0.2/31", "0.0.0.0/0"})));
      case 8:
        return Operator("numeric", Range());
      case 9:
        return Operator("anything-but", OneIn(2) ? Strings() : Number());
      case 10:
        return Operator(
            "anything-but",
            Operator(Pick({"prefix", "suffix", "equals-ignore-case", "wildcard"}), Strings()));
      default:
        return Scalar();
    }
  }

  Json Range() {
    if (OneIn(2)) {
      return Json::Array({Json::String(Pick({"=", "<", "<=", ">", ">="})), Number()});
    }
    return Json::Array({Json::String(Pick({">", ">="})), Json::Number(Pick({"-1", "1"})),
                        Json::String(Pick({"<", "<="})), Json::Number(Pick({"2", "3"}))});
  }

  std::mt19937 random_;
};

TEST(OracleTest, AgreesOnRandomPairs) {
  constexpr unsigned kSeed = 20240417;
  constexpr int kPatterns = 3000;
  constexpr int kEventsEach = 7;
  Generator generator(kSeed);
  int matched = 0;
  int not_matched = 0;
  int refused = 0;
  for (int i = 0; i < kPatterns; ++i) {
    const Json pattern = generator.Pattern(0);
    const absl::StatusOr<Rule> rule = EventPattern::Parse(Dump(pattern));
    for (int j = 0; j < kEventsEach; ++j) {
      const Json event = generator.Event();
      const std::optional<bool> expected = OracleMatches(pattern, event);
      const std::string what =
          "pattern " + Dump(pattern) + "\nevent   " + Dump(event) + "\n" + rule.status().ToString();
      ASSERT_EQ(rule.ok(), expected.has_value()) << what;
      if (!expected.has_value()) {
        ++refused;
        break;
      }
      const absl::StatusOr<bool> matches = rule->MatchesJson(Dump(event));
      ASSERT_TRUE(matches.ok()) << matches.status() << "\n" << what;
      ASSERT_EQ(*matches, *expected) << what;
      ++(*matches ? matched : not_matched);
      if (j > 0) continue;
      const absl::StatusOr<Explanation> explanation = rule->ExplainJson(Dump(event));
      ASSERT_TRUE(explanation.ok()) << what;
      ASSERT_EQ(explanation->matches, *expected) << what;
      ASSERT_EQ(explanation->reason.empty(), *expected) << what;
    }
  }
  // The comparison says something only if all answers are frequent.
  EXPECT_GT(matched, 1500);
  EXPECT_GT(not_matched, 10000);
  EXPECT_GT(refused, 30);
}

}  // namespace
}  // namespace eventbus
