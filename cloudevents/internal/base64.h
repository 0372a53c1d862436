// Base64 with the standard alphabet and padding (RFC 4648, section 4), read strictly: no spaces, no
// missing padding, no set bits after the last byte.
#ifndef CLOUDEVENTS_INTERNAL_BASE64_H_
#define CLOUDEVENTS_INTERNAL_BASE64_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cloudevents::internal {

// The length of the base64 text of `bytes` bytes.
constexpr std::size_t Base64Length(std::size_t bytes) { return (bytes + 2) / 3 * 4; }

void AppendBase64(std::string_view bytes, std::string& out);

bool IsBase64(std::string_view text);

// Writes the decoded bytes to `out`, which has room for 3/4 of the text and may be the place where
// the text itself stands; returns how many. nullopt, with `out` undefined, if `text` is no base64.
std::optional<std::size_t> DecodeBase64(std::string_view text, char* out);

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_INTERNAL_BASE64_H_
