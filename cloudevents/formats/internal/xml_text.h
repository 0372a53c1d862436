// Characters as XML text and attribute values, in the spelling of Canonical XML 1.1, section 2.3;
// and XML's white space.
#ifndef CLOUDEVENTS_FORMATS_INTERNAL_XML_TEXT_H_
#define CLOUDEVENTS_FORMATS_INTERNAL_XML_TEXT_H_

#include <string>
#include <string_view>

namespace cloudevents::internal {

// Whether XML 1.0 can have all characters of `text`, which is UTF-8 (section 2.2: no control
// characters but tab, line feed and carriage return, and neither U+FFFE nor U+FFFF).
bool IsXmlText(std::string_view text);

// Append `text` with what has a meaning of its own escaped, and carriage returns, which a parser
// would turn into line feeds.
void AppendXmlText(std::string_view text, std::string& out);
void AppendXmlAttributeValue(std::string_view text, std::string& out);

// White space (XML 1.0, section 2.3).
bool IsXmlSpace(char c);
std::string_view TrimXmlSpace(std::string_view text);
void EraseXmlSpace(std::string& text);

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_FORMATS_INTERNAL_XML_TEXT_H_
