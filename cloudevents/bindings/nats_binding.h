// The NATS protocol binding, both ways, on plain messages that know no NATS client.
//
//   absl::StatusOr<cloudevents::NatsMessage> message =
//       cloudevents::EncodeNats(event, cloudevents::ContentMode::kBinary);
//
// NATS Protocol Binding for CloudEvents 1.0.2, which has structured mode alone, and 1.0.3-wip,
// which adds binary mode for servers from NATS 2.2 on, with headers. There is no batched mode.
#ifndef CLOUDEVENTS_BINDINGS_NATS_BINDING_H_
#define CLOUDEVENTS_BINDINGS_NATS_BINDING_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cloudevents/bindings/content_mode.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"
#include "cloudevents/formats/json_format.h"

namespace cloudevents {

struct NatsHeader {
  std::string name;   // compared without case
  std::string value;  // percent-encoded (header_value.h)
  friend bool operator==(const NatsHeader&, const NatsHeader&) = default;
};

// A message's parts that the binding speaks about. The subject is the client's.
struct NatsMessage {
  std::vector<NatsHeader> headers;
  std::string payload;
  friend bool operator==(const NatsMessage&, const NatsMessage&) = default;
};

// The message's event, whichever mode it is in. The message is consumed. A message without any
// header is structured JSON, as every message was before NATS 2.2; an empty payload in binary mode
// is no data. InvalidArgument names the header or attribute, the rule and the value. Unimplemented:
// a structured message in none of `formats`.
absl::StatusOr<Event> DecodeNats(NatsMessage message, const DecodeOptions& options = {},
                                 EventFormats formats = kOnlyJson);

// The event as a message. `format` matters in structured mode; the binding promises consumers no
// other than JSON. InvalidArgument for kBatched, and if the format cannot say what the event holds.
absl::StatusOr<NatsMessage> EncodeNats(const Event& event, ContentMode mode,
                                       const EventFormat& format = kJsonFormat);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_BINDINGS_NATS_BINDING_H_
