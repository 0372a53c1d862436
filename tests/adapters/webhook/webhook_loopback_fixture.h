// A webhook listener and sinks to it over real HTTP on loopback; the time that both see is the
// test's.
#ifndef TESTS_ADAPTERS_WEBHOOK_WEBHOOK_LOOPBACK_FIXTURE_H_
#define TESTS_ADAPTERS_WEBHOOK_WEBHOOK_LOOPBACK_FIXTURE_H_

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "adapters/http/client.h"
#include "adapters/webhook/webhook_listener.h"
#include "adapters/webhook/webhook_sink.h"
#include "adapters/webhook/webhook_sink_options.h"
#include "adapters/webhook/webhook_source.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/internal/mutex.h"
#include "eventbus/settle.h"
#include "eventbus/sink.h"
#include "eventbus/testing/fake_clock.h"
#include "gtest/gtest.h"
#include "tests/adapters/webhook/fake_inlet.h"

namespace adapters {

// Outcomes that come from the client's thread.
class Outcomes {
 public:
  void Add(eventbus::Outcome outcome) {
    eventbus::internal::MutexLock lock(mutex_);
    all_.push_back(std::move(outcome));
    changed_.NotifyAll();
  }
  std::vector<eventbus::Outcome> WaitFor(std::size_t count) {
    eventbus::internal::MutexLock lock(mutex_);
    while (all_.size() < count) changed_.Wait(mutex_);
    return std::exchange(all_, {});
  }

 private:
  eventbus::internal::Mutex mutex_;
  eventbus::internal::CondVar changed_;
  std::vector<eventbus::Outcome> all_ ABSL_GUARDED_BY(mutex_);
};

class WebhookLoopbackFixture : public ::testing::Test {
 protected:
  void SetUp() override {
    auto client = CurlHttpClient::Create({.allowed_private_hosts = {"127.0.0.1"}});
    ASSERT_TRUE(client.ok()) << client.status();
    client_ = *std::move(client);
  }
  void TearDown() override {
    if (listener_ != nullptr) listener_->Stop(clock_.Monotonic());
    client_->Stop();
  }

  void Listen(WebhookSourceOptions options) {
    options.path = "/hook";
    if (listener_ != nullptr) listener_->Stop(clock_.Monotonic());
    auto listener = WebhookListener::Create(std::move(options), {.threads = 2}, &clock_);
    ASSERT_TRUE(listener.ok()) << listener.status();
    listener_ = *std::move(listener);
    ASSERT_TRUE(listener_->Start(&inlet_).ok());
  }

  std::unique_ptr<WebhookSink> SinkTo(WebhookSinkOptions options) {
    options.url = cloudevents::internal::Cat("http://127.0.0.1:", listener_->port(), "/hook");
    auto sink = WebhookSink::Create(std::move(options), client_.get(), &clock_);
    EXPECT_TRUE(sink.ok()) << sink.status();
    return *std::move(sink);
  }

  void Send(WebhookSink& sink, const std::vector<cloudevents::Event>& events) {
    std::vector<eventbus::SinkEntry> batch;
    for (const cloudevents::Event& event : events) {
      batch.push_back({.event = event,
                       .encoded = *sink.Encode(event),
                       .settle = eventbus::Settle([this](eventbus::Outcome outcome) {
                         outcomes_.Add(std::move(outcome));
                       })});
    }
    sink.Send(std::move(batch));
  }

  eventbus::Outcome SendOne(WebhookSink& sink) {
    Send(sink, {*cloudevents::EventBuilder()
                     .Id("1")
                     .Source("/shop")
                     .Type("order")
                     .JsonData("{}")
                     .Build()});
    return outcomes_.WaitFor(1).front();
  }

  eventbus::testing::FakeClock clock_;
  FakeInlet inlet_{absl::OkStatus()};
  Outcomes outcomes_;
  std::unique_ptr<CurlHttpClient> client_;
  std::unique_ptr<WebhookListener> listener_;
};

}  // namespace adapters

#endif  // TESTS_ADAPTERS_WEBHOOK_WEBHOOK_LOOPBACK_FIXTURE_H_
