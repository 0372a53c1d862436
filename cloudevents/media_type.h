// Media types, as far as events need them (RFC 2045, section 5.1; RFC 6838).
//
//   cloudevents::IsJsonMediaType("application/vnd.order+json; charset=utf-8")  // true
#ifndef CLOUDEVENTS_MEDIA_TYPE_H_
#define CLOUDEVENTS_MEDIA_TYPE_H_

#include <string_view>

#include "absl/status/status.h"

namespace cloudevents {

// Whether the media type declares JSON: "*/json" or "*/*+json", parameters and case ignored
// (JSON format 1.0.2, section 3.1.1).
bool IsJsonMediaType(std::string_view media_type);

// Whether the media type is "text/*" or one of the XML types ("*/xml", "*/*+xml"): data that is
// text when it is UTF-8.
bool IsTextMediaType(std::string_view media_type);

// The type and subtype without parameters and surrounding space.
std::string_view MediaTypeEssence(std::string_view media_type);

// OK, or InvalidArgument that says why this is no RFC 2046 media type.
absl::Status ValidateMediaType(std::string_view media_type);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_MEDIA_TYPE_H_
