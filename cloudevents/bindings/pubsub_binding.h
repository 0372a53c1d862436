// Google Cloud Pub/Sub's protocol binding, both ways, on plain messages that know no client.
//
//   absl::StatusOr<cloudevents::PubSubMessage> message =
//       cloudevents::EncodePubSub(event, cloudevents::ContentMode::kBinary);
//
// Google Cloud Pub/Sub Protocol Binding for CloudEvents 1.0 (a draft of Google's, in the repository
// googleapis/google-cloudevents). It has no batched mode.
#ifndef CLOUDEVENTS_BINDINGS_PUBSUB_BINDING_H_
#define CLOUDEVENTS_BINDINGS_PUBSUB_BINDING_H_

#include <cstddef>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "cloudevents/bindings/content_mode.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"
#include "cloudevents/formats/json_format.h"

namespace cloudevents {

// What Pub/Sub takes of attributes (its quotas, "Resource limits").
inline constexpr std::size_t kPubSubMaxAttributes = 100;
inline constexpr std::size_t kPubSubMaxAttributeKeyBytes = 256;
inline constexpr std::size_t kPubSubMaxAttributeValueBytes = 1024;

// A message's parts that the binding speaks about. Ids, times and ordering keys are the client's.
struct PubSubMessage {
  std::map<std::string, std::string> attributes;  // UTF-8, nothing escaped
  std::string data;
  friend bool operator==(const PubSubMessage&, const PubSubMessage&) = default;
};

// The message's event, whichever mode it is in. The message is consumed; attributes that have
// nothing to do with events are passed over. Empty data in binary mode is no data. InvalidArgument
// names the attribute, the rule and the value. Unimplemented: a structured message in none of
// `formats`.
absl::StatusOr<Event> DecodePubSub(PubSubMessage message, const DecodeOptions& options = {},
                                   EventFormats formats = kOnlyJson);

// The event as a message. `format` matters in structured mode. In binary mode the media type of the
// data stands both in `content-type`, which the binding's text asks for, and in
// `ce-datacontenttype`, which its examples have. InvalidArgument for kBatched, for attributes that
// exceed the limits above in binary mode (structured mode has none), and if the format cannot say
// what the event holds.
absl::StatusOr<PubSubMessage> EncodePubSub(const Event& event, ContentMode mode,
                                           const EventFormat& format = kJsonFormat);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_BINDINGS_PUBSUB_BINDING_H_
