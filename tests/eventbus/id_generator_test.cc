#include "eventbus/id_generator.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "eventbus/clock.h"
#include "eventbus/testing/fake_clock.h"
#include "gtest/gtest.h"

namespace eventbus {
namespace {

using ::eventbus::testing::FakeClock;

std::int64_t MillisOf(const Id128& id) {
  std::int64_t millis = 0;
  for (int i = 0; i < 6; ++i) millis = millis << 8 | id[i];
  return millis;
}

// The 26 bits of the counter: rand_a and the upper 14 bits of rand_b.
std::uint32_t CounterOf(const Id128& id) {
  return (id[6] & 0x0fu) << 22 | id[7] << 14u | (id[8] & 0x3fu) << 8 | id[9];
}

TEST(FormatUuidTest, IsLowerCaseInFiveGroups) {
  EXPECT_EQ(FormatUuid({0x01, 0x7F, 0x22, 0xE2, 0x79, 0xB0, 0x7C, 0xC3, 0x98, 0xC4, 0xDC, 0x0C,
                        0x0C, 0x07, 0x39, 0x8F}),
            "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

TEST(UuidV7GeneratorTest, HasTheLayoutOfVersion7) {
  // The time of RFC 9562's test vector, appendix A.6.
  const FakeClock clock(absl::FromUnixMillis(0x017F22E279B0));
  UuidV7Generator ids(&clock);
  for (int i = 0; i < 1000; ++i) {
    const Id128 id = ids.Next();
    ASSERT_EQ(MillisOf(id), 0x017F22E279B0);
    ASSERT_EQ(id[6] >> 4, 7);
    ASSERT_EQ(id[8] >> 6, 2);
    ASSERT_EQ(FormatUuid(id).substr(0, 15), "017f22e2-79b0-7");
  }
}

TEST(UuidV7GeneratorTest, CountsWithinAMillisecond) {
  const FakeClock clock;
  UuidV7Generator ids(&clock);
  const std::uint32_t first = CounterOf(ids.Next());
  EXPECT_LT(first, 1u << 25) << "starts with room to count";
  for (std::uint32_t i = 1; i < 1000; ++i) ASSERT_EQ(CounterOf(ids.Next()), first + i);
}

TEST(UuidV7GeneratorTest, GrowsWithTheClock) {
  FakeClock clock;
  UuidV7Generator ids(&clock);
  Id128 last = ids.Next();
  for (int i = 0; i < 1000; ++i) {
    clock.Advance(absl::Microseconds(300));
    const Id128 id = ids.Next();
    ASSERT_LT(last, id);
    ASSERT_EQ(MillisOf(id), absl::ToUnixMillis(clock.Now()));
    last = id;
  }
}

TEST(UuidV7GeneratorTest, StaysOrderedWhenTheClockGoesBack) {
  FakeClock clock;
  UuidV7Generator ids(&clock);
  Id128 last = ids.Next();
  const std::int64_t latest = MillisOf(last);
  for (int i = 0; i < 1000; ++i) {
    clock.SetNow(clock.Now() - absl::Seconds(1));
    const Id128 id = ids.Next();
    ASSERT_LT(last, id);
    ASSERT_EQ(MillisOf(id), latest);
    last = id;
  }
}

TEST(UuidV7GeneratorTest, TimesThatDoNotFitBecomeTheNearestThatDo) {
  const FakeClock past(absl::InfinitePast());
  EXPECT_EQ(MillisOf(UuidV7Generator(&past).Next()), 0);
  const FakeClock future(absl::InfiniteFuture());
  EXPECT_EQ(MillisOf(UuidV7Generator(&future).Next()), (std::int64_t{1} << 48) - 1);
}

TEST(UuidV7GeneratorTest, TwoGeneratorsShareNoId) {
  const FakeClock clock;
  UuidV7Generator a(&clock);
  UuidV7Generator b(&clock);
  std::set<Id128> seen;
  for (int i = 0; i < 1000; ++i) {
    EXPECT_TRUE(seen.insert(a.Next()).second);
    EXPECT_TRUE(seen.insert(b.Next()).second);
  }
}

TEST(UuidV7GeneratorTest, ThreadsGetUniqueIdsEachInOrder) {
  constexpr int kThreads = 4;
  constexpr int kIdsEach = 5000;
  const SystemClock clock;
  UuidV7Generator ids(&clock);
  std::vector<std::vector<Id128>> made(kThreads);
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (std::vector<Id128>& mine : made) {
    threads.emplace_back([&ids, &mine] {
      for (int i = 0; i < kIdsEach; ++i) mine.push_back(ids.Next());
    });
  }
  for (std::thread& thread : threads) thread.join();

  std::set<Id128> all;
  for (const std::vector<Id128>& mine : made) {
    EXPECT_TRUE(std::is_sorted(mine.begin(), mine.end()));
    all.insert(mine.begin(), mine.end());
  }
  EXPECT_EQ(all.size(), kThreads * kIdsEach);
}

}  // namespace
}  // namespace eventbus
