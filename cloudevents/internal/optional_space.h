// The white space that may surround a header's value, a media type and their parts.
#ifndef CLOUDEVENTS_INTERNAL_OPTIONAL_SPACE_H_
#define CLOUDEVENTS_INTERNAL_OPTIONAL_SPACE_H_

#include <cstddef>
#include <string_view>

namespace cloudevents::internal {

// The text without it: spaces and tabs, and no other white space (RFC 9110, section 5.6.3).
constexpr std::string_view TrimOptionalSpace(std::string_view text) {
  constexpr std::string_view kSpace = " \t";
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_INTERNAL_OPTIONAL_SPACE_H_
