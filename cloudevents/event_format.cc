#include "cloudevents/event_format.h"

#include <optional>
#include <string_view>

#include "absl/strings/match.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/media_type.h"

namespace cloudevents {
namespace {

bool Is(std::string_view essence, std::string_view media_type) {
  return !media_type.empty() &&
         absl::EqualsIgnoreCase(internal::ToAbsl(essence), internal::ToAbsl(media_type));
}

}  // namespace

std::optional<FoundFormat> FindFormat(EventFormats formats, std::string_view media_type) {
  const std::string_view essence = MediaTypeEssence(media_type);
  for (const EventFormat& format : formats) {
    if (Is(essence, format.media_type)) return FoundFormat{&format, /*batch=*/false};
    if (Is(essence, format.batch_media_type)) return FoundFormat{&format, /*batch=*/true};
  }
  return std::nullopt;
}

}  // namespace cloudevents
