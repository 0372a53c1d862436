#include "cloudevents/formats/internal/xml_element_text.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "cloudevents/formats/internal/xml_text.h"
#include "cloudevents/formats/internal/xml_walk.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents::internal {
namespace {

std::string QualifiedName(const XmlName& name) {
  return name.prefix.empty() ? std::string(name.local) : Cat(name.prefix, ":", name.local);
}

// The prefix of a value that is a qualified name, around which white space says nothing (XML
// Schema 2, section 4.3.6).
std::string_view PrefixOf(std::string_view qualified_name) {
  qualified_name = TrimXmlSpace(qualified_name);
  const std::size_t colon = qualified_name.find(':');
  return colon == std::string_view::npos ? std::string_view() : qualified_name.substr(0, colon);
}

// Writes a document's element, and notices what stands around it.
class ElementReader final : public XmlVisitor {
 public:
  absl::Status StartElement(const XmlElement& element) override {
    text_.Start(element, XmlScope());
    return absl::OkStatus();
  }
  absl::Status EndElement() override {
    text_.End();
    return absl::OkStatus();
  }
  absl::Status Text(std::string_view text) override {
    text_.Text(text);
    return absl::OkStatus();
  }
  absl::Status Comment(std::string_view text) override {
    if (text_.depth() == 0) return Around();
    text_.Comment(text);
    return absl::OkStatus();
  }
  absl::Status Instruction(std::string_view target, std::string_view data) override {
    if (text_.depth() == 0) return Around();
    text_.Instruction(target, data);
    return absl::OkStatus();
  }

  const XmlElementText& text() const { return text_; }

 private:
  static absl::Status Around() { return InvalidArgument("there is something around the element"); }

  XmlElementText text_;
};

}  // namespace

void XmlElementText::CloseTag() {
  if (tag_is_open_) text_ += '>';
  tag_is_open_ = false;
}

void XmlElementText::Declare(std::string_view prefix, std::string_view uri) {
  text_ += prefix.empty() ? " xmlns" : Cat(" xmlns:", prefix);
  text_ += "=\"";
  AppendXmlAttributeValue(uri, text_);
  text_ += '"';
}

void XmlElementText::DeclareUsed(std::string_view prefix, const XmlScope& outer) {
  if (own_.Find(prefix).has_value()) return;
  const std::optional<std::string_view> uri = outer.Find(prefix);
  if (uri.has_value() && !uri->empty()) {
    Declare(prefix, *uri);
    own_.Declare(prefix, *uri);
  } else if (!prefix.empty()) {
    has_unknown_prefix_ = true;
  }
}

void XmlElementText::Start(const XmlElement& element, const XmlScope& outer) {
  CloseTag();
  open_names_.push_back(QualifiedName(element.name));
  text_ += '<';
  text_ += open_names_.back();
  own_.Open(element.declared);
  for (const XmlNamespace& declared : element.declared) Declare(declared.prefix, declared.uri);
  DeclareUsed(element.name.prefix, outer);
  for (const XmlAttribute& attribute : element.attributes) {
    if (!attribute.name.prefix.empty()) DeclareUsed(attribute.name.prefix, outer);
    if (attribute.name.local == "type" && attribute.name.uri == kXsiUri) {
      DeclareUsed(PrefixOf(attribute.value), outer);
    }
  }
  for (const XmlAttribute& attribute : element.attributes) {
    text_ += Cat(" ", QualifiedName(attribute.name), "=\"");
    AppendXmlAttributeValue(attribute.value, text_);
    text_ += '"';
  }
  tag_is_open_ = true;
}

void XmlElementText::End() {
  if (tag_is_open_) {
    text_ += "/>";
    tag_is_open_ = false;
  } else {
    text_ += Cat("</", open_names_.back(), ">");
  }
  open_names_.pop_back();
  own_.Close();
}

void XmlElementText::Text(std::string_view text) {
  if (text.empty()) return;
  CloseTag();
  AppendXmlText(text, text_);
}

void XmlElementText::Comment(std::string_view text) {
  CloseTag();
  text_ += Cat("<!--", text, "-->");
}

void XmlElementText::Instruction(std::string_view target, std::string_view data) {
  CloseTag();
  text_ += Cat("<?", target, data.empty() ? "" : " ", data, "?>");
}

std::optional<std::string> CanonicalXmlElement(std::string_view text, const XmlLimits& limits) {
  ElementReader reader;
  if (!WalkXml(text, limits, reader).ok() || reader.text().has_unknown_prefix()) {
    return std::nullopt;
  }
  return reader.text().text();
}

}  // namespace cloudevents::internal
