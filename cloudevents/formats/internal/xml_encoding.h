// An XML document of any encoding as UTF-8, so that what looks at it before the parser does sees
// what the parser will see.
#ifndef CLOUDEVENTS_FORMATS_INTERNAL_XML_ENCODING_H_
#define CLOUDEVENTS_FORMATS_INTERNAL_XML_ENCODING_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace cloudevents::internal {

// The document in UTF-8: `bytes` themselves where they are in it, and else `converted`, which is
// written. The encoding is what the first bytes show, and else what the XML declaration says (XML
// 1.0, appendix F); the declaration stays as it is. InvalidArgument: the encoding is unknown, the
// bytes are not in it, or there is a NUL, which XML does not have. Whether UTF-8 is well-formed is
// left to the parser.
absl::StatusOr<std::string_view> XmlInUtf8(std::string_view bytes, std::string& converted);

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_FORMATS_INTERNAL_XML_ENCODING_H_
