// The AMQP 1.0 protocol binding, both ways, on plain messages that know no AMQP client.
//
//   absl::StatusOr<cloudevents::AmqpMessage> message =
//       cloudevents::EncodeAmqp(event, cloudevents::ContentMode::kBinary);
//
// AMQP Protocol Binding for CloudEvents 1.0.2, and the prefix `cloudEvents_` of 1.0.3-wip, for JMS
// clients, whose names have no ':'. It has no batched mode.
#ifndef CLOUDEVENTS_BINDINGS_AMQP_BINDING_H_
#define CLOUDEVENTS_BINDINGS_AMQP_BINDING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "cloudevents/bindings/content_mode.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"
#include "cloudevents/formats/json_format.h"

namespace cloudevents {

// AMQP's `binary`.
struct AmqpBinary {
  std::string bytes;
  friend bool operator==(const AmqpBinary&, const AmqpBinary&) = default;
};

// AMQP's `timestamp`: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
struct AmqpTimestamp {
  std::int64_t milliseconds = 0;
  friend bool operator==(const AmqpTimestamp&, const AmqpTimestamp&) = default;
};

// A value of an application property: null, boolean, long, string, binary or timestamp. Clients
// widen the smaller integer types to long.
using AmqpValue =
    std::variant<std::monostate, bool, std::int64_t, std::string, AmqpBinary, AmqpTimestamp>;

struct AmqpApplicationProperty {
  std::string name;
  AmqpValue value;
  friend bool operator==(const AmqpApplicationProperty&, const AmqpApplicationProperty&) = default;
};

// A message's parts that the binding speaks about.
struct AmqpMessage {
  std::string content_type;  // the property of this name; empty: unset
  std::vector<AmqpApplicationProperty> application_properties;
  std::optional<std::string> data;  // the data section; unset: an event without data
  friend bool operator==(const AmqpMessage&, const AmqpMessage&) = default;
};

enum class AmqpPrefix : std::uint8_t {
  kColon,       // cloudEvents:id
  kUnderscore,  // cloudEvents_id
};

// The message's event, whichever mode it is in. The message is consumed. Either prefix is taken,
// but not both in one message; values may be typed or their canonical strings; null is unset.
// InvalidArgument names the property or attribute, the rule and the value. Unimplemented: a
// structured message in none of `formats`.
absl::StatusOr<Event> DecodeAmqp(AmqpMessage message, const DecodeOptions& options = {},
                                 EventFormats formats = kOnlyJson);

// The event as a message. Booleans, integers and binary values become AMQP's own types; a
// timestamp does where milliseconds in UTC say all that its text says, and stays text otherwise.
// `format` matters in structured mode. InvalidArgument for kBatched, and if the format cannot say
// what the event holds.
absl::StatusOr<AmqpMessage> EncodeAmqp(const Event& event, ContentMode mode,
                                       const EventFormat& format = kJsonFormat,
                                       AmqpPrefix prefix = AmqpPrefix::kColon);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_BINDINGS_AMQP_BINDING_H_
