// Base64 as DSSE takes it: with either alphabet (DSSE 1.0.2, protocol.md: "verifiers MUST accept
// either").
#ifndef CLOUDEVENTS_EXTENSIONS_INTERNAL_ANY_BASE64_H_
#define CLOUDEVENTS_EXTENSIONS_INTERNAL_ANY_BASE64_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "cloudevents/extensions/internal/json_object.h"

namespace cloudevents::internal {

// The bytes of a text in the standard or the URL-safe alphabet, with padding; nullopt if it is
// neither, or mixes the two.
std::optional<std::string> DecodeAnyBase64(std::string_view text);

// The bytes of a string member. InvalidArgument if it is missing, no string, or no base64.
absl::StatusOr<std::string> Base64Member(const JsonObject& object, std::string_view name);

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_EXTENSIONS_INTERNAL_ANY_BASE64_H_
