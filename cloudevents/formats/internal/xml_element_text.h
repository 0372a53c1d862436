// An XML element as text: what an event's data is when a document has it as an element.
//
// The text is in canonical spelling: namespaces first, attributes in their order between double
// quotes, empty elements as <a/>, comments kept, CDATA sections as text. Namespaces that the
// element uses but that were declared around it are declared by the element itself.
#ifndef CLOUDEVENTS_FORMATS_INTERNAL_XML_ELEMENT_TEXT_H_
#define CLOUDEVENTS_FORMATS_INTERNAL_XML_ELEMENT_TEXT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cloudevents/formats/internal/xml_walk.h"

namespace cloudevents::internal {

inline constexpr std::string_view kXsiUri = "http://www.w3.org/2001/XMLSchema-instance";

// Collects the text while a document is walked.
class XmlElementText {
 public:
  // `outer`: the namespaces in scope around the element.
  void Start(const XmlElement& element, const XmlScope& outer);
  void End();
  void Text(std::string_view text);
  void Comment(std::string_view text);
  void Instruction(std::string_view target, std::string_view data);

  // How many elements are open.
  std::size_t depth() const { return open_names_.size(); }

  // Whether a value that is a name, of xsi:type, has a prefix that nobody declared.
  bool has_unknown_prefix() const { return has_unknown_prefix_; }

  const std::string& text() const { return text_; }

 private:
  // Ends the start tag that is being written, if one is.
  void CloseTag();
  void Declare(std::string_view prefix, std::string_view uri);
  // Declares a prefix that the element itself does not.
  void DeclareUsed(std::string_view prefix, const XmlScope& outer);

  XmlScope own_;  // declared by the element and within it
  std::vector<std::string> open_names_;
  bool tag_is_open_ = false;
  std::string text_;
  bool has_unknown_prefix_ = false;
};

// The canonical spelling of a document that is one element alone; nullopt if `text` is malformed,
// has a DTD or has anything around the element, passes a limit (see WalkXml), or has a prefix that
// would get a meaning from what is put around it.
std::optional<std::string> CanonicalXmlElement(std::string_view text, const XmlLimits& limits);

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_FORMATS_INTERNAL_XML_ELEMENT_TEXT_H_
