// Media types, as far as events need them (RFC 2045, section 5.1; RFC 6838).
//
//   cloudevents::IsJsonMediaType("application/vnd.order+json; charset=utf-8")  // true
#ifndef CLOUDEVENTS_MEDIA_TYPE_H_
#define CLOUDEVENTS_MEDIA_TYPE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace cloudevents {

// Whether the media type declares JSON: "*/json" or "*/*+json", parameters and case ignored
// (JSON format 1.0.2, section 3.1.1).
bool IsJsonMediaType(std::string_view media_type);

// Whether the media type declares CBOR: "*/cbor" or "*/*+cbor", parameters and case ignored (CBOR
// format 1.0.3-wip, section 3.1.1).
bool IsCborMediaType(std::string_view media_type);

// Whether the media type is "text/*" or one of the XML types ("*/xml", "*/*+xml"): data that is
// text when it is UTF-8.
bool IsTextMediaType(std::string_view media_type);

// The type and subtype without parameters and surrounding space.
std::string_view MediaTypeEssence(std::string_view media_type);

// A parameter of a media type: its name in lower case, and its value without quotes and their
// escapes (RFC 9110, section 5.6.6: `a=b` and `A="b"` are the same).
struct MediaTypeParameter {
  std::string name;
  std::string value;
  friend auto operator<=>(const MediaTypeParameter&, const MediaTypeParameter&) = default;
};

// The parameters, in order; those that are malformed are left out.
std::vector<MediaTypeParameter> MediaTypeParameters(std::string_view media_type);

// The value of the first parameter of this name, given in lower case.
std::optional<std::string> FindMediaTypeParameter(std::string_view media_type,
                                                  std::string_view name);

// OK, or InvalidArgument that says why this is no RFC 2046 media type.
absl::Status ValidateMediaType(std::string_view media_type);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_MEDIA_TYPE_H_
