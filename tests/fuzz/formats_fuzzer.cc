// Any event, in all formats: what they write is read back, and they agree with each other about it.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "cloudevents/event_format.h"
#include "cloudevents/formats/avro_format.h"
#include "cloudevents/formats/cbor_format.h"
#include "cloudevents/formats/json_format.h"
#include "cloudevents/formats/protobuf_format.h"
#include "cloudevents/formats/xml_format.h"
#include "tests/cloudevents/formats/round_trip_check.h"
#include "tests/cloudevents/samples/arbitrary_event.h"
#include "tests/fuzz/finding.h"

namespace {

constexpr cloudevents::EventFormat kFormats[] = {
    cloudevents::kJsonFormat, cloudevents::kProtobufFormat, cloudevents::kXmlFormat,
    cloudevents::kAvroFormat, cloudevents::kCborFormat};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view choices(reinterpret_cast<const char*>(data), size);
  ExpectNoFault(cloudevents::FormatsDisagreement(cloudevents::ArbitraryEvent(choices), kFormats));
  return 0;
}
