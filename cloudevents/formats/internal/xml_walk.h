// An XML document read from start to end, without a tree: libxml2 behind one function.
//
//   class CountElements final : public XmlVisitor { ... };
//   absl::Status status = WalkXml(bytes, {.max_depth = 128}, visitor);
#ifndef CLOUDEVENTS_FORMATS_INTERNAL_XML_WALK_H_
#define CLOUDEVENTS_FORMATS_INTERNAL_XML_WALK_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"

namespace cloudevents::internal {

struct XmlLimits {
  std::size_t max_depth;  // of elements
  // In scope. The name of each element and attribute is looked up in them one by one.
  std::size_t max_namespaces = 256;
};

// A name with the prefix that it is written with and the namespace that this stands for; both are
// empty where there is none.
struct XmlName {
  std::string_view prefix;
  std::string_view local;
  std::string_view uri;
};

struct XmlNamespace {
  std::string_view prefix;  // empty: the default namespace
  std::string_view uri;     // empty: no namespace
};

struct XmlAttribute {
  XmlName name;
  std::string value;
};

// A start tag. All views live as long as the call that it is handed to.
struct XmlElement {
  XmlName name;
  absl::Span<const XmlNamespace> declared;  // by this very tag
  absl::Span<const XmlAttribute> attributes;

  // The value of the attribute of this name and namespace.
  std::optional<std::string_view> attribute(std::string_view local, std::string_view uri) const;
};

// What stands in a document, in order. A status that is not OK ends the walk.
class XmlVisitor {
 public:
  virtual ~XmlVisitor() = default;
  virtual absl::Status StartElement(const XmlElement& element) = 0;
  virtual absl::Status EndElement() = 0;
  // Text within elements; one text may come in several pieces.
  virtual absl::Status Text(std::string_view text) = 0;
  virtual absl::Status Comment(std::string_view text) = 0;
  virtual absl::Status Instruction(std::string_view target, std::string_view data) = 0;
};

// Walks the document. The first error of the visitor; or InvalidArgument: the document is malformed
// (namespaces included; the message has the line), has a DTD, passes one of the `limits`, or has
// more than kMaxXmlAttributes (xml_tag_width.h) in a tag.
absl::Status WalkXml(std::string_view bytes, const XmlLimits& limits, XmlVisitor& visitor);

// The namespaces in scope, while elements open and close.
class XmlScope {
 public:
  void Open(absl::Span<const XmlNamespace> declared);
  void Close();

  // Adds to what the element that was opened last declares.
  void Declare(std::string_view prefix, std::string_view uri);

  // What a prefix stands for; nullopt if it is undeclared.
  std::optional<std::string_view> Find(std::string_view prefix) const;

 private:
  std::vector<std::pair<std::string, std::string>> bindings_;
  std::vector<std::size_t> sizes_;  // of bindings_, before each element that is open
};

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_FORMATS_INTERNAL_XML_WALK_H_
