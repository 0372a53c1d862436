#include "cloudevents/extensions/internal/any_base64.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "cloudevents/extensions/internal/json_object.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/base64.h"
#include "cloudevents/internal/quoted.h"

namespace cloudevents::internal {

std::optional<std::string> DecodeAnyBase64(std::string_view text) {
  std::string bytes(text);
  if (text.find_first_of("-_") != std::string_view::npos) {
    if (text.find_first_of("+/") != std::string_view::npos) return std::nullopt;
    std::replace(bytes.begin(), bytes.end(), '-', '+');
    std::replace(bytes.begin(), bytes.end(), '_', '/');
  }
  const std::optional<std::size_t> length = DecodeBase64(bytes, bytes.data());
  if (!length.has_value()) return std::nullopt;
  bytes.resize(*length);
  return bytes;
}

absl::StatusOr<std::string> Base64Member(const JsonObject& object, std::string_view name) {
  const absl::StatusOr<std::string> text = object.String(name);
  if (!text.ok()) return text.status();
  std::optional<std::string> bytes = DecodeAnyBase64(*text);
  if (!bytes.has_value()) {
    return InvalidArgument("the member \"", name, "\" is ", Quoted(*text), ", not base64");
  }
  return *std::move(bytes);
}

}  // namespace cloudevents::internal
