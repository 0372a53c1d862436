// How a protocol message carries events: CloudEvents 1.0.2, section "Message".
#ifndef CLOUDEVENTS_BINDINGS_CONTENT_MODE_H_
#define CLOUDEVENTS_BINDINGS_CONTENT_MODE_H_

#include <cstdint>
#include <string_view>

namespace cloudevents {

enum class ContentMode : std::uint8_t {
  kBinary,      // attributes beside the data, as headers or properties
  kStructured,  // one event, whole, in an event format
  kBatched,     // any number of events in a batch format; HTTP alone has it
};

// The mode that a content type announces, by its prefix, without case; binary where there is none.
// The prefix of batches is the longer one and looked at first (HTTP binding 1.0.2, section 1.3).
ContentMode DetectContentMode(std::string_view content_type);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_BINDINGS_CONTENT_MODE_H_
