#include "cloudevents/extensions/trace_state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/internal/abseil_strings.h"
#include "tests/cloudevents/extensions/journeys.h"

namespace cloudevents {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Repeated(char c, std::size_t count) { return std::string(count, c); }

// "k1=v,k2=v,..."
std::string Members(int count) {
  std::string text;
  for (int i = 1; i <= count; ++i) text += internal::Cat(i == 1 ? "" : ",", "k", i, "=v");
  return text;
}

struct AcceptedRow {
  std::string text;
  std::string written;
};

TEST(TraceStateTest, ReadsWhatTheGrammarHas) {
  const AcceptedRow rows[] = {
      // The specification's examples.
      {"rojo=00f067aa0ba902b7", "rojo=00f067aa0ba902b7"},
      {"congo=t61rcWkgMzE", "congo=t61rcWkgMzE"},
      {"rojo=00f067aa0ba902b7,congo=t61rcWkgMzE", "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE"},
      {"congo=ucfJifl5GOE,rojo=00f067aa0ba902b7", "congo=ucfJifl5GOE,rojo=00f067aa0ba902b7"},
      {"vendorname1=opaqueValue1,vendorname2=opaqueValue2",
       "vendorname1=opaqueValue1,vendorname2=opaqueValue2"},
      // Empty lists and members.
      {"", ""},
      {" ", ""},
      {"\t \t", ""},
      {",", ""},
      {" , \t,", ""},
      {"foo=1,", "foo=1"},
      {",foo=1", "foo=1"},
      {"foo=1,,bar=2", "foo=1,bar=2"},
      {"foo=1, ,bar=2", "foo=1,bar=2"},
      // Blanks around members.
      {"foo=1, bar=2", "foo=1,bar=2"},
      {"foo=1 ,bar=2", "foo=1,bar=2"},
      {"foo=1 \t , \t bar=2, \t baz=3", "foo=1,bar=2,baz=3"},
      {"  foo=1\t", "foo=1"},
      // Keys.
      {"1a=1", "1a=1"},
      {"0=1", "0=1"},
      {"a=1", "a=1"},
      {"a_-*/z=1", "a_-*/z=1"},
      {"abcdefghijklmnopqrstuvwxyz0123456789_-*/=1", "abcdefghijklmnopqrstuvwxyz0123456789_-*/=1"},
      {"tenant@system=1", "tenant@system=1"},
      {"0tenant@system=1", "0tenant@system=1"},
      {"fw529a3039@dt=FfffffC8", "fw529a3039@dt=FfffffC8"},
      {"a@=1", "a@=1"},
      {"a@@b=1", "a@@b=1"},
      {"a@b@c=1", "a@b@c=1"},
      {"a@1system=1", "a@1system=1"},
      {Repeated('t', 241) + "@" + Repeated('v', 14) + "=1",
       Repeated('t', 241) + "@" + Repeated('v', 14) + "=1"},
      {Repeated('z', 256) + "=1", Repeated('z', 256) + "=1"},
      // Values.
      {"a=1;bar", "a=1;bar"},
      {"a= b", "a= b"},
      {"a=  b c ", "a=  b c"},
      {"a=!\"#$%&'()*+-./0:;<>?@AZ[\\]^_`az{|}~", "a=!\"#$%&'()*+-./0:;<>?@AZ[\\]^_`az{|}~"},
      {"a=" + Repeated('x', 256), "a=" + Repeated('x', 256)},
      // Keys differ by all of their characters.
      {"a=1,a@b=1,aa=1", "a=1,a@b=1,aa=1"},
      {Members(32), Members(32)},
      {Members(31) + ",", Members(31)},
  };
  for (const AcceptedRow& row : rows) {
    const absl::StatusOr<TraceState> state = TraceState::Parse(row.text);
    ASSERT_TRUE(state.ok()) << row.text << ": " << state.status();
    EXPECT_EQ(state->ToString(), row.written);
    EXPECT_EQ(state->empty(), row.written.empty()) << row.text;
    const absl::StatusOr<TraceState> again = TraceState::Parse(row.written);
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(*again, *state);
  }
}

struct RefusedRow {
  std::string text;
  std::string_view why;
};

TEST(TraceStateTest, RefusesWhatTheGrammarDoesNotHave) {
  const RefusedRow rows[] = {
      {"foo", "no equals sign"},
      {"foo,bar=1", "no equals sign"},
      {"=", "key is empty"},
      {"=1", "key is empty"},
      {" =1", "key is empty"},
      {"foo=", "value is empty"},
      {"foo= ", "value is empty"},
      {"foo=\t", "value is empty"},
      {"foo=,bar=1", "value is empty"},
      {"foo =1", "has a character"},
      {"foo\t=1", "has a character"},
      {"f oo=1", "has a character"},
      {"FOO=1", "does not start"},
      {"fOO=1", "has a character"},
      {"foo.bar=1", "has a character"},
      {"foo:bar=1", "has a character"},
      {"f\xC3\xB6o=1", "has a character"},
      {"@foo=1", "does not start"},
      {"_foo=1", "does not start"},
      {"-foo=1", "does not start"},
      {"*foo=1", "does not start"},
      {"/foo=1", "does not start"},
      {Repeated('z', 257) + "=1", "longer than 256"},
      {Repeated('t', 242) + "@" + Repeated('v', 14) + "=1", "longer than 256"},
      {"foo=1=2", "has a character"},
      {"foo==", "has a character"},
      {"foo=bar=baz", "has a character"},
      {"foo=a\tb", "has a character"},
      {"foo=\tb", "has a character"},
      {"foo=a\nb", "has a character"},
      {"foo=a\r", "has a character"},
      {std::string("foo=a\0b", 7), "has a character"},
      {"foo=\x7F", "has a character"},
      {"foo=\xC3\xB6", "has a character"},
      {"foo=" + Repeated('x', 257), "longer than 256"},
      {"foo=1,foo=1", "twice"},
      {"foo=1,bar=2,foo=3", "twice"},
      {"congo=congosFirstPosition,rojo=rojosFirstPosition,congo=congosSecondPosition", "twice"},
      {Members(33), "more than 32 members"},
      {Members(32) + ",", "more than 32 members"},
      {Repeated(',', 32), "more than 32 members"},
      {Repeated(',', 1 << 16), "more than 32 members"},
  };
  for (const RefusedRow& row : rows) {
    EXPECT_THAT(RefusalOf(TraceState::Parse(row.text)), HasSubstr(row.why)) << row.text;
  }
}

TEST(TraceStateTest, FindsMembers) {
  const TraceState state = *TraceState::Parse("rojo=1, tenant@congo= 2");
  EXPECT_THAT(state.members(),
              ElementsAre(TraceStateMember{"rojo", "1"}, TraceStateMember{"tenant@congo", " 2"}));
  EXPECT_EQ(state.Find("rojo"), "1");
  EXPECT_EQ(state.Find("tenant@congo"), " 2");
  EXPECT_EQ(state.Find("congo"), std::nullopt);
  EXPECT_EQ(state.Find(""), std::nullopt);
}

TEST(TraceStateTest, AddsAtTheFront) {
  TraceState state;
  ASSERT_TRUE(state.SetFirst("congo", "t61rcWkgMzE").ok());
  ASSERT_TRUE(state.SetFirst("rojo", "00f067aa0ba902b7").ok());
  EXPECT_EQ(state.ToString(), "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE");
}

TEST(TraceStateTest, MovesWhatChangesToTheFront) {
  TraceState state = *TraceState::Parse("a=1,rojo=rojosFirstPosition,congo=congosFirstPosition");
  ASSERT_TRUE(state.SetFirst("congo", "congosSecondPosition").ok());
  EXPECT_EQ(state.ToString(), "congo=congosSecondPosition,a=1,rojo=rojosFirstPosition");
  ASSERT_TRUE(state.SetFirst("congo", "3").ok());
  EXPECT_EQ(state.ToString(), "congo=3,a=1,rojo=rojosFirstPosition");
}

TEST(TraceStateTest, LetsTheLastOfThirtyTwoGo) {
  const std::string text = Members(32);
  TraceState state = *TraceState::Parse(text);
  ASSERT_TRUE(state.SetFirst("k32", "w").ok());  // One that is there takes nobody's place.
  EXPECT_EQ(state.ToString(), "k32=w," + Members(31));
  ASSERT_TRUE(state.SetFirst("new", "n").ok());
  EXPECT_EQ(state.ToString(), "new=n,k32=w," + Members(30));
}

TEST(TraceStateTest, RemovesMembers) {
  TraceState state = *TraceState::Parse("a=1,b=2,c=3");
  state.Remove("b");
  state.Remove("none");
  EXPECT_EQ(state.ToString(), "a=1,c=3");
  state.Remove("a");
  state.Remove("c");
  EXPECT_TRUE(state.empty());
}

TEST(TraceStateTest, RefusesToSetWhatBreaksTheRules) {
  constexpr std::pair<std::string_view, std::string_view> kRows[] = {
      {"", "1"},   {"A", "1"},   {"a b", "1"},  {"a=b", "1"},   {"a,b", "1"},   {"@a", "1"},
      {"foo", ""}, {"foo", " "}, {"foo", "a "}, {"foo", "a,b"}, {"foo", "a=b"}, {"foo", "a\t"},
  };
  for (const auto& [key, value] : kRows) {
    TraceState state = *TraceState::Parse("foo=1,bar=2");
    EXPECT_NE(RefusalOf(state.SetFirst(key, value)), "") << key << "=" << value;
    EXPECT_EQ(state.ToString(), "foo=1,bar=2");
  }
}

// A list of pairs, in the simplest way that there is.
TEST(TraceStateTest, DoesAsAPlainListDoes) {
  std::mt19937 random(13);
  const std::vector<std::string> keys = [] {
    std::vector<std::string> made;
    for (int i = 0; i < 40; ++i) made.push_back(internal::Cat("k", i));
    return made;
  }();
  TraceState state;
  std::vector<std::pair<std::string, std::string>> oracle;
  for (int step = 0; step < 5000; ++step) {
    const std::string& key = keys[random() % keys.size()];
    const std::string& value = keys[random() % keys.size()];
    std::erase_if(oracle, [&](const auto& member) { return member.first == key; });
    if (random() % 4 == 0) {
      state.Remove(key);
    } else {
      oracle.insert(oracle.begin(), {key, value});
      if (oracle.size() > kMaxTraceStateMembers) oracle.pop_back();
      ASSERT_TRUE(state.SetFirst(key, value).ok());
    }
    std::string expected;
    for (const auto& [k, v] : oracle) {
      expected += internal::Cat(expected.empty() ? "" : ",", k, "=", v);
    }
    ASSERT_EQ(state.ToString(), expected);
  }
}

}  // namespace
}  // namespace cloudevents
