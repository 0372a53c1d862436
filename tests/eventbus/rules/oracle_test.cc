// Compares the evaluator with a naive second implementation on random patterns and events: of the
// whole language, and of fields that meet in lists. The vocabulary is tiny, so that patterns often
// match and names often repeat.
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

  // A pattern of two to four fields in one list, many of which may be absent, and such a list:
  // elements are objects and lists, and the list's name may repeat.
  Json ListPattern() {
    std::vector<JsonChild> fields = ListFields();
    if (OneIn(3)) {
      fields.push_back({"$or", Json::Array({Json::Object({{"v", ListAlternatives()}}),
                                            Json::Object({{"w", ListAlternatives()}})})});
    }
    return Json::Object({{"l", Json::Object(std::move(fields))}});
  }

  Json ListEvent() {
    std::vector<JsonChild> members;
    const int lists = OneIn(3) ? 2 : 1;
    for (int i = 0; i < lists; ++i) members.push_back({"l", List(0)});
    if (OneIn(4)) members.push_back({Pick({"l.x", "l.y", "l.m.x"}), List(1)});
    return Json::Object(std::move(members));
  }

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

  std::vector<JsonChild> ListFields() {
    std::vector<JsonChild> fields;
    for (const char* name : {"x", "y", "z"}) {
      if (!OneIn(3)) fields.push_back({name, ListAlternatives()});
    }
    if (OneIn(2)) {
      fields.push_back({"m", Json::Object({{"x", ListAlternatives()}, {"y", ListAlternatives()}})});
    }
    if (fields.empty()) fields.push_back({"x", ListAlternatives()});
    return fields;
  }

  Json ListAlternatives() {
    const Json absent = Operator("exists", {Json::Kind::kFalse, "", {}});
    const Json number = Json::Number(Pick({"1", "1", "2"}));
    if (OneIn(4)) return Json::Array({absent});
    if (OneIn(5)) return Json::Array({number, absent});
    return Json::Array({number});
  }

  Json List(int depth) {
    std::vector<Json> elements;
    const int count = 1 + Below(3);
    for (int i = 0; i < count; ++i) elements.push_back(ListElement(depth));
    return Json::Array(std::move(elements));
  }

  Json ListElement(int depth) {
    if (depth > 0 && OneIn(3)) return Json::Number(Pick({"1", "2"}));
    if (depth < 2 && OneIn(4)) return List(depth + 1);
    std::vector<JsonChild> members;
    for (const char* name : {"x", "y", "z", "v", "w"}) {
      if (OneIn(2)) continue;
      members.push_back(
          {name, depth < 2 && OneIn(5) ? List(depth + 1) : Json::Number(Pick({"1", "1", "2"}))});
    }
    if (depth < 2 && OneIn(2)) members.push_back({"m", List(depth + 1)});
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

// How often each answer came.
struct Answers {
  int matched = 0;
  int not_matched = 0;
  int refused = 0;
};

// Compares the two on one pattern and several events.
template <typename MakeEvent>
void Compare(const Json& pattern, int events, MakeEvent make_event, Answers& answers) {
  const absl::StatusOr<Rule> rule = EventPattern::Parse(Dump(pattern));
  for (int i = 0; i < events; ++i) {
    const Json event = make_event();
    const std::optional<bool> expected = OracleMatches(pattern, event);
    const std::string what =
        "pattern " + Dump(pattern) + "\nevent   " + Dump(event) + "\n" + rule.status().ToString();
    ASSERT_EQ(rule.ok(), expected.has_value()) << what;
    if (!expected.has_value()) {
      ++answers.refused;
      return;
    }
    const absl::StatusOr<bool> matches = rule->MatchesJson(Dump(event));
    ASSERT_TRUE(matches.ok()) << matches.status() << "\n" << what;
    ASSERT_EQ(*matches, *expected) << what;
    ++(*matches ? answers.matched : answers.not_matched);
    if (i > 0) continue;
    const absl::StatusOr<Explanation> explanation = rule->ExplainJson(Dump(event));
    ASSERT_TRUE(explanation.ok()) << what;
    ASSERT_EQ(explanation->matches, *expected) << what;
    ASSERT_EQ(explanation->reason.empty(), *expected) << what;
  }
}

// The comparisons say something only if all answers are frequent.

TEST(OracleTest, AgreesOnRandomPairs) {
  Generator generator(20240417);
  Answers answers;
  for (int i = 0; i < 2000 && !HasFatalFailure(); ++i) {
    Compare(generator.Pattern(0), 7, [&] { return generator.Event(); }, answers);
  }
  EXPECT_GT(answers.matched, 1000);
  EXPECT_GT(answers.not_matched, 7000);
  EXPECT_GT(answers.refused, 20);
}

TEST(OracleTest, AgreesOnFieldsThatMeetInLists) {
  Generator generator(20240418);
  Answers answers;
  for (int i = 0; i < 1000 && !HasFatalFailure(); ++i) {
    Compare(generator.ListPattern(), 7, [&] { return generator.ListEvent(); }, answers);
  }
  EXPECT_GT(answers.matched, 1000);
  EXPECT_GT(answers.not_matched, 2000);
}

}  // namespace
}  // namespace eventbus
