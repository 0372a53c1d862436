// What protocol bindings differ in when attributes travel beside the data, in binary mode: one
// table, and the code that reads and writes by it.
//
//   carrier   | prefix        | names          | texts           | media type of the data
//   ----------|---------------|----------------|-----------------|------------------------------
//   HTTP      | ce-           | without case   | percent-encoded | Content-Type, and only there
//   NATS      | ce-           | without case   | percent-encoded | ce-datacontenttype
//   Kafka     | ce_           | exact          | UTF-8           | content-type header
//   AMQP      | cloudEvents:  | exact          | typed or UTF-8  | content-type property
//   MQTT 5    | none          | exact          | UTF-8           | Content Type property
//   Pub/Sub   | ce-           | exact          | UTF-8           | content-type attribute
#ifndef CLOUDEVENTS_BINDINGS_INTERNAL_ATTRIBUTE_CARRIER_H_
#define CLOUDEVENTS_BINDINGS_INTERNAL_ATTRIBUTE_CARRIER_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace cloudevents::internal {

enum class CarrierText : std::uint8_t { kUtf8, kPercentEncoded };

// What a prefixed `datacontenttype` is.
enum class CarriedMediaType : std::uint8_t {
  kRefused,     // an error: the message has a place of its own for it
  kItsPlace,    // where the data's media type stands
  kSecondBest,  // tolerated, and used where the message's own place is empty
};

struct AttributeCarrier {
  std::string_view item;    // one of what carries, for messages: "header"
  std::string_view prefix;  // before an attribute's name
  // Where AMQP allows another prefix, since ':' is no part of names in JMS; else empty.
  std::string_view other_prefix;
  bool ignore_case;
  CarrierText text;
  CarriedMediaType media_type;
};

inline constexpr AttributeCarrier kHttpHeaders = {
    "header", "ce-", "", true, CarrierText::kPercentEncoded, CarriedMediaType::kRefused};
inline constexpr AttributeCarrier kNatsHeaders = {
    "header", "ce-", "", true, CarrierText::kPercentEncoded, CarriedMediaType::kItsPlace};
inline constexpr AttributeCarrier kKafkaHeaders = {
    "header", "ce_", "", false, CarrierText::kUtf8, CarriedMediaType::kSecondBest};
inline constexpr AttributeCarrier kAmqpApplicationProperties = {
    "application property",       "cloudEvents:", "cloudEvents_", false, CarrierText::kUtf8,
    CarriedMediaType::kSecondBest};
inline constexpr AttributeCarrier kMqttUserProperties = {
    "user property", "", "", false, CarrierText::kUtf8, CarriedMediaType::kSecondBest};
inline constexpr AttributeCarrier kPubSubAttributes = {
    "attribute", "ce-", "", false, CarrierText::kUtf8, CarriedMediaType::kSecondBest};

// An attribute's name and text as the carrier has them.
std::string CarriedName(const AttributeCarrier& carrier, std::string_view name);
std::string CarriedText(const AttributeCarrier& carrier, std::string_view text);

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_BINDINGS_INTERNAL_ATTRIBUTE_CARRIER_H_
