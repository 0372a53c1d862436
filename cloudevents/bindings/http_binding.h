// The HTTP protocol binding, both ways, on plain message values.
//
//   cloudevents::HttpMessage request =
//       cloudevents::EncodeHttp(event, cloudevents::ContentMode::kBinary);
//   ...
//   absl::StatusOr<std::vector<cloudevents::Event>> events =
//       cloudevents::DecodeHttp(std::move(message));
//
// HTTP Protocol Binding for CloudEvents 1.0.2.
#ifndef CLOUDEVENTS_BINDINGS_HTTP_BINDING_H_
#define CLOUDEVENTS_BINDINGS_HTTP_BINDING_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cloudevents/bindings/content_mode.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"
#include "cloudevents/formats/json_format.h"

namespace cloudevents {

// Events from a message in any mode: one, or for a batch any number. The message is consumed. An
// empty body in binary mode is no data. InvalidArgument names the header or attribute, the rule and
// the value. Unimplemented: a structured or batched media type that is that of none of `formats`
// (HTTP: 415).
absl::StatusOr<std::vector<Event>> DecodeHttp(HttpMessage message,
                                              const DecodeOptions& options = {},
                                              EventFormats formats = kOnlyJson);

// A message with one event, binary or in the JSON format (kBatched: a batch of one).
HttpMessage EncodeHttp(const Event& event, ContentMode mode);

// A message with a batch of events in the JSON batch format.
HttpMessage EncodeHttpBatch(absl::Span<const Event> events);

// The same in another format, which binary mode has no use for. InvalidArgument if the format
// cannot say what an event holds, or if it has no batches.
absl::StatusOr<HttpMessage> EncodeHttp(const Event& event, ContentMode mode,
                                       const EventFormat& format);
absl::StatusOr<HttpMessage> EncodeHttpBatch(absl::Span<const Event> events,
                                            const EventFormat& format);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_BINDINGS_HTTP_BINDING_H_
