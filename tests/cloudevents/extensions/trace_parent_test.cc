#include "cloudevents/extensions/trace_parent.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "tests/cloudevents/extensions/journeys.h"

namespace cloudevents {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct AcceptedRow {
  std::string_view text;
  bool sampled;
  bool random_trace_id;
};

TEST(TraceParentTest, ReadsVersion00AndWhatItKnowsOfHigherOnes) {
  constexpr AcceptedRow kRows[] = {
      // The specification's examples.
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", true, false},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00", false, false},
      // Flags are bits, and those that nobody defined do not count.
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-02", false, true},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03", true, true},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-09", true, false},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-f8", false, false},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-fc", false, false},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-ff", true, true},
      // Higher versions, of the same length and longer.
      {"01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", true, false},
      {"cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", true, false},
      {"fe-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00", false, false},
      {"cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-the-future-will-be-like", true,
       false},
      {"cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-f3-WHAT.EVER", true, true},
      {"01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-", true, false},
  };
  for (const AcceptedRow& row : kRows) {
    const absl::StatusOr<TraceParent> parent = ParseTraceParent(row.text);
    ASSERT_TRUE(parent.ok()) << row.text << ": " << parent.status();
    EXPECT_THAT(parent->trace_id, ElementsAre(0x4b, 0xf9, 0x2f, 0x35, 0x77, 0xb3, 0x4d, 0xa6, 0xa3,
                                              0xce, 0x92, 0x9d, 0x0e, 0x0e, 0x47, 0x36));
    EXPECT_THAT(parent->parent_id, ElementsAre(0x00, 0xf0, 0x67, 0xaa, 0x0b, 0xa9, 0x02, 0xb7));
    EXPECT_EQ(parent->sampled, row.sampled) << row.text;
    EXPECT_EQ(parent->random_trace_id, row.random_trace_id) << row.text;
  }
}

TEST(TraceParentTest, TakesIdsThatAreNotAllZero) {
  for (const std::string_view text : {"00-00000000000000000000000000000001-0000000000000001-00",
                                      "00-10000000000000000000000000000000-1000000000000000-01",
                                      "00-00000000000000010000000000000000-0000000100000000-02",
                                      "00-ffffffffffffffffffffffffffffffff-ffffffffffffffff-03"}) {
    const absl::StatusOr<TraceParent> parent = ParseTraceParent(text);
    ASSERT_TRUE(parent.ok()) << text << ": " << parent.status();
    EXPECT_EQ(FormatTraceParent(*parent), text);
  }
}

struct RefusedRow {
  std::string_view text;
  std::string_view why;
};

TEST(TraceParentTest, RefusesWhatTheGrammarDoesNotHave) {
  constexpr RefusedRow kRows[] = {
      {"", "version"},
      {"0", "version"},
      {"00", "version"},
      {"00-", "trace-id"},
      {"ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "version ff is forbidden"},
      {"ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x", "version ff is forbidden"},
      {"FF-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "version"},
      {"0A-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "version"},
      {".0-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "version"},
      {"0.-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "version"},
      {"0-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "version"},
      {"000-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "version"},
      {"004bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "version"},
      {"00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "version"},
      {" 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "version"},
      {"00-00000000000000000000000000000000-00f067aa0ba902b7-01", "trace-id is all zero"},
      {"cc-00000000000000000000000000000000-00f067aa0ba902b7-01", "trace-id is all zero"},
      {"00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", "trace-id"},
      {"00-4bf92f3577b34da6a3ce929d0e0e473G-00f067aa0ba902b7-01", "trace-id"},
      {"00-.bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "trace-id"},
      {"00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01", "trace-id"},
      {"00-4bf92f3577b34da6a3ce929d0e0e47360-00f067aa0ba902b7-01", "trace-id"},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7-01", "trace-id"},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736", "trace-id"},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", "parent-id is all zero"},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00F067AA0BA902B7-01", "parent-id"},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b.-01", "parent-id"},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b-01", "parent-id"},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b70-01", "parent-id"},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7", "parent-id"},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-", "trace-flags"},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1", "trace-flags"},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0F", "trace-flags"},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-.0", "trace-flags"},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0.", "trace-flags"},
      {"cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-xx", "trace-flags"},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-001", "follows"},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 ", "follows"},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-", "follows"},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-the-future", "follows"},
      {"cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.what-the-future", "follows"},
      // What the OPC UA extension's example shows.
      {"4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00000011", "version"},
  };
  for (const RefusedRow& row : kRows) {
    EXPECT_THAT(RefusalOf(ParseTraceParent(row.text)), HasSubstr(row.why)) << row.text;
  }
}

TEST(TraceParentTest, WritesVersion00) {
  const absl::StatusOr<TraceParent> parent = ParseTraceParent(
      "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-ff-what-the-future-will-be-like");
  ASSERT_TRUE(parent.ok());
  EXPECT_EQ(FormatTraceParent(*parent), "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03");
}

TEST(TraceParentTest, WritesNoIdAsOneThatIsRefused) {
  EXPECT_EQ(FormatTraceParent({}), "00-00000000000000000000000000000000-0000000000000000-00");
  EXPECT_FALSE(ParseTraceParent(FormatTraceParent({})).ok());
}

TEST(TraceParentTest, ReadsWhatItWrites) {
  std::mt19937_64 random(20211123);
  for (int i = 0; i < 1000; ++i) {
    TraceParent parent;
    for (std::uint8_t& byte : parent.trace_id) byte = static_cast<std::uint8_t>(random());
    for (std::uint8_t& byte : parent.parent_id) byte = static_cast<std::uint8_t>(random());
    parent.sampled = (random() & 1) != 0;
    parent.random_trace_id = (random() & 1) != 0;
    const absl::StatusOr<TraceParent> again = ParseTraceParent(FormatTraceParent(parent));
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(*again, parent);
  }
}

// Every change of one byte of a valid text is refused or is another value.
TEST(TraceParentTest, EveryDigitCounts) {
  const std::string valid = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  const TraceParent parent = *ParseTraceParent(valid);
  for (std::size_t i = 3; i < valid.size(); ++i) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string changed = valid;
      changed[i] = static_cast<char>(byte);
      if (changed == valid) continue;
      const absl::StatusOr<TraceParent> other = ParseTraceParent(changed);
      const bool lower_hex = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f');
      EXPECT_EQ(other.ok(), lower_hex && valid[i] != '-') << changed;
      // Of the flags, the first digit's bits have no meaning yet, nor have two of the second's.
      if (i < 53) {
        EXPECT_FALSE(other.ok() && *other == parent) << changed;
      }
    }
  }
}

}  // namespace
}  // namespace cloudevents
