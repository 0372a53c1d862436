// How many attributes the tags of an XML document have, found before it is parsed.
//
// libxml2 compares each attribute of a tag with all others before it tells anybody of the tag, so
// that one tag of 16 MiB takes it minutes. (Its own limits are no remedy: they bound lengths.)
#ifndef CLOUDEVENTS_FORMATS_INTERNAL_XML_TAG_WIDTH_H_
#define CLOUDEVENTS_FORMATS_INTERNAL_XML_TAG_WIDTH_H_

#include <cstddef>
#include <string_view>

#include "absl/status/status.h"

namespace cloudevents::internal {

// Of one tag, the namespaces that it declares included.
inline constexpr std::size_t kMaxXmlAttributes = 256;

// Whether no tag has more. `text` is UTF-8, and of a malformed document or one with a DTD only what
// comes before the parser stops counts. InvalidArgument: a tag has more (the message has the line).
absl::Status CheckXmlTagWidths(std::string_view text);

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_FORMATS_INTERNAL_XML_TAG_WIDTH_H_
