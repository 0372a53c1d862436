// How much a decoder checks, and how much it takes.
//
//   cloudevents::DecodeOptions options{.limits = {.max_bytes = 64 << 10}};
//   absl::StatusOr<cloudevents::Event> event = cloudevents::DecodeJson(bytes, options);
#ifndef CLOUDEVENTS_DECODE_OPTIONS_H_
#define CLOUDEVENTS_DECODE_OPTIONS_H_

#include <cstddef>
#include <cstdint>

namespace cloudevents {

enum class Validation : std::uint8_t {
  // Everything: the whole of the input, data included, is well-formed, and every attribute keeps
  // its rules. The default, for bytes from outside.
  kFull,
  // The envelope: attributes are read and checked, data is delimited but not validated inside. For
  // bytes from a producer that is trusted to write well-formed JSON.
  kEnvelope,
};

// What is refused, with InvalidArgument that names the limit. All sizes are in bytes.
struct DecodeLimits {
  std::size_t max_bytes = 16 << 20;            // of one decoder's input, a whole batch
  std::size_t max_depth = 128;                 // of nesting in the input, data included
  std::size_t max_attributes = 256;            // of one event, extensions included
  std::size_t max_attribute_bytes = 64 << 10;  // of one attribute's text
  std::size_t max_batch_events = 10'000;       // in one batch
};

struct DecodeOptions {
  Validation validate = Validation::kFull;
  DecodeLimits limits;
};

}  // namespace cloudevents

#endif  // CLOUDEVENTS_DECODE_OPTIONS_H_
