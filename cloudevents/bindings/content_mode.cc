#include "cloudevents/bindings/content_mode.h"

#include <string_view>

#include "absl/strings/match.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/media_type.h"

namespace cloudevents {
namespace {

constexpr std::string_view kStructuredPrefix = "application/cloudevents";
constexpr std::string_view kBatchPrefix = "application/cloudevents-batch";

bool StartsWithIgnoreCase(std::string_view text, std::string_view prefix) {
  return absl::StartsWithIgnoreCase(internal::ToAbsl(text), internal::ToAbsl(prefix));
}

}  // namespace

ContentMode DetectContentMode(std::string_view content_type) {
  const std::string_view media_type = MediaTypeEssence(content_type);
  if (StartsWithIgnoreCase(media_type, kBatchPrefix)) return ContentMode::kBatched;
  if (StartsWithIgnoreCase(media_type, kStructuredPrefix)) return ContentMode::kStructured;
  return ContentMode::kBinary;
}

}  // namespace cloudevents
