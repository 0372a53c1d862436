// A webhook sink on a fake clock and a fake sender, and what became of the events it was sent.
#ifndef TESTS_ADAPTERS_WEBHOOK_WEBHOOK_SINK_FIXTURE_H_
#define TESTS_ADAPTERS_WEBHOOK_WEBHOOK_SINK_FIXTURE_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/webhook/webhook_sink.h"
#include "adapters/webhook/webhook_sink_options.h"
#include "cloudevents/event.h"
#include "eventbus/executor.h"
#include "eventbus/settle.h"
#include "eventbus/sink.h"
#include "eventbus/testing/fake_clock.h"
#include "gtest/gtest.h"
#include "tests/adapters/webhook/fake_sender.h"

namespace adapters {

inline constexpr std::string_view kSecretUrl = "https://shop.example/secret-path?key=secret";

inline cloudevents::EventBuilder Order(std::string_view id) {
  cloudevents::EventBuilder builder;
  builder.Id(id).Source("/shop").Type("com.shop.order.placed");
  return builder;
}

inline cloudevents::Event JsonOrder(std::string_view id) {
  return *Order(id).JsonData(R"({"n": 1})").Build();
}

class WebhookSinkFixture : public ::testing::Test {
 protected:
  void Make(WebhookSinkOptions options, eventbus::Executor* executor = nullptr) {
    if (options.url.empty()) options.url = kSecretUrl;
    auto sink = WebhookSink::Create(std::move(options), &sender_, &clock_, executor);
    ASSERT_TRUE(sink.ok()) << sink.status();
    sink_ = *std::move(sink);
  }

  eventbus::SinkEntry Entry(const cloudevents::Event& event,
                            std::shared_ptr<const eventbus::EncodedEvent> encoded) {
    const std::size_t at = outcomes_.size();
    outcomes_.emplace_back();
    return {.event = event,
            .encoded = std::move(encoded),
            .settle = eventbus::Settle([this, at](eventbus::Outcome outcome) {
              EXPECT_FALSE(outcomes_[at].has_value()) << "settled twice";
              outcomes_[at] = std::move(outcome);
            })};
  }

  void SendAll(const std::vector<cloudevents::Event>& events) {
    std::vector<eventbus::SinkEntry> batch;
    for (const cloudevents::Event& event : events) {
      batch.push_back(Entry(event, *sink_->Encode(event)));
    }
    sink_->Send(std::move(batch));
  }

  eventbus::testing::FakeClock clock_;
  FakeSender sender_;
  std::vector<std::optional<eventbus::Outcome>> outcomes_;
  std::unique_ptr<WebhookSink> sink_;  // settles into outcomes_ when it is destroyed
};

}  // namespace adapters

#endif  // TESTS_ADAPTERS_WEBHOOK_WEBHOOK_SINK_FIXTURE_H_
