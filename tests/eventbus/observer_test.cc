#include "eventbus/observer.h"

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace eventbus {
namespace {

TEST(StderrObserverTest, WritesALineForEachFailure) {
  StderrObserver observer;
  ::testing::internal::CaptureStderr();
  observer.OnFailure({.consumer = "inventory.reserve",
                      .event_type = "com.shop.order.placed",
                      .event_id = "o-1",
                      .attempts = 5,
                      .status = absl::UnavailableError("closed")});
  observer.OnFailure({.consumer = "mail",
                      .event_type = "com.shop.order.placed",
                      .attempts = 1,
                      .status = absl::ResourceExhaustedError("full"),
                      .fate = FailureFate::kRejected});
  EXPECT_EQ(::testing::internal::GetCapturedStderr(),
            "eventbus: com.shop.order.placed (id o-1) for inventory.reserve is in the dead letters"
            " after 5 attempts: UNAVAILABLE: closed\n"
            "eventbus: com.shop.order.placed for mail was refused"
            " after 1 attempt: RESOURCE_EXHAUSTED: full\n");
}

TEST(StderrObserverTest, KeepsToOneLineWhateverTheTextsHold) {
  StderrObserver observer;
  ::testing::internal::CaptureStderr();
  observer.OnFailure({.consumer = "a\nb",
                      .event_type = "t",
                      .event_id = "\x1b[2J",
                      .attempts = 2,
                      .status = absl::UnknownError("x\r\ny"),
                      .fate = FailureFate::kEvicted});
  EXPECT_EQ(::testing::internal::GetCapturedStderr(),
            "eventbus: t (id \\x1b[2J) for a\\x0ab was pushed out of the full dead letters and is"
            " gone after 2 attempts: UNKNOWN: x\\x0d\\x0ay\n");
}

}  // namespace
}  // namespace eventbus
