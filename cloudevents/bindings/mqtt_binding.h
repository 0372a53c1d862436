// The MQTT protocol binding, both ways, on plain messages that know no MQTT client.
//
//   absl::StatusOr<cloudevents::MqttMessage> message =
//       cloudevents::EncodeMqtt(event, cloudevents::ContentMode::kBinary);
//
// MQTT 5 has both modes. MQTT 3.1.1 has no properties: its payload is always one event in the JSON
// format, so EncodeJson and DecodeJson are all that it takes.
//
// MQTT Protocol Binding for CloudEvents 1.0.2. It has no batched mode.
#ifndef CLOUDEVENTS_BINDINGS_MQTT_BINDING_H_
#define CLOUDEVENTS_BINDINGS_MQTT_BINDING_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cloudevents/bindings/content_mode.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"
#include "cloudevents/formats/json_format.h"

namespace cloudevents {

struct MqttUserProperty {
  std::string name;
  std::string value;  // UTF-8, nothing escaped
  friend bool operator==(const MqttUserProperty&, const MqttUserProperty&) = default;
};

// The parts of an MQTT 5 PUBLISH that the binding speaks about. The topic is the client's.
struct MqttMessage {
  std::string content_type;  // the Content Type property; empty: unset
  std::vector<MqttUserProperty> user_properties;
  std::string payload;
  friend bool operator==(const MqttMessage&, const MqttMessage&) = default;
};

// The message's event, whichever mode it is in. The message is consumed. User properties carry no
// prefix: every one whose name could be an attribute's is one, others are passed over. An empty
// payload in binary mode is no data. InvalidArgument names the property or attribute, the rule and
// the value. Unimplemented: a structured message in none of `formats`.
absl::StatusOr<Event> DecodeMqtt(MqttMessage message, const DecodeOptions& options = {},
                                 EventFormats formats = kOnlyJson);

// The event as a message. `format` matters in structured mode. InvalidArgument for kBatched, and if
// the format cannot say what the event holds.
absl::StatusOr<MqttMessage> EncodeMqtt(const Event& event, ContentMode mode,
                                       const EventFormat& format = kJsonFormat);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_BINDINGS_MQTT_BINDING_H_
