// The recording handler and observer, and the sequential ids.
#include <array>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "eventbus/id_generator.h"
#include "eventbus/observer.h"
#include "eventbus/testing/recording_handler.h"
#include "eventbus/testing/recording_observer.h"
#include "eventbus/testing/sequential_ids.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace eventbus::testing {
namespace {

using ::testing::ElementsAre;

TEST(SequentialIdsTest, CountInTheLastEightBytes) {
  SequentialIds ids;
  EXPECT_EQ(FormatUuid(ids.Next()), "00000000-0000-0000-0000-000000000001");
  EXPECT_EQ(ids.Next(), SequentialIds::Nth(2));
  EXPECT_EQ(FormatUuid(SequentialIds::Nth(0x0123456789abcdef)),
            "00000000-0000-0000-0123-456789abcdef");
}

TEST(RecordingHandlerTest, KeepsWhatItWasCalledWith) {
  RecordingHandler<std::string> handler;
  const RecordingHandler<std::string> subscribed = handler;
  EXPECT_EQ(subscribed("a"), absl::OkStatus());
  EXPECT_EQ(subscribed("b"), absl::OkStatus());
  EXPECT_THAT(handler.received(), ElementsAre("a", "b"));
  EXPECT_EQ(handler.count(), 2);
  handler.Clear();
  EXPECT_EQ(handler.count(), 0);
}

TEST(RecordingHandlerTest, FailsAsScripted) {
  RecordingHandler<int> handler;
  handler.FailNth(2, absl::UnavailableError("closed"));
  handler.ThrowNth(3, "boom");
  handler.ThrowNth(4, "replaced");
  handler.FailNth(4, absl::AbortedError("last word"));
  EXPECT_EQ(handler(1), absl::OkStatus());
  EXPECT_EQ(handler(2), absl::UnavailableError("closed"));
  try {
    handler(3).IgnoreError();
    ADD_FAILURE() << "the third call did not throw";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "boom");
  }
  handler.Clear();
  EXPECT_EQ(handler(4), absl::AbortedError("last word")) << "Clear does not restart the count";
  EXPECT_EQ(handler(5), absl::OkStatus());
  EXPECT_THAT(handler.received(), ElementsAre(4, 5));
}

TEST(RecordingHandlerTest, IsThreadSafe) {
  RecordingHandler<int> handler;
  for (int nth = 1; nth <= 400; nth += 2) handler.FailNth(nth, absl::AbortedError("odd"));
  std::array<int, 4> failed = {};
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int& mine : failed) {
    threads.emplace_back([handler, &mine] {
      for (int i = 0; i < 100; ++i) mine += handler(i).ok() ? 0 : 1;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failed[0] + failed[1] + failed[2] + failed[3], 200);
  EXPECT_EQ(handler.count(), 400);
}

TEST(RecordingObserverTest, KeepsTheFailures) {
  RecordingObserver observer;
  {
    const std::string consumer = "inventory.reserve";  // gone before it is looked at
    observer.OnFailure({.consumer = consumer,
                        .event_type = "com.shop.order.placed",
                        .event_id = "o-1",
                        .attempts = 3,
                        .status = absl::UnavailableError("closed"),
                        .fate = FailureFate::kEvicted});
  }
  const RecordedFailure expected = {.consumer = "inventory.reserve",
                                    .event_type = "com.shop.order.placed",
                                    .event_id = "o-1",
                                    .attempts = 3,
                                    .status = absl::UnavailableError("closed"),
                                    .fate = FailureFate::kEvicted};
  EXPECT_THAT(observer.failures(), ElementsAre(expected));
  EXPECT_EQ(observer.count(), 1);

  std::ostringstream text;
  text << expected;
  EXPECT_EQ(text.str(),
            "inventory.reserve: com.shop.order.placed (id \"o-1\") evicted, attempts 3, "
            "UNAVAILABLE: closed");
  observer.Clear();
  EXPECT_EQ(observer.count(), 0);
}

TEST(RecordingObserverTest, IsThreadSafe) {
  RecordingObserver observer;
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&observer] {
      for (int i = 0; i < 100; ++i) {
        observer.OnFailure({.consumer = "c", .status = absl::AbortedError("x")});
        observer.failures();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(observer.count(), 400);
}

}  // namespace
}  // namespace eventbus::testing
