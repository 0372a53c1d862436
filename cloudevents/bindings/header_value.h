// Attribute texts as header values, as HTTP and NATS carry them.
//
//   cloudevents::PercentEncodeHeaderValue("Euro €")  // "Euro%20%E2%82%AC"
//
// HTTP Protocol Binding for CloudEvents 1.0.2, section 3.1.3.2.
#ifndef CLOUDEVENTS_BINDINGS_HEADER_VALUE_H_
#define CLOUDEVENTS_BINDINGS_HEADER_VALUE_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace cloudevents {

// `text` with space, '"', '%' and all outside U+0021 to U+007E percent-encoded, as UTF-8, in
// upper-case hexadecimal.
std::string PercentEncodeHeaderValue(std::string_view text);

// The text that a header value stands for: a quoted string is unquoted, then one round of
// percent-encoding is undone. InvalidArgument for a broken quoted string, a broken
// percent-sequence, and for bytes that are not UTF-8.
absl::StatusOr<std::string> PercentDecodeHeaderValue(std::string_view value);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_BINDINGS_HEADER_VALUE_H_
