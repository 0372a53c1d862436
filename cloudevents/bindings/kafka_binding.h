// The Kafka protocol binding, both ways, on plain records that know no Kafka client.
//
//   absl::StatusOr<cloudevents::KafkaRecord> record =
//       cloudevents::EncodeKafka(event, cloudevents::ContentMode::kBinary);
//   if (record.ok()) record->key = cloudevents::PartitionKeyOf(event);
//
// Kafka Protocol Binding for CloudEvents 1.0.2. It has no batched mode.
#ifndef CLOUDEVENTS_BINDINGS_KAFKA_BINDING_H_
#define CLOUDEVENTS_BINDINGS_KAFKA_BINDING_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cloudevents/bindings/content_mode.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"
#include "cloudevents/formats/json_format.h"

namespace cloudevents {

struct KafkaHeader {
  std::string name;
  std::string value;  // UTF-8, nothing escaped
  friend bool operator==(const KafkaHeader&, const KafkaHeader&) = default;
};

// A record's parts that the binding speaks about. Topic, partition and offset are the client's.
struct KafkaRecord {
  std::optional<std::string> key;  // neither read nor written by the binding
  std::vector<KafkaHeader> headers;
  std::optional<std::string> value;  // unset: Kafka's null, in binary mode an event without data
  friend bool operator==(const KafkaRecord&, const KafkaRecord&) = default;
};

// The record's event, whichever mode it is in. The record is consumed; headers that have nothing to
// do with events are passed over. InvalidArgument names the header or attribute, the rule and the
// value. Unimplemented: a structured record in none of `formats`.
absl::StatusOr<Event> DecodeKafka(KafkaRecord record, const DecodeOptions& options = {},
                                  EventFormats formats = kOnlyJson);

// The event as a record without a key. `format` matters in structured mode. InvalidArgument for
// kBatched, and if the format cannot say what the event holds.
//
// An event without data becomes, in binary mode, a record without a value: in a compacted topic
// that is a tombstone, which deletes its key (section 3.2.2). Structured mode has no such effect.
absl::StatusOr<KafkaRecord> EncodeKafka(const Event& event, ContentMode mode,
                                        const EventFormat& format = kJsonFormat);

// The event's `partitionkey` extension as a record key; nullopt if it has none. Opt in by assigning
// it (section 3.1).
std::optional<std::string> PartitionKeyOf(const Event& event);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_BINDINGS_KAFKA_BINDING_H_
