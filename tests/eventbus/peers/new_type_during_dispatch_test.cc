// EnTT's dispatcher frees what it walks when a handler enqueues an event of a type that it has not
// seen yet; gelldur's does so after a throw. Run under AddressSanitizer these tests are the proof.
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "tests/eventbus/shop.h"

namespace {

using eventbus::Queued;
using eventbus::Subscription;
using shop::OrderPlaced;
using shop::OrderShipped;

// A type for each number.
template <int N>
struct Fresh {
  std::string text = std::string(64, 'x');
};

}  // namespace

template <int N>
struct eventbus::EventType<Fresh<N>> {
  static constexpr char kLetters[] = {'n', '.', 'a' + N, '\0'};
  static constexpr std::string_view kName = kLetters;
};

namespace {

class NewTypeDuringDispatchTest : public shop::BusTest {
 protected:
  template <int N>
  void Meet() {
    bus_->Publish(Fresh<N>{});
    subscriptions_.push_back(*bus_->Subscribe<Fresh<N>>(
        "fresh" + std::to_string(N), [this](const Fresh<N>& fresh) { seen_ += fresh.text.size(); },
        {.delivery = Queued{}}));
    bus_->Publish(Fresh<N>{});
  }

  template <int... N>
  void MeetAll(std::integer_sequence<int, N...>) {
    (Meet<N>(), ...);
  }

  // Destroyed before the bus.
  void TearDown() override {
    subscriptions_.clear();
    BusTest::TearDown();
  }

  std::size_t seen_ = 0;
  std::vector<Subscription> subscriptions_;
};

constexpr int kTypes = 26;

TEST_F(NewTypeDuringDispatchTest, FromAnInlineHandler) {
  std::vector<std::string> order(3, "untouched");
  auto first = bus_->Subscribe<OrderPlaced>("first", [&](const OrderPlaced& placed) {
    MeetAll(std::make_integer_sequence<int, kTypes>());
    order[0] = placed.order_id;
  });
  auto second = bus_->Subscribe<OrderPlaced>(
      "second", [&](const OrderPlaced& placed) { order[1] = placed.order_id; });
  ASSERT_TRUE(bus_->Start().ok());
  EXPECT_EQ(bus_->Publish(OrderPlaced{"o-1", "JP", 1}).delivered, 2u);
  executor_.RunUntilIdle();
  EXPECT_EQ(order[0], "o-1");
  EXPECT_EQ(order[1], "o-1");
  EXPECT_EQ(seen_, 64u * kTypes);
}

TEST_F(NewTypeDuringDispatchTest, FromAQueuedHandler) {
  int handled = 0;
  auto queued = bus_->Subscribe<OrderPlaced>("queued",
                                             [&](const OrderPlaced&) {
                                               if (++handled > 1) return;
                                               MeetAll(std::make_integer_sequence<int, kTypes>());
                                             },
                                             {.delivery = Queued{}});
  ASSERT_TRUE(bus_->Start().ok());
  for (int i = 0; i < 3; ++i) bus_->Publish(OrderPlaced{"o-1", "JP", 1});
  executor_.RunUntilIdle();
  EXPECT_EQ(handled, 3);
  EXPECT_EQ(seen_, 64u * kTypes);
}

TEST_F(NewTypeDuringDispatchTest, AfterAThrow) {
  auto throws = bus_->Subscribe<OrderPlaced>("throws", [&](const OrderPlaced&) {
    MeetAll(std::make_integer_sequence<int, kTypes>());
    throw std::runtime_error("broken");
  });
  ASSERT_TRUE(bus_->Start().ok());
  EXPECT_EQ(bus_->Publish(OrderPlaced{"o-1", "JP", 1}).failed, 1u);
  EXPECT_EQ(bus_->Publish(OrderShipped{"o-1"}).matched, 0u);
  executor_.RunUntilIdle();
  EXPECT_EQ(seen_, 64u * kTypes);
}

// The list that is being walked grows, far past any capacity that it may have had.
TEST_F(NewTypeDuringDispatchTest, HandlersThatAreAddedMeanwhileSeeTheNextEvent) {
  int late = 0;
  auto grows = bus_->Subscribe<OrderPlaced>("grows", [&](const OrderPlaced&) {
    if (!subscriptions_.empty()) return;
    for (int i = 0; i < 100; ++i) {
      subscriptions_.push_back(*bus_->Subscribe<OrderPlaced>("late" + std::to_string(i),
                                                             [&](const OrderPlaced&) { ++late; }));
    }
  });
  EXPECT_EQ(bus_->Publish(OrderPlaced{}).matched, 1u);
  EXPECT_EQ(late, 0);
  EXPECT_EQ(bus_->Publish(OrderPlaced{}).matched, 101u);
  EXPECT_EQ(late, 100);
}

}  // namespace
