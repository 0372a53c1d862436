// Every binding, in every mode that it has, on events that hurt: what is sent is what arrives.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "cloudevents/bindings/amqp_binding.h"
#include "cloudevents/bindings/content_mode.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/bindings/kafka_binding.h"
#include "cloudevents/bindings/mqtt_binding.h"
#include "cloudevents/bindings/nats_binding.h"
#include "cloudevents/bindings/pubsub_binding.h"
#include "cloudevents/bindings/websocket_binding.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/json_format.h"
#include "cloudevents/testing/matchers.h"
#include "tests/cloudevents/samples/arbitrary_event.h"
#include "tests/cloudevents/samples/golden_events.h"
#include "tests/cloudevents/samples/hard_events.h"

namespace cloudevents {
namespace {

using ::cloudevents::testing::EquivalentTo;

struct Way {
  std::string name;
  std::function<absl::StatusOr<Event>(const Event&)> there_and_back;
  bool keeps_empty_data = true;  // whether the protocol tells empty data from none
};

template <typename Encode, typename Decode>
std::function<absl::StatusOr<Event>(const Event&)> Through(Encode encode, Decode decode,
                                                           ContentMode mode) {
  return [=](const Event& event) -> absl::StatusOr<Event> {
    auto message = encode(event, mode);
    if (!message.ok()) return message.status();
    return decode(*std::move(message));
  };
}

std::function<absl::StatusOr<Event>(const Event&)> ThroughHttp(ContentMode mode) {
  return [=](const Event& event) -> absl::StatusOr<Event> {
    absl::StatusOr<std::vector<Event>> events = DecodeHttp(EncodeHttp(event, mode));
    if (!events.ok()) return events.status();
    EXPECT_EQ(events->size(), 1u);
    return std::move(events->front());
  };
}

absl::StatusOr<Event> ThroughWebSocket(const Event& event) {
  const std::optional<WebSocketSubprotocol> chosen =
      ChooseWebSocketSubprotocol("cloudevents.json", kOnlyJson);
  absl::StatusOr<WebSocketMessage> message = EncodeWebSocket(event, *chosen);
  if (!message.ok()) return message.status();
  return DecodeWebSocket(*std::move(message), *chosen);
}

std::vector<Way> Ways() {
  const auto kafka_out = [](const Event& e, ContentMode m) { return EncodeKafka(e, m); };
  const auto kafka_in = [](KafkaRecord m) { return DecodeKafka(std::move(m)); };
  const auto nats_out = [](const Event& e, ContentMode m) { return EncodeNats(e, m); };
  const auto nats_in = [](NatsMessage m) { return DecodeNats(std::move(m)); };
  const auto mqtt_out = [](const Event& e, ContentMode m) { return EncodeMqtt(e, m); };
  const auto mqtt_in = [](MqttMessage m) { return DecodeMqtt(std::move(m)); };
  const auto amqp_out = [](const Event& e, ContentMode m) { return EncodeAmqp(e, m); };
  const auto jms_out = [](const Event& e, ContentMode m) {
    return EncodeAmqp(e, m, kJsonFormat, AmqpPrefix::kUnderscore);
  };
  const auto amqp_in = [](AmqpMessage m) { return DecodeAmqp(std::move(m)); };
  const auto pubsub_out = [](const Event& e, ContentMode m) { return EncodePubSub(e, m); };
  const auto pubsub_in = [](PubSubMessage m) { return DecodePubSub(std::move(m)); };
  constexpr ContentMode kBinary = ContentMode::kBinary;
  constexpr ContentMode kStructured = ContentMode::kStructured;
  return {
      {"HTTP, binary", ThroughHttp(kBinary), /*keeps_empty_data=*/false},
      {"HTTP, structured", ThroughHttp(kStructured)},
      {"HTTP, batched", ThroughHttp(ContentMode::kBatched)},
      {"Kafka, binary", Through(kafka_out, kafka_in, kBinary)},
      {"Kafka, structured", Through(kafka_out, kafka_in, kStructured)},
      {"NATS, binary", Through(nats_out, nats_in, kBinary), /*keeps_empty_data=*/false},
      {"NATS, structured", Through(nats_out, nats_in, kStructured)},
      {"MQTT, binary", Through(mqtt_out, mqtt_in, kBinary), /*keeps_empty_data=*/false},
      {"MQTT, structured", Through(mqtt_out, mqtt_in, kStructured)},
      {"AMQP, binary", Through(amqp_out, amqp_in, kBinary)},
      {"AMQP by JMS names, binary", Through(jms_out, amqp_in, kBinary)},
      {"AMQP, structured", Through(amqp_out, amqp_in, kStructured)},
      {"Pub/Sub, binary", Through(pubsub_out, pubsub_in, kBinary), /*keeps_empty_data=*/false},
      {"Pub/Sub, structured", Through(pubsub_out, pubsub_in, kStructured)},
      {"WebSocket", ThroughWebSocket},
  };
}

// Pub/Sub limits what binary mode takes; pubsub_binding_test shows how it is refused.
bool IsTooLarge(const Way& way, const Event& event) {
  if (way.name != "Pub/Sub, binary") return false;
  return !EncodePubSub(event, ContentMode::kBinary).ok();
}

// What must arrive: the event, but for empty data where the protocol does not tell it from none.
Event Expected(const Way& way, const Event& event) {
  if (way.keeps_empty_data || !HasEmptyData(event)) return event;
  return *EventBuilder(event).NoData().Build();
}

void ExpectArrives(const Way& way, const Event& event) {
  SCOPED_TRACE(way.name + ": " + std::string(event.id().substr(0, 60)));
  const absl::StatusOr<Event> arrived = way.there_and_back(event);
  ASSERT_TRUE(arrived.ok()) << event << ": " << arrived.status();
  EXPECT_THAT(*arrived, EquivalentTo(Expected(way, event)));
  // An intermediary that sends on what it got changes nothing more.
  const absl::StatusOr<Event> again = way.there_and_back(*arrived);
  ASSERT_TRUE(again.ok()) << *arrived << ": " << again.status();
  EXPECT_EQ(*again, *arrived);
}

TEST(BindingsRoundTripTest, HardEventsArriveEquivalent) {
  int too_large = 0;
  for (const Way& way : Ways()) {
    for (const Event& event : HardEvents()) {
      if (IsTooLarge(way, event)) {
        ++too_large;
      } else {
        ExpectArrives(way, event);
      }
    }
  }
  EXPECT_EQ(too_large, 1);  // the id of 4,000 bytes
}

TEST(BindingsRoundTripTest, ArbitraryEventsArriveEquivalent) {
  std::mt19937_64 random(20260723);
  for (int i = 0; i < 500; ++i) {
    const Event event = ArbitraryEvent(RandomChoices(random));
    for (const Way& way : Ways()) ExpectArrives(way, event);
    if (HasFailure()) break;
  }
}

TEST(BindingsRoundTripTest, GoldenEventsArriveEquivalent) {
  for (const Way& way : Ways()) {
    for (const std::string& name : GoldenEventNames()) {
      const absl::StatusOr<Event> arrived = way.there_and_back(GoldenEvent(name));
      ASSERT_TRUE(arrived.ok()) << way.name << ", " << name << ": " << arrived.status();
      EXPECT_THAT(*arrived, EquivalentTo(GoldenEvent(name))) << way.name;
    }
  }
}

TEST(BindingsRoundTripTest, OnlyHttpHasBatches) {
  const Event event = GoldenEvent("minimal");
  EXPECT_FALSE(EncodeKafka(event, ContentMode::kBatched).ok());
  EXPECT_FALSE(EncodeNats(event, ContentMode::kBatched).ok());
  EXPECT_FALSE(EncodeMqtt(event, ContentMode::kBatched).ok());
  EXPECT_FALSE(EncodeAmqp(event, ContentMode::kBatched).ok());
  EXPECT_FALSE(EncodePubSub(event, ContentMode::kBatched).ok());
}

}  // namespace
}  // namespace cloudevents
