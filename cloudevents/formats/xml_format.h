// The XML event format and its batch format, both ways.
//
//   absl::StatusOr<std::string> document = cloudevents::EncodeXml(event);
//   absl::StatusOr<cloudevents::Event> again = cloudevents::DecodeXml(*std::move(document));
//
// XML Event Format for CloudEvents 1.0.3-wip (a working draft). Attributes keep their types; the
// `t` and `z` of a timestamp are written as xs:dateTime has them, in upper case. JSON and text are
// `xs:string`, bytes `xs:base64Binary`. Text whose media type is XML is embedded as `xs:any` where
// a reader gets it back byte for byte, and is `xs:string` otherwise; text with characters that XML
// does not have becomes `xs:base64Binary`.
//
// Documents with a DTD are refused, so there are no entities but XML's own five, and nothing is
// ever fetched. Any encoding that the document declares is understood.
//
// Besides DecodeLimits a document has limits of its own, so that none takes more time or memory
// than its length is worth: 256 attributes in a tag and 256 namespaces in scope (those that it
// declares count as both), and all its elements that are data become at most max_bytes of text.
#ifndef CLOUDEVENTS_FORMATS_XML_FORMAT_H_
#define CLOUDEVENTS_FORMATS_XML_FORMAT_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"

namespace cloudevents {

inline constexpr std::string_view kXmlMediaType = "application/cloudevents+xml";
inline constexpr std::string_view kXmlBatchMediaType = "application/cloudevents-batch+xml";

// One event from a document whose root is <event>. An XML element that is the data becomes text:
// the element alone, with the namespaces that it needs, in canonical spelling. InvalidArgument: the
// document is malformed (the message has the line) or passes a limit, or an attribute breaks a
// rule.
absl::StatusOr<Event> DecodeXml(std::string bytes, const DecodeOptions& options = {});

// The events of a document whose root is <batch>, in order. One bad event fails the batch, and the
// error names its index.
absl::StatusOr<std::vector<Event>> DecodeXmlBatch(std::string bytes,
                                                  const DecodeOptions& options = {});

// The event, or the events, as one UTF-8 document with its declaration, without spaces between
// elements. InvalidArgument: an extension's name begins with a digit, as no XML element's name may.
absl::StatusOr<std::string> EncodeXml(const Event& event);
absl::StatusOr<std::string> EncodeXmlBatch(absl::Span<const Event> events);

// The format as a value, for bindings.
inline constexpr EventFormat kXmlFormat = {
    .name = "xml",
    .media_type = kXmlMediaType,
    .batch_media_type = kXmlBatchMediaType,
    .decode = &DecodeXml,
    .encode = &EncodeXml,
    .decode_batch = &DecodeXmlBatch,
    .encode_batch = &EncodeXmlBatch,
};

}  // namespace cloudevents

#endif  // CLOUDEVENTS_FORMATS_XML_FORMAT_H_
