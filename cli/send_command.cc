#include "cli/send_command.h"

#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/http/client.h"
#include "adapters/webhook/webhook_sink.h"
#include "adapters/webhook/webhook_sink_options.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/event_line.h"
#include "cli/input_lines.h"
#include "cli/ordered_sends.h"
#include "cli/streams.h"
#include "cli/webhook_flags.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/clock.h"
#include "eventbus/settle.h"
#include "eventbus/thread_pool_executor.h"

namespace eventbus::cli {
namespace {

using ::cloudevents::ContentMode;
using ::cloudevents::internal::Cat;
using ::cloudevents::internal::InvalidArgument;
using ::cloudevents::internal::Message;

constexpr std::int64_t kDefaultBatch = 100;
constexpr std::int64_t kDefaultTimeoutSeconds = 30;

constexpr Flag kFlags[] = {
    {.name = "mode",
     .value = "MODE",
     .summary = "how events are written: binary (the default), structured or batched"},
    {.name = "batch", .value = "N", .summary = "events in a batch (default 100)"},
    {.name = "in-flight",
     .value = "N",
     .summary = "requests at once (default 1, which keeps the order)"},
    kMaxBodyBytesFlag,
    {.name = "timeout", .value = "SECONDS", .summary = "for one request (default 30)"},
    kBearerFlag,
    {.name = "origin",
     .value = "NAME",
     .summary = "the DNS name of the sending system, sent with each request"},
    {.name = "require-consent",
     .summary = "ask the receiver for permission first, and keep to the rate it grants"},
    {.name = "allow-private",
     .value = "HOST",
     .summary = "a host of the URL that may be on this machine or network; repeatable",
     .repeatable = true},
    {.name = "ca-file",
     .value = "FILE",
     .summary = "certificates to trust instead of the system's, as PEM"},
    kMaxLineBytesFlag,
};

// A call, checked.
struct Settings {
  adapters::HttpClientOptions client;
  adapters::WebhookSinkOptions sink;
};

absl::StatusOr<Settings> SettingsOf(const Arguments& arguments) {
  constexpr std::string_view kModeNames[] = {"binary", "structured", "batched"};
  constexpr ContentMode kModes[] = {ContentMode::kBinary, ContentMode::kStructured,
                                    ContentMode::kBatched};
  if (arguments.operands().empty()) return InvalidArgument("the URL is missing");
  const absl::StatusOr<std::size_t> mode = arguments.Choice("mode", kModeNames);
  if (!mode.ok()) return mode.status();
  const absl::StatusOr<std::int64_t> batch = arguments.Integer("batch", kDefaultBatch, 1, 10'000);
  if (!batch.ok()) return batch.status();
  if (arguments.has("batch") && kModes[*mode] != ContentMode::kBatched) {
    return InvalidArgument("--batch needs --mode=batched");
  }
  const absl::StatusOr<std::int64_t> in_flight = arguments.Integer("in-flight", 1, 1, 1'000);
  if (!in_flight.ok()) return in_flight.status();
  const absl::StatusOr<std::int64_t> timeout =
      arguments.Integer("timeout", kDefaultTimeoutSeconds, 1, 86'400);
  if (!timeout.ok()) return timeout.status();
  const absl::StatusOr<WebhookFlags> webhook = ReadWebhookFlags(arguments);
  if (!webhook.ok()) return webhook.status();

  Settings settings;
  settings.client.max_in_flight = static_cast<std::size_t>(*in_flight);
  settings.client.request_timeout = std::chrono::seconds(*timeout);
  for (const std::string_view host : arguments.values("allow-private")) {
    settings.client.allowed_private_hosts.emplace_back(host);
  }
  settings.client.ca_file = arguments.value("ca-file").value_or("");
  settings.sink.url = arguments.operands()[0];
  settings.sink.mode = kModes[*mode];
  settings.sink.bearer_token = webhook->token;
  settings.sink.origin = arguments.value("origin").value_or("");
  settings.sink.require_consent = arguments.has("require-consent");
  settings.sink.max_batch_events = static_cast<std::size_t>(*batch);
  settings.sink.max_body_bytes = webhook->max_body_bytes;
  settings.client.max_request_bytes = settings.sink.max_body_bytes;
  settings.sink.max_in_flight = settings.client.max_in_flight;
  settings.sink.request_timeout = absl::Seconds(*timeout);
  return settings;
}

absl::Status SendLine(InputLine line, OrderedSends& sends) {
  std::string place = line.place;
  const absl::StatusOr<cloudevents::Event> event = DecodeLine(std::move(line));
  if (!event.ok()) return sends.Fail(std::move(place), event.status());
  return sends.Add(std::move(place), *event);
}

// What is printed after an event's place.
std::string Answer(const Outcome& outcome) {
  switch (outcome.kind) {
    case OutcomeKind::kDelivered:
      return "ok";
    case OutcomeKind::kRetry:
      return Cat("error: ", Message(outcome.status), " (another attempt may succeed)");
    case OutcomeKind::kUnknown:
      return Cat("error: ", Message(outcome.status), " (it may have been received)");
    case OutcomeKind::kPermanent:
      break;
  }
  if (absl::IsPermissionDenied(outcome.status)) {
    return Cat("error: ", Message(outcome.status), " (here: by --allow-private)");
  }
  return Cat("error: ", Message(outcome.status));
}

absl::StatusOr<ExitCode> Run(const Arguments& arguments, const Streams& streams) {
  const absl::StatusOr<Settings> settings = SettingsOf(arguments);
  if (!settings.ok()) return settings.status();
  const SystemClock clock;
  const absl::StatusOr<std::unique_ptr<adapters::CurlHttpClient>> client =
      adapters::CurlHttpClient::Create(settings->client);
  if (!client.ok()) return client.status();

  // Only who has agreed on a rate waits: else a Retry-After could keep a script for an hour.
  std::optional<ThreadPoolExecutor> executor;
  if (settings->sink.require_consent) executor.emplace(ThreadPoolOptions{.threads = 1}, &clock);
  const absl::StatusOr<std::unique_ptr<adapters::WebhookSink>> sink = adapters::WebhookSink::Create(
      settings->sink, client->get(), &clock, executor.has_value() ? &*executor : nullptr);
  if (!sink.ok()) return sink.status();

  bool all_sent = true;
  OrderedSends sends(sink->get(), [&](std::string_view place, const Outcome& outcome) {
    if (outcome.kind != OutcomeKind::kDelivered) all_sent = false;
    return streams.out->Write(Cat(OneLine(Cat(place, ": ", Answer(outcome))), "\n"));
  });
  const absl::StatusOr<ExitCode> read =
      ForEachLine(arguments, arguments.operands().subspan(1), streams,
                  [&](InputLine line) { return SendLine(std::move(line), sends); });
  if (!read.ok()) return read;
  const absl::Status finished = sends.Finish();
  if (!finished.ok()) return finished;
  return all_sent ? *read : ExitCode::kFailure;
}

}  // namespace

Command SendCommand() {
  return {
      .name = "send",
      .summary = "post CloudEvents to a webhook",
      .operands = "URL [FILE...]",
      .description =
          "Reads CloudEvents in the JSON format, one a line, from the files or standard input, "
          "posts\n"
          "them to the URL, and prints one line for each: its line number and \"ok\" once the\n"
          "receiver has answered with a status of 200 to 299, or \"error\" and why. Each event is\n"
          "tried once. Goes on after an error and then exits with 1.\n"
          "\n"
          "A URL that leads to this machine or to a private network is refused, unless its host "
          "is\n"
          "named by --allow-private. Redirects are not followed. Once a receiver has asked for a\n"
          "pause (Retry-After), or has answered 410, no more is sent to it until then, or at all.\n"
          "With --require-consent what has to wait does, else it is an error.\n",
      .example = R"(  $ eventbus send --allow-private localhost http://localhost:8080/ orders.ndjson
  orders.ndjson:1: ok
  orders.ndjson:2: ok
)",
      .flags = kFlags,
      .run = Run,
  };
}

}  // namespace eventbus::cli
