#include "cloudevents/bindings/kafka_binding.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/bindings/content_mode.h"
#include "cloudevents/bindings/internal/attribute_carrier.h"
#include "cloudevents/bindings/internal/carrier_reader.h"
#include "cloudevents/bindings/internal/carrier_writer.h"
#include "cloudevents/bindings/internal/structured.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"

namespace cloudevents {
namespace {

constexpr std::string_view kContentType = "content-type";

KafkaRecord EncodeBinary(const Event& event) {
  KafkaRecord record;
  record.headers.reserve(1 + internal::kCarriedCoreAttributes + event.extensions().size());
  if (const std::optional<std::string_view> media_type = event.data_media_type()) {
    record.headers.push_back({std::string(kContentType), std::string(*media_type)});
  }
  internal::ForEachCarriedAttribute(event, [&](std::string_view name, const AttributeView& value) {
    record.headers.push_back({internal::CarriedName(internal::kKafkaHeaders, name),
                              internal::CarriedText(internal::kKafkaHeaders, value.text())});
  });
  if (event.data_kind() != DataKind::kAbsent) record.value = std::string(event.data());
  return record;
}

}  // namespace

absl::StatusOr<Event> DecodeKafka(KafkaRecord record, const DecodeOptions& options,
                                  EventFormats formats) {
  const absl::StatusOr<std::string_view> content_type =
      internal::ContentTypeOf(internal::kKafkaHeaders, record.headers);
  if (!content_type.ok()) return content_type.status();
  if (DetectContentMode(*content_type) != ContentMode::kBinary) {
    return internal::DecodeStructured(*content_type, std::move(record.value).value_or(""), options,
                                      formats);
  }
  internal::CarrierReader reader(internal::kKafkaHeaders, options);
  if (absl::Status status = reader.ReadAll(record.headers); !status.ok()) return status;
  return std::move(reader).Finish(*content_type, std::move(record.value));
}

absl::StatusOr<KafkaRecord> EncodeKafka(const Event& event, ContentMode mode,
                                        const EventFormat& format) {
  if (mode == ContentMode::kBatched) return internal::NoBatches("Kafka");
  if (mode == ContentMode::kBinary) return EncodeBinary(event);
  absl::StatusOr<std::string> value = format.encode(event);
  if (!value.ok()) return value.status();
  KafkaRecord record;
  record.headers.push_back({std::string(kContentType), std::string(format.media_type)});
  record.value = *std::move(value);
  return record;
}

std::optional<std::string> PartitionKeyOf(const Event& event) {
  const std::optional<AttributeView> key = event.extension("partitionkey");
  if (!key.has_value()) return std::nullopt;
  return std::string(key->text());
}

}  // namespace cloudevents
