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

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"

namespace cloudevents {

enum class ContentMode : std::uint8_t { kBinary, kStructured, kBatched };

// The mode that a Content-Type announces, by its prefix, without case; binary where there is none
// (section 1.3: the batch prefix is looked at first).
ContentMode DetectContentMode(std::string_view content_type);

// Events from a message in any mode: one, or for a batch any number. The message is consumed.
// InvalidArgument names the header or attribute, the rule and the value. Unimplemented: a
// structured or batched media type in a format other than JSON (HTTP: 415).
absl::StatusOr<std::vector<Event>> DecodeHttp(HttpMessage message,
                                              const DecodeOptions& options = {});

// A message with one event, binary or structured (kBatched: a batch of one).
HttpMessage EncodeHttp(const Event& event, ContentMode mode);

// A message with a batch of events in the JSON batch format.
HttpMessage EncodeHttpBatch(absl::Span<const Event> events);

// An attribute's text as a header value and back (section 3.1.3.2): space, '"', '%' and all outside
// U+0021 to U+007E are percent-encoded. Decoding unquotes, then undoes one round of
// percent-encoding; InvalidArgument for a broken quoted string, percent-sequence or UTF-8.
std::string PercentEncodeHeaderValue(std::string_view text);
absl::StatusOr<std::string> PercentDecodeHeaderValue(std::string_view value);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_BINDINGS_HTTP_BINDING_H_
