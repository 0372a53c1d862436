// Any bytes as one event and as a batch of the XML format: decoding never crashes, and what was
// decoded is written and read back equal.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "cloudevents/formats/xml_format.h"
#include "tests/cloudevents/formats/round_trip_check.h"
#include "tests/fuzz/finding.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  ExpectNoFault(cloudevents::DecoderFault(bytes, cloudevents::kXmlFormat));
  return 0;
}
