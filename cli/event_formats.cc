#include "cli/event_formats.h"

#include <cstddef>
#include <iterator>
#include <string_view>

#include "absl/status/statusor.h"
#include "cli/arguments.h"
#include "cloudevents/formats/avro_format.h"
#include "cloudevents/formats/cbor_format.h"
#include "cloudevents/formats/json_format.h"
#include "cloudevents/formats/protobuf_format.h"
#include "cloudevents/formats/xml_format.h"

namespace eventbus::cli {
namespace {

using ::cloudevents::kAvroFormat;
using ::cloudevents::kCborFormat;
using ::cloudevents::kJsonFormat;
using ::cloudevents::kProtobufFormat;
using ::cloudevents::kXmlFormat;

constexpr std::string_view kNames[] = {"json", "json-batch", "protobuf", "protobuf-batch",
                                       "xml",  "xml-batch",  "avro",     "cbor"};
constexpr FormatChoice kChoices[] = {
    // By the index of its name.
    {.format = &kJsonFormat, .framing = Framing::kLines, .is_text = true},
    {.format = &kJsonFormat, .framing = Framing::kBatch, .is_text = true},
    {.format = &kProtobufFormat, .framing = Framing::kDocument, .is_text = false},
    {.format = &kProtobufFormat, .framing = Framing::kBatch, .is_text = false},
    {.format = &kXmlFormat, .framing = Framing::kDocument, .is_text = true},
    {.format = &kXmlFormat, .framing = Framing::kBatch, .is_text = true},
    {.format = &kAvroFormat, .framing = Framing::kDocument, .is_text = false},
    {.format = &kCborFormat, .framing = Framing::kDocument, .is_text = false},
};
static_assert(std::size(kNames) == std::size(kChoices));

}  // namespace

absl::StatusOr<FormatChoice> ChooseFormat(const Arguments& arguments, const Flag& flag) {
  const absl::StatusOr<std::size_t> index = arguments.Choice(flag.name, kNames);
  if (!index.ok()) return index.status();
  FormatChoice choice = kChoices[*index];
  if (choice.framing == Framing::kDocument && arguments.has(kBase64Flag.name)) {
    choice.framing = Framing::kBase64Lines;
  }
  return choice;
}

}  // namespace eventbus::cli
