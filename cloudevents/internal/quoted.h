// How an offending value is shown in an error message: quoted, escaped and shortened, so that
// hostile bytes can neither flood a log nor fake its lines.
//
//   InvalidArgument("attribute \"time\": ", Quoted(text), " is no timestamp");
#ifndef CLOUDEVENTS_INTERNAL_QUOTED_H_
#define CLOUDEVENTS_INTERNAL_QUOTED_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace cloudevents::internal {

inline constexpr std::size_t kQuotedMaxBytes = 64;

// `text` between double quotes. Control characters, quotes and bytes that are not UTF-8 are
// escaped as in C; what is longer than `max_bytes` ends in "..." and the whole length.
std::string Quoted(std::string_view text, std::size_t max_bytes = kQuotedMaxBytes);

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_INTERNAL_QUOTED_H_
