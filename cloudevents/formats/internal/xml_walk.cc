#include "cloudevents/formats/internal/xml_walk.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>

#include <climits>
#include <cstddef>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cloudevents/formats/internal/xml_encoding.h"
#include "cloudevents/formats/internal/xml_tag_width.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents::internal {
namespace {

std::string_view ToView(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

std::string_view ToView(const xmlChar* begin, std::size_t length) {
  return std::string_view(reinterpret_cast<const char*>(begin), length);
}

// Takes what libxml2 finds and hands it to the visitor, until something is wrong.
class Walker {
 public:
  Walker(std::string_view text, const XmlLimits& limits, XmlVisitor& visitor)
      : limits_(limits),
        visitor_(visitor),
        context_(xmlCreateMemoryParserCtxt(text.data(), static_cast<int>(text.size())),
                 &FreeContext) {}

  absl::Status Walk() {
    // An empty input has no context.
    if (context_ == nullptr) return InvalidArgument("malformed XML: the document is empty");
    // Huge documents, since the limits here are our own. Entities are replaced: those that are left
    // without a DTD are characters. Nothing is loaded, from the network or elsewhere. The text is
    // UTF-8, whatever it says.
    xmlCtxtUseOptions(context_.get(),
                      XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_IGNORE_ENC);
    *context_->sax = Handlers();
    context_->userData = this;
    xmlParseDocument(context_.get());
    if (!status_.ok()) return status_;
    if (context_->wellFormed == 0) return InvalidArgument("malformed XML");
    return absl::OkStatus();
  }

 private:
  static void FreeContext(xmlParserCtxt* context) {
    if (context == nullptr) return;
    xmlFreeDoc(context->myDoc);
    xmlFreeParserCtxt(context);
  }

  static xmlSAXHandler Handlers() {
    xmlSAXHandler handlers;
    std::memset(&handlers, 0, sizeof(handlers));
    handlers.initialized = XML_SAX2_MAGIC;
    handlers.internalSubset = &OnDtd;
    handlers.startElementNs = &OnStart;
    handlers.endElementNs = &OnEnd;
    handlers.characters = &OnText;
    handlers.cdataBlock = &OnText;
    handlers.ignorableWhitespace = &OnText;
    handlers.comment = &OnComment;
    handlers.processingInstruction = &OnInstruction;
    // Whether the error is const depends on libxml2's version.
    handlers.serror = [](void* data, auto* error) { OnError(data, error); };
    return handlers;
  }

  static Walker& From(void* user_data) { return *static_cast<Walker*>(user_data); }

  void End(absl::Status status) {
    if (!status_.ok() || status.ok()) return;
    status_ = std::move(status);
    xmlStopParser(context_.get());
  }

  static void OnDtd(void* data, const xmlChar* /*name*/, const xmlChar* /*external_id*/,
                    const xmlChar* /*system_id*/) {
    From(data).End(InvalidArgument("the XML document has a DTD, which is refused"));
  }

  static void OnStart(void* data, const xmlChar* local, const xmlChar* prefix, const xmlChar* uri,
                      int namespace_count, const xmlChar** namespaces, int attribute_count,
                      int /*defaulted*/, const xmlChar** attributes) {
    Walker& walker = From(data);
    if (!walker.status_.ok()) return;
    const XmlLimits& limits = walker.limits_;
    if (walker.in_scope_.size() == limits.max_depth) {
      return walker.End(
          InvalidArgument("malformed XML: nested deeper than max_depth (", limits.max_depth, ")"));
    }
    const std::size_t in_scope = (walker.in_scope_.empty() ? 0 : walker.in_scope_.back()) +
                                 static_cast<std::size_t>(namespace_count);
    if (in_scope > limits.max_namespaces) {
      return walker.End(InvalidArgument("the XML document has more than ", limits.max_namespaces,
                                        " namespaces in scope"));
    }
    walker.in_scope_.push_back(in_scope);
    std::vector<XmlNamespace> declared;
    for (int i = 0; i < namespace_count; ++i, namespaces += 2) {
      declared.push_back({ToView(namespaces[0]), ToView(namespaces[1])});
    }
    std::vector<XmlAttribute> values;
    constexpr int kPartsOfAttribute = 5;  // local name, prefix, URI, begin and end of the value
    for (int i = 0; i < attribute_count; ++i, attributes += kPartsOfAttribute) {
      const auto length = static_cast<std::size_t>(attributes[4] - attributes[3]);
      values.push_back({{ToView(attributes[1]), ToView(attributes[0]), ToView(attributes[2])},
                        std::string(ToView(attributes[3], length))});
    }
    const XmlName name = {ToView(prefix), ToView(local), ToView(uri)};
    walker.End(walker.visitor_.StartElement({name, declared, values}));
  }

  static void OnEnd(void* data, const xmlChar* /*local*/, const xmlChar* /*prefix*/,
                    const xmlChar* /*uri*/) {
    Walker& walker = From(data);
    if (!walker.status_.ok()) return;
    walker.in_scope_.pop_back();
    walker.End(walker.visitor_.EndElement());
  }

  static void OnText(void* data, const xmlChar* text, int length) {
    Walker& walker = From(data);
    if (!walker.status_.ok()) return;
    walker.End(walker.visitor_.Text(ToView(text, static_cast<std::size_t>(length))));
  }

  static void OnComment(void* data, const xmlChar* text) {
    Walker& walker = From(data);
    if (walker.status_.ok()) walker.End(walker.visitor_.Comment(ToView(text)));
  }

  static void OnInstruction(void* data, const xmlChar* target, const xmlChar* text) {
    Walker& walker = From(data);
    if (walker.status_.ok()) {
      walker.End(walker.visitor_.Instruction(ToView(target), ToView(text)));
    }
  }

  // An undeclared prefix is no fatal error to libxml2, and one here.
  static void OnError(void* data, const xmlError* error) {
    if (error->level < XML_ERR_ERROR || error->code == XML_ERR_USER_STOP) return;
    std::string_view what = error->message == nullptr ? "" : error->message;
    while (what.ends_with('\n')) what.remove_suffix(1);
    From(data).End(InvalidArgument("malformed XML at line ", error->line, ": ", what));
  }

  const XmlLimits limits_;
  XmlVisitor& visitor_;
  std::unique_ptr<xmlParserCtxt, void (*)(xmlParserCtxt*)> context_;
  std::vector<std::size_t> in_scope_;  // how many namespaces, in each element that is open
  absl::Status status_;
};

}  // namespace

std::optional<std::string_view> XmlElement::attribute(std::string_view local,
                                                      std::string_view uri) const {
  for (const XmlAttribute& attribute : attributes) {
    if (attribute.name.local == local && attribute.name.uri == uri) return attribute.value;
  }
  return std::nullopt;
}

absl::Status WalkXml(std::string_view bytes, const XmlLimits& limits, XmlVisitor& visitor) {
  std::string converted;
  const absl::StatusOr<std::string_view> text = XmlInUtf8(bytes, converted);
  if (!text.ok()) return text.status();
  if (text->size() > INT_MAX) return InvalidArgument("the XML document is larger than 2 GiB");
  if (absl::Status status = CheckXmlTagWidths(*text); !status.ok()) return status;
  return Walker(*text, limits, visitor).Walk();
}

void XmlScope::Open(absl::Span<const XmlNamespace> declared) {
  sizes_.push_back(bindings_.size());
  for (const XmlNamespace& binding : declared) Declare(binding.prefix, binding.uri);
}

void XmlScope::Declare(std::string_view prefix, std::string_view uri) {
  bindings_.emplace_back(prefix, uri);
}

void XmlScope::Close() {
  bindings_.resize(sizes_.back());
  sizes_.pop_back();
}

std::optional<std::string_view> XmlScope::Find(std::string_view prefix) const {
  if (prefix == "xml") return "http://www.w3.org/XML/1998/namespace";
  for (auto binding = bindings_.rbegin(); binding != bindings_.rend(); ++binding) {
    if (binding->first == prefix) return binding->second;
  }
  return std::nullopt;
}

}  // namespace cloudevents::internal
