// Any names, values and body as a Kafka record, an AMQP, MQTT, NATS, Pub/Sub and WebSocket message:
// decoding never crashes, and an event that was decoded is written in the same mode and read back
// equal. The input is as message_lines.h says; for AMQP the value's first letter tells its type.
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "cloudevents/bindings/amqp_binding.h"
#include "cloudevents/bindings/content_mode.h"
#include "cloudevents/bindings/kafka_binding.h"
#include "cloudevents/bindings/mqtt_binding.h"
#include "cloudevents/bindings/nats_binding.h"
#include "cloudevents/bindings/pubsub_binding.h"
#include "cloudevents/bindings/websocket_binding.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"
#include "cloudevents/formats/json_format.h"
#include "cloudevents/formats/protobuf_format.h"
#include "tests/fuzz/message_lines.h"

namespace {

using ::cloudevents::ContentMode;
using ::cloudevents::Event;
using ::cloudevents::EventFormat;

constexpr EventFormat kFormats[] = {cloudevents::kJsonFormat, cloudevents::kProtobufFormat};

void Check(bool holds) {
  if (!holds) std::abort();
}

// Decodes the message and does it again with what comes of the event, in both modes. `may_refuse`:
// whether the protocol's own limits may refuse an event.
template <typename Message, typename Decode, typename Encode>
void CheckMessage(Message message, Decode decode, Encode encode, bool may_refuse = false) {
  const absl::StatusOr<Event> event = decode(std::move(message));
  if (!event.ok()) return;
  for (const ContentMode mode : {ContentMode::kBinary, ContentMode::kStructured}) {
    auto written = encode(*event, mode);
    if (!written.ok() && may_refuse) continue;
    Check(written.ok());
    const absl::StatusOr<Event> again = decode(*std::move(written));
    Check(again.ok() && Equivalent(*again, *event));
  }
}

cloudevents::AmqpValue AmqpValueFrom(const std::string& text) {
  const std::string rest = text.empty() ? "" : text.substr(1);
  std::int64_t number = 0;
  std::from_chars(rest.data(), rest.data() + rest.size(), number);
  switch (text.empty() ? 'n' : text.front()) {
    case 'n':
      return std::monostate();
    case 'b':
      return rest == "true";
    case 'i':
      return number;
    case 'x':
      return cloudevents::AmqpBinary{rest};
    case 't':
      return cloudevents::AmqpTimestamp{number};
    default:
      return text;
  }
}

void CheckKafka(const MessageLines& lines) {
  cloudevents::KafkaRecord record;
  for (const auto& [name, value] : lines.headers) record.headers.push_back({name, value});
  record.value = lines.body;
  CheckMessage(
      record, [](cloudevents::KafkaRecord r) { return DecodeKafka(std::move(r), {}, kFormats); },
      [](const Event& e, ContentMode mode) { return EncodeKafka(e, mode); });
}

void CheckAmqp(const MessageLines& lines) {
  cloudevents::AmqpMessage message;
  for (const auto& [name, value] : lines.headers) {
    if (name == "content-type") {
      message.content_type = value;
    } else {
      message.application_properties.push_back({name, AmqpValueFrom(value)});
    }
  }
  message.data = lines.body;
  CheckMessage(
      message, [](cloudevents::AmqpMessage m) { return DecodeAmqp(std::move(m), {}, kFormats); },
      [](const Event& e, ContentMode mode) { return EncodeAmqp(e, mode); });
}

void CheckMqtt(const MessageLines& lines) {
  cloudevents::MqttMessage message;
  for (const auto& [name, value] : lines.headers) {
    if (name == "content-type") {
      message.content_type = value;
    } else {
      message.user_properties.push_back({name, value});
    }
  }
  message.payload = lines.body;
  CheckMessage(
      message, [](cloudevents::MqttMessage m) { return DecodeMqtt(std::move(m), {}, kFormats); },
      [](const Event& e, ContentMode mode) { return EncodeMqtt(e, mode); });
}

void CheckNats(const MessageLines& lines) {
  cloudevents::NatsMessage message;
  for (const auto& [name, value] : lines.headers) message.headers.push_back({name, value});
  message.payload = lines.body;
  CheckMessage(
      message, [](cloudevents::NatsMessage m) { return DecodeNats(std::move(m), {}, kFormats); },
      [](const Event& e, ContentMode mode) { return EncodeNats(e, mode); });
}

void CheckPubSub(const MessageLines& lines) {
  cloudevents::PubSubMessage message;
  for (const auto& [name, value] : lines.headers) message.attributes.insert({name, value});
  message.data = lines.body;
  CheckMessage(
      message,
      [](cloudevents::PubSubMessage m) { return DecodePubSub(std::move(m), {}, kFormats); },
      [](const Event& e, ContentMode mode) { return EncodePubSub(e, mode); },
      /*may_refuse=*/true);
}

void CheckWebSocket(const MessageLines& lines) {
  for (const auto& [name, value] : lines.headers) {
    const auto chosen = cloudevents::ChooseWebSocketSubprotocol(value, kFormats);
    if (!chosen.has_value()) continue;
    const absl::StatusOr<Event> event =
        DecodeWebSocket({.frame = chosen->frame, .payload = lines.body}, *chosen);
    if (!event.ok()) continue;
    auto written = EncodeWebSocket(*event, *chosen);
    Check(written.ok());
    const absl::StatusOr<Event> again = DecodeWebSocket(*std::move(written), *chosen);
    Check(again.ok() && *again == *event);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const MessageLines lines =
      ParseMessageLines(std::string_view(reinterpret_cast<const char*>(data), size));
  CheckKafka(lines);
  CheckAmqp(lines);
  CheckMqtt(lines);
  CheckNats(lines);
  CheckPubSub(lines);
  CheckWebSocket(lines);
  return 0;
}
