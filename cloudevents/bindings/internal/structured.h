// Structured and batched mode, which all bindings have in common: the content type names the
// format, and the format reads the body.
#ifndef CLOUDEVENTS_BINDINGS_INTERNAL_STRUCTURED_H_
#define CLOUDEVENTS_BINDINGS_INTERNAL_STRUCTURED_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"

namespace cloudevents::internal {

// One event from a body in structured mode. Unimplemented: the content type is that of no format
// among `formats`, or that of a batch, which the protocol does not have.
absl::StatusOr<Event> DecodeStructured(std::string_view content_type, std::string body,
                                       const DecodeOptions& options, EventFormats formats);

// The events of a body in batched mode. Unimplemented as above.
absl::StatusOr<std::vector<Event>> DecodeBatched(std::string_view content_type, std::string body,
                                                 const DecodeOptions& options,
                                                 EventFormats formats);

// InvalidArgument: `protocol` has no batched mode.
absl::Status NoBatches(std::string_view protocol);

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_BINDINGS_INTERNAL_STRUCTURED_H_
