#include "cloudevents/bindings/http_message.h"

#include <optional>
#include <string_view>

#include "absl/strings/match.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents {

std::optional<std::string_view> HttpMessage::header(std::string_view name) const {
  for (const HttpHeader& header : headers) {
    if (absl::EqualsIgnoreCase(internal::ToAbsl(header.name), internal::ToAbsl(name))) {
      return header.value;
    }
  }
  return std::nullopt;
}

}  // namespace cloudevents
