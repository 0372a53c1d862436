#include "cli/listen_command.h"

#include <charconv>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/http/server.h"
#include "adapters/webhook/webhook_consent.h"
#include "adapters/webhook/webhook_listener.h"
#include "adapters/webhook/webhook_source.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/json_line.h"
#include "cli/stop_signal.h"
#include "cli/streams.h"
#include "cli/webhook_flags.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/clock.h"
#include "eventbus/internal/mutex.h"
#include "eventbus/source.h"

namespace eventbus::cli {
namespace {

using ::cloudevents::internal::Cat;
using ::cloudevents::internal::InvalidArgument;
using ::eventbus::internal::Mutex;
using ::eventbus::internal::MutexLock;

// How long requests that are under way may take once the command is told to stop.
constexpr absl::Duration kGrace = absl::Seconds(5);

constexpr Flag kFlags[] = {
    {.name = "path", .value = "PATH", .summary = "the path that takes events (default /)"},
    {.name = "count", .value = "N", .summary = "end after N events"},
    {.name = "allow-origin",
     .value = "NAME",
     .summary = "a sender by its DNS name, or * for all, that may send; repeatable",
     .repeatable = true},
    {.name = "allow-rate",
     .value = "N",
     .summary = "the requests per minute of each of them (default: no limit)"},
    kBearerFlag,
    kMaxBodyBytesFlag,
};

struct Settings {
  adapters::HttpServerOptions server;
  adapters::WebhookSourceOptions source;
  std::int64_t count = 0;
};

// "127.0.0.1:8080", "localhost:8080" or "[::1]:8080".
absl::Status ParseAddress(std::string_view text, adapters::HttpServerOptions& server) {
  const std::size_t colon = text.rfind(':');
  std::string_view host = text.substr(0, colon);
  const std::string_view port = colon == text.npos ? "" : text.substr(colon + 1);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (host == "localhost") host = "127.0.0.1";
  const auto [stop, error] = std::from_chars(port.data(), port.data() + port.size(), server.port);
  if (host.empty() || port.empty() || error != std::errc() || stop != port.data() + port.size()) {
    return InvalidArgument("the address must be HOST:PORT, such as 127.0.0.1:8080, not \"", text,
                           "\"");
  }
  server.address = host;
  return absl::OkStatus();
}

// nullopt without --allow-origin.
absl::StatusOr<std::optional<adapters::WebhookConsentPolicy>> ConsentOf(
    const Arguments& arguments) {
  if (!arguments.has("allow-origin")) {
    if (!arguments.has("allow-rate")) return std::nullopt;
    return InvalidArgument("--allow-rate needs --allow-origin");
  }
  adapters::WebhookConsentPolicy policy;
  for (const std::string_view origin : arguments.values("allow-origin")) {
    policy.allowed_origins.emplace_back(origin);
  }
  if (arguments.has("allow-rate")) {
    const absl::StatusOr<std::int64_t> rate =
        arguments.Integer("allow-rate", 1, 1, std::numeric_limits<std::int32_t>::max());
    if (!rate.ok()) return rate.status();
    policy.allowed_rate = *rate;
  }
  return policy;
}

absl::StatusOr<Settings> SettingsOf(const Arguments& arguments) {
  if (arguments.operands().size() != 1) return InvalidArgument("one HOST:PORT is needed");
  const absl::StatusOr<std::int64_t> count =
      arguments.Integer("count", std::numeric_limits<std::int64_t>::max(), 1,
                        std::numeric_limits<std::int64_t>::max());
  if (!count.ok()) return count.status();
  const absl::StatusOr<WebhookFlags> webhook = ReadWebhookFlags(arguments);
  if (!webhook.ok()) return webhook.status();
  absl::StatusOr<std::optional<adapters::WebhookConsentPolicy>> consent = ConsentOf(arguments);
  if (!consent.ok()) return consent.status();

  Settings settings;
  settings.count = *count;
  const absl::Status address = ParseAddress(arguments.operands()[0], settings.server);
  if (!address.ok()) return address;
  settings.server.max_body_bytes = webhook->max_body_bytes;
  settings.source.max_body_bytes = settings.server.max_body_bytes;
  settings.source.decode.limits.max_bytes = settings.server.max_body_bytes;
  settings.source.path = arguments.value("path").value_or("/");
  settings.source.consent = *std::move(consent);
  if (!webhook->token.empty()) settings.source.bearer_tokens.emplace_back(webhook->token);
  return settings;
}

// Prints what is offered. Thread-safe.
class PrintingInlet final : public Inlet {
 public:
  // Raises `stop` after `count` events, or when the output fails. Both must outlive the inlet.
  PrintingInlet(std::int64_t count, Output* out, StopSignal* stop)
      : left_(count), out_(out), stop_(stop) {}

  void Offer(std::vector<cloudevents::Event> events, Until /*until*/, Done done) override {
    std::move(done)({.accepted = Print(events)});
  }

  // Why printing has ended too early; OK where it has not.
  absl::Status failure() {
    MutexLock lock(mutex_);
    return failure_;
  }

 private:
  absl::Status Print(const std::vector<cloudevents::Event>& events) {
    std::string lines;
    for (const cloudevents::Event& event : events) AppendJsonLine(event, lines);
    MutexLock lock(mutex_);
    if (left_ <= 0) return absl::FailedPreconditionError("no more events are taken");
    failure_ = out_->Write(lines);
    if (failure_.ok()) failure_ = out_->Flush();
    left_ = failure_.ok() ? left_ - static_cast<std::int64_t>(events.size()) : 0;
    if (left_ <= 0) stop_->Raise();
    return failure_;
  }

  Mutex mutex_;
  std::int64_t left_ ABSL_GUARDED_BY(mutex_);
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
  Output* const out_ ABSL_PT_GUARDED_BY(mutex_);
  StopSignal* const stop_;
};

absl::StatusOr<ExitCode> Run(const Arguments& arguments, const Streams& streams) {
  absl::StatusOr<Settings> settings = SettingsOf(arguments);
  if (!settings.ok()) return settings.status();
  const std::string& address = settings->server.address;
  const std::string host = address.find(':') == address.npos ? address : Cat("[", address, "]");

  // First of all, so that the server's threads leave the signals alone.
  const absl::StatusOr<std::unique_ptr<StopSignal>> stop = StopSignal::Create();
  if (!stop.ok()) return stop.status();
  const SystemClock clock;
  PrintingInlet inlet(settings->count, streams.out, stop->get());
  const absl::StatusOr<std::unique_ptr<adapters::WebhookListener>> listener =
      adapters::WebhookListener::Create(std::move(settings->source), settings->server, &clock);
  if (!listener.ok()) return listener.status();
  const absl::Status started = (*listener)->Start(&inlet);
  if (!started.ok()) return started;
  streams.err->Write(Cat("listening on ", host, ":", (*listener)->port(), "\n")).IgnoreError();
  streams.err->Flush().IgnoreError();
  (*stop)->Wait();
  (*listener)->Stop(clock.Monotonic() + kGrace);
  const absl::Status failure = inlet.failure();
  if (!failure.ok()) return failure;
  return ExitCode::kSuccess;
}

}  // namespace

Command ListenCommand() {
  return {
      .name = "listen",
      .summary = "print CloudEvents that arrive as webhooks",
      .operands = "HOST:PORT",
      .description =
          "Takes CloudEvents over HTTP, in any content mode, and prints each as one line of JSON. "
          "A\n"
          "sender is answered once its events are printed. Port 0 takes a free port; the address\n"
          "that it listens at is told on standard error. Ends by SIGINT, by SIGTERM, or after\n"
          "--count events (more, if the last ones came in one batch); what is under way is\n"
          "answered.\n"
          "\n"
          "HOST is a numeric address or \"localhost\". Without --bearer everybody who can connect "
          "is\n"
          "served. With --allow-origin senders can ask for permission by OPTIONS, and must name "
          "an\n"
          "origin that is allowed (HTTP Web Hook 1.0.2, section 4); one that exceeds --allow-rate\n"
          "is told to come back later.\n",
      .example = R"(  $ eventbus listen localhost:8080
  listening on 127.0.0.1:8080
  {"specversion":"1.0","id":"1","source":"/shop","type":"order","data":{"total":120}}
)",
      .flags = kFlags,
      .run = Run,
  };
}

}  // namespace eventbus::cli
