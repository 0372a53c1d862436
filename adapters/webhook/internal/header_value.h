// One header of a message, found by its name, and its value.
#ifndef ADAPTERS_WEBHOOK_INTERNAL_HEADER_VALUE_H_
#define ADAPTERS_WEBHOOK_INTERNAL_HEADER_VALUE_H_

#include <optional>
#include <string_view>

#include "absl/strings/match.h"
#include "absl/types/span.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/internal/abseil_strings.h"

namespace adapters::webhook_internal {

// Names are compared without case (RFC 9110, section 5.1).
inline bool SameName(std::string_view a, std::string_view b) {
  return absl::EqualsIgnoreCase(cloudevents::internal::ToAbsl(a), cloudevents::internal::ToAbsl(b));
}

// The value of the first header of this name.
inline std::optional<std::string_view> HeaderValue(
    absl::Span<const cloudevents::HttpHeader> headers, std::string_view name) {
  for (const cloudevents::HttpHeader& header : headers) {
    if (SameName(header.name, name)) return header.value;
  }
  return std::nullopt;
}

}  // namespace adapters::webhook_internal

#endif  // ADAPTERS_WEBHOOK_INTERNAL_HEADER_VALUE_H_
