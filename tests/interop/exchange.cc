#include "tests/interop/exchange.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "adapters/http/client.h"
#include "adapters/http/handler.h"
#include "adapters/http/sender.h"
#include "adapters/http/server.h"
#include "cloudevents/bindings/content_mode.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/json_format.h"
#include "cloudevents/internal/abseil_strings.h"
#include "tests/interop/channel.h"
#include "tests/interop/differences.h"
#include "tests/interop/event_description.h"
#include "tests/interop/samples.h"

namespace interop {
namespace {

using ::cloudevents::ContentMode;
using ::cloudevents::Event;
using ::cloudevents::HttpMessage;
using ::cloudevents::internal::Annotate;
using ::cloudevents::internal::Cat;
using ::cloudevents::internal::Message;
using ::nlohmann::json;

constexpr std::size_t kMaxBytes = std::size_t{16} << 20;
constexpr std::size_t kMaxHeaderBytes = std::size_t{64} << 10;

std::string_view ModeName(ContentMode mode) {
  switch (mode) {
    case ContentMode::kBinary:
      return "binary";
    case ContentMode::kStructured:
      return "structured";
    case ContentMode::kBatched:
      break;
  }
  return "batched";
}

bool IsJsonFormat(const Channel& channel) {
  return channel.mode != ContentMode::kBinary &&
         channel.format.name == cloudevents::kJsonFormat.name;
}

absl::StatusOr<HttpMessage> Encode(const Channel& channel, const Sample& sample) {
  if (channel.mode == ContentMode::kBatched) {
    return EncodeHttpBatch(sample.events, channel.format);
  }
  return EncodeHttp(sample.events.front(), channel.mode, channel.format);
}

// What the peer says that it read, as events; the reason where one of them is none.
absl::StatusOr<std::vector<Event>> EventsOf(const json& descriptions) {
  std::vector<Event> events;
  for (const json& description : descriptions) {
    absl::StatusOr<Event> event = EventOf(description);
    if (!event.ok()) return event.status();
    events.push_back(*std::move(event));
  }
  return events;
}

// The description from which the peer builds the event. What the JSON format leaves unsaid, that
// data without a media type is JSON, a producer says where it sends in another way.
json OrderOf(const Channel& channel, const Event& event) {
  json description = Describe(event);
  const bool unsaid = !event.datacontenttype().has_value() && event.data_media_type().has_value();
  if (unsaid && !IsJsonFormat(channel)) {
    description["attributes"]["datacontenttype"] = {{"type", "String"},
                                                    {"text", *event.data_media_type()}};
  }
  return description;
}

Outcome Not(std::string_view what, std::string_view detail) {
  return {{std::string(what)}, std::string(detail)};
}

Outcome Compare(const Channel& channel, const Sample& sample, absl::Span<const Event> received) {
  Outcome outcome;
  if (received.size() != sample.events.size()) {
    outcome.differences.emplace(kCount);
    outcome.detail = Cat(received.size(), " events");
    return outcome;
  }
  for (std::size_t i = 0; i < received.size(); ++i) {
    std::set<std::string, std::less<>> differences =
        Differences(sample.events[i], received[i], channel.typed());
    if (!differences.empty() && outcome.detail.empty()) outcome.detail = received[i].DebugString();
    outcome.differences.merge(differences);
  }
  return outcome;
}

bool IsRefusal(int status) { return status >= 400 && status < 500; }

absl::Status BrokenAgreement(const adapters::HttpResponse& response) {
  return absl::InternalError(Cat("the peer answered ", response.status, ": ", response.body));
}

}  // namespace

// Keeps what comes to our server.
class Exchange::Inbox {
 public:
  void Put(HttpMessage message) {
    const std::scoped_lock lock(mutex_);
    messages_.push_back(std::move(message));
  }

  std::vector<HttpMessage> TakeAll() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(messages_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<HttpMessage> messages_;
};

absl::StatusOr<std::unique_ptr<Exchange>> Exchange::Create() {
  auto inbox = std::make_unique<Inbox>();
  absl::StatusOr<std::unique_ptr<adapters::HttpServer>> server = adapters::HttpServer::Start(
      {.max_header_bytes = kMaxHeaderBytes, .max_body_bytes = kMaxBytes},
      [inbox = inbox.get()](adapters::HttpServerRequest request,
                            adapters::HttpResponder responder) {
        inbox->Put({std::move(request.headers), std::move(request.body)});
        responder.Respond({.status = 204});
      });
  if (!server.ok()) return server.status();
  absl::StatusOr<std::unique_ptr<adapters::CurlHttpClient>> client =
      adapters::CurlHttpClient::Create({.max_request_bytes = kMaxBytes,
                                        .max_response_body_bytes = kMaxBytes,
                                        .allowed_private_hosts = {"127.0.0.1"}});
  if (!client.ok()) return client.status();
  return std::unique_ptr<Exchange>(
      new Exchange(std::move(inbox), *std::move(server), *std::move(client)));
}

Exchange::Exchange(std::unique_ptr<Inbox> inbox, std::unique_ptr<adapters::HttpServer> server,
                   std::unique_ptr<adapters::CurlHttpClient> client)
    : inbox_(std::move(inbox)), server_(std::move(server)), client_(std::move(client)) {}

Exchange::~Exchange() {
  client_->Stop();
  // Whatever a peer still has open: its answers are of no interest.
  server_->Stop(std::chrono::milliseconds(0)).IgnoreError();
}

absl::StatusOr<adapters::HttpResponse> Exchange::Post(std::uint16_t port, const std::string& path,
                                                      HttpMessage message) {
  std::promise<absl::StatusOr<adapters::HttpResponse>> promise;
  client_->Send({.url = Cat("http://127.0.0.1:", port, path),
                 .headers = std::move(message.headers),
                 .body = std::make_shared<const std::string>(std::move(message.body))},
                [&promise](absl::StatusOr<adapters::HttpResponse> response) {
                  promise.set_value(std::move(response));
                });
  return promise.get_future().get();
}

absl::StatusOr<Outcome> Exchange::FromUs(std::uint16_t port, const Channel& channel,
                                         const Sample& sample) {
  absl::StatusOr<HttpMessage> message = Encode(channel, sample);
  if (!message.ok()) return message.status();
  const absl::StatusOr<adapters::HttpResponse> response =
      Post(port, "/receive", *std::move(message));
  if (!response.ok()) return response.status();
  if (IsRefusal(response->status)) return Not(kRefused, response->body);
  const json descriptions = json::parse(response->body, /*cb=*/nullptr, /*allow_exceptions=*/false);
  if (response->status != 200 || !descriptions.is_array()) return BrokenAgreement(*response);
  const absl::StatusOr<std::vector<Event>> received = EventsOf(descriptions);
  if (!received.ok()) return Not(kInvalid, Message(received.status()));
  return Compare(channel, sample, *received);
}

absl::StatusOr<Outcome> Exchange::ToUs(std::uint16_t port, const Channel& channel,
                                       const Sample& sample) {
  json order = {{"to", Cat("http://127.0.0.1:", server_->port(), "/")},
                {"mode", ModeName(channel.mode)},
                {"format", channel.format.name},
                {"events", json::array()}};
  for (const Event& event : sample.events) order["events"].push_back(OrderOf(channel, event));
  const absl::StatusOr<adapters::HttpResponse> response =
      Post(port, "/send", {{{"Content-Type", "application/json"}}, order.dump()});
  std::vector<HttpMessage> messages = inbox_->TakeAll();
  if (!response.ok()) return response.status();
  if (IsRefusal(response->status)) return Not(kNotSent, response->body);
  if (response->status / 100 != 2) return BrokenAgreement(*response);
  if (messages.size() != 1) {
    return absl::InternalError(Cat("the peer sent ", messages.size(), " messages instead of one"));
  }
  const absl::StatusOr<std::vector<Event>> received =
      DecodeHttp(std::move(messages.front()), /*options=*/{}, {&channel.format, 1});
  if (!received.ok()) return Not(kRefused, Message(received.status()));
  return Compare(channel, sample, *received);
}

}  // namespace interop
