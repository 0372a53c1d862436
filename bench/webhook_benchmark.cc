// What an event costs on its way out by webhook and on its way in, on loopback: events of 266 bytes
// as JSON, beside a bare libcurl multi loop and a bare Boost.Beast server with the same limits and
// timeouts.
//
// The other end of each row runs on a thread of its own; a row's figure is the CPU time of the rest
// of the process, all its threads together, for each event. Every row checks that each event has
// arrived.
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "adapters/http/client.h"
#include "adapters/webhook/webhook_listener.h"
#include "adapters/webhook/webhook_sink.h"
#include "bench/bare_sender.h"
#include "bench/bare_server.h"
#include "bench/cpu_time.h"
#include "bench/goals.h"
#include "benchmark/benchmark.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/formats/json_format.h"
#include "eventbus/event_bus.h"

namespace {

using adapters::CurlHttpClient;
using adapters::WebhookListener;
using adapters::WebhookSink;
using bench::BareSender;
using bench::BareServer;
using cloudevents::ContentMode;
using cloudevents::Event;
using eventbus::EventBus;

constexpr std::string_view kText =
    R"({"specversion":"1.0","id":"0190f2c3-7a4b-7c21-9d5e-3f8a6b7c1d2e","source":"/shop",)"
    R"("type":"com.shop.order.placed","datacontenttype":"application/json",)"
    R"("subject":"orders/o-1","time":"2026-11-25T09:30:00Z",)"
    R"("data":{"order_id":"o-1","country":"JP","total_cents":1299000}})";
static_assert(kText.size() == 266);

constexpr std::size_t kInFlight = 16;
constexpr std::size_t kRound = 2000;
constexpr std::size_t kBatch = 100;

Event SmallEvent() { return *cloudevents::DecodeJson(std::string(kText)); }

// Runs `round`, which carries kRound events, until Google Benchmark has enough. `other_cpu` is what
// the other end has used so far, in seconds.
template <typename Round, typename OtherCpu>
void Measure(benchmark::State& state, Round round, OtherCpu other_cpu) {
  if (!round()) return state.SkipWithError("an event is missing");  // connections are open now
  double cpu = 0;
  double wall = 0;
  for (auto _ : state) {
    const double cpu_before = bench::ProcessCpuSeconds() - other_cpu();
    const auto wall_before = std::chrono::steady_clock::now();
    const bool complete = round();
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - wall_before;
    cpu += bench::ProcessCpuSeconds() - other_cpu() - cpu_before;
    wall += seconds.count();
    state.SetIterationTime(seconds.count());
    if (!complete) return state.SkipWithError("an event is missing");
  }
  const double events = static_cast<double>(state.iterations()) * kRound;
  state.counters["cpu_ns_per_event"] = cpu * 1e9 / events;
  state.counters["events_per_s"] = events / wall;
}

void BM_OutBareCurl(benchmark::State& state) {
  const BareServer server;
  BareSender sender(server.url(), cloudevents::EncodeHttp(SmallEvent(), ContentMode::kStructured),
                    kInFlight);
  Measure(
      state, [&] { return sender.Post(kRound) == kRound; }, [&] { return server.cpu_seconds(); });
}
BENCHMARK(BM_OutBareCurl)->UseManualTime();

void Out(benchmark::State& state, ContentMode mode) {
  const BareServer server;
  eventbus::SystemClock clock;
  const auto client = *CurlHttpClient::Create({.allowed_private_hosts = {"127.0.0.1"}});
  const auto sink = *WebhookSink::Create(
      {.url = server.url(), .mode = mode, .max_batch_events = kBatch, .max_in_flight = kInFlight},
      client.get(), &clock);
  EventBus bus = *EventBus::Create({.source = "/bench", .threads = 1});
  const auto target =
      *bus.AddTarget("out", eventbus::Rule::All(), sink.get(), {.queue = {.capacity = kRound}});
  if (!bus.Start().ok()) return state.SkipWithError("the bus does not start");
  const Event event = SmallEvent();
  Measure(
      state,
      [&] {
        const std::uint64_t bytes = server.body_bytes();
        for (std::size_t i = 0; i < kRound; ++i) {
          if (!bus.Publish(event).accepted.ok()) return false;
        }
        // A batch adds brackets and commas to the events' own bytes.
        return bus.Drain(absl::InfiniteDuration()).ok() && bus.DeadLetters().empty() &&
               server.body_bytes() - bytes >= kRound * kText.size();
      },
      [&] { return server.cpu_seconds(); });
}

void BM_OutBus(benchmark::State& state) { Out(state, ContentMode::kStructured); }
BENCHMARK(BM_OutBus)->UseManualTime();

void BM_OutBusBatched(benchmark::State& state) { Out(state, ContentMode::kBatched); }
BENCHMARK(BM_OutBusBatched)->UseManualTime();

// A sender with a thread of its own, whose CPU time can be told from the rest.
class SenderThread {
 public:
  SenderThread(const std::string& url, const cloudevents::HttpMessage& message)
      : thread_([this, url, message] {
          BareSender sender(url, message, kInFlight);
          for (;;) {
            wanted_.wait(0);
            const std::size_t count = wanted_.exchange(0);
            if (count == kStop) return;
            accepted_ = sender.Post(count) + 1;
            accepted_.notify_all();
          }
        }) {}
  ~SenderThread() {
    wanted_ = kStop;
    wanted_.notify_all();
    thread_.join();
  }

  // Posts `count` requests; whether all were accepted.
  bool Post(std::size_t count) {
    wanted_ = count;
    wanted_.notify_all();
    accepted_.wait(0);
    return accepted_.exchange(0) - 1 == count;
  }
  double cpu_seconds() { return bench::ThreadCpuSeconds(thread_); }

 private:
  static constexpr std::size_t kStop = ~std::size_t{0};
  std::atomic<std::size_t> wanted_ = 0;
  std::atomic<std::size_t> accepted_ = 0;
  std::thread thread_;
};

void BM_InBareBeast(benchmark::State& state) {
  const BareServer server;
  SenderThread sender(server.url(),
                      cloudevents::EncodeHttp(SmallEvent(), ContentMode::kStructured));
  Measure(
      state,
      [&] {
        const std::uint64_t before = server.requests();
        return sender.Post(kRound) && server.requests() - before == kRound;
      },
      [&] { return sender.cpu_seconds(); });
}
BENCHMARK(BM_InBareBeast)->UseManualTime();

// `batch` events in each request, to an event handler that counts them.
void In(benchmark::State& state, std::size_t batch, bool on_source_thread) {
  eventbus::SystemClock clock;
  const auto listener = *WebhookListener::Create({}, {}, &clock);  // outlives the bus
  std::atomic<std::uint64_t> handled = 0;
  EventBus bus = *EventBus::Create({.source = "/bench"});
  const auto subscription =
      *bus.SubscribeEvents("in", eventbus::Rule::All(), [&](const Event& event) {
        if (event.id().size() == 36) handled.fetch_add(1, std::memory_order_relaxed);
      });
  if (!bus.AddSource("hook", listener.get(), {.inline_on_source_thread = on_source_thread}).ok() ||
      !bus.Start().ok()) {
    return state.SkipWithError("the bus does not start");
  }
  const std::vector<Event> events(batch, SmallEvent());
  SenderThread sender("http://127.0.0.1:" + std::to_string(listener->port()) + "/",
                      batch == 1 ? cloudevents::EncodeHttp(events[0], ContentMode::kStructured)
                                 : cloudevents::EncodeHttpBatch(events));
  Measure(
      state,
      [&] {
        const std::uint64_t before = handled;
        return sender.Post(kRound / batch) && bus.Drain(absl::InfiniteDuration()).ok() &&
               handled - before == kRound;
      },
      [&] { return sender.cpu_seconds(); });
}

void BM_InBus(benchmark::State& state) { In(state, 1, true); }
BENCHMARK(BM_InBus)->UseManualTime();

void BM_InBusOnExecutor(benchmark::State& state) { In(state, 1, false); }
BENCHMARK(BM_InBusOnExecutor)->UseManualTime();

void BM_InBusBatched(benchmark::State& state) { In(state, kBatch, true); }
BENCHMARK(BM_InBusBatched)->UseManualTime();

bench::Goal CpuGoal(const char* name, const char* measured, const char* base, double limit) {
  bench::Goal goal = bench::RatioGoal(name, measured, base, limit);
  goal.counter = "cpu_ns_per_event";
  return goal;
}

}  // namespace

int main(int argc, char** argv) {
  return bench::RunAndJudge(
      argc, argv,
      {CpuGoal("webhook_out_over_bare_curl", "BM_OutBus", "BM_OutBareCurl", 1.2),
       CpuGoal("webhook_in_over_bare_beast", "BM_InBus", "BM_InBareBeast", 1.2),
       CpuGoal("webhook_out_batched_over_single", "BM_OutBusBatched", "BM_OutBus", 0.1),
       CpuGoal("webhook_in_batched_over_single", "BM_InBusBatched", "BM_InBus", 0.1)});
}
