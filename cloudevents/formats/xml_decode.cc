#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/internal/xml_element_text.h"
#include "cloudevents/formats/internal/xml_text.h"
#include "cloudevents/formats/internal/xml_walk.h"
#include "cloudevents/formats/xml_format.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/base64.h"
#include "cloudevents/internal/event_assembler.h"
#include "cloudevents/internal/input_size.h"
#include "cloudevents/internal/quoted.h"

namespace cloudevents {
namespace {

using internal::Annotate;
using internal::Cat;
using internal::DataForm;
using internal::EraseXmlSpace;
using internal::EventAssembler;
using internal::InvalidArgument;
using internal::Quoted;
using internal::TrimXmlSpace;
using internal::XmlElement;

constexpr std::string_view kEventUri = "http://cloudevents.io/xmlformat/V1";
constexpr std::string_view kSchemaUri = "http://www.w3.org/2001/XMLSchema";

struct TypeName {
  std::string_view name;
  AttributeType type;
};

// Section 2.
constexpr TypeName kAttributeTypes[] = {
    {"boolean", AttributeType::kBoolean},
    {"integer", AttributeType::kInteger},
    {"string", AttributeType::kString},
    {"binary", AttributeType::kBinary},
    {"uri", AttributeType::kUri},
    {"uriRef", AttributeType::kUriReference},
    {"timestamp", AttributeType::kTimestamp},
};

std::optional<AttributeType> FindAttributeType(std::string_view name) {
  for (const TypeName& row : kAttributeTypes) {
    if (row.name == name) return row.type;
  }
  return std::nullopt;
}

// Where in a document the reader stands.
enum class Place : std::uint8_t {
  kDocument,
  kBatch,
  kEvent,
  kAttribute,
  kData,         // text, or base64
  kDataElement,  // xs:any: around its one element
  kWithinData,   // in that element
};

// Reads the <event> of a document, or those of its <batch>.
class EventReader final : public internal::XmlVisitor {
 public:
  EventReader(const DecodeOptions& options, bool batch) : options_(options), batch_(batch) {}

  std::vector<Event> TakeEvents() { return std::move(events_); }

  absl::Status StartElement(const XmlElement& element) override {
    if (place_ == Place::kWithinData) {
      element_.Start(element, scope_);
      return CheckElements();
    }
    if (place_ == Place::kDataElement) return StartDataElement(element);
    scope_.Open(element.declared);
    switch (place_) {
      case Place::kDocument:
        return StartRoot(element);
      case Place::kBatch:
        return StartEvent(element);
      case Place::kEvent:
        return InEvent(StartMember(element));
      default:
        return InEvent(InvalidArgument(Member(), ": it has an element in it, <", element.name.local,
                                       ">, and may have text alone"));
    }
  }

  absl::Status EndElement() override {
    if (place_ == Place::kWithinData) {
      element_.End();
      if (element_.depth() == 0) place_ = Place::kDataElement;
      return CheckElements();
    }
    scope_.Close();
    switch (place_) {
      case Place::kAttribute:
        place_ = Place::kEvent;
        return InEvent(EndAttribute());
      case Place::kData:
        place_ = Place::kEvent;
        return InEvent(EndData());
      case Place::kDataElement:
        place_ = Place::kEvent;
        return InEvent(EndDataElement());
      case Place::kEvent:
        place_ = batch_ ? Place::kBatch : Place::kDocument;
        return InEvent(EndEvent());
      default:
        return absl::OkStatus();
    }
  }

  absl::Status Text(std::string_view text) override {
    switch (place_) {
      case Place::kAttribute:
      case Place::kData:
        text_ += text;
        return absl::OkStatus();
      case Place::kWithinData:
        element_.Text(text);
        return CheckElements();
      default:
        text = TrimXmlSpace(text);
        if (text.empty()) return absl::OkStatus();
        return InEvent(
            InvalidArgument("the text ", Quoted(text), " stands where only elements may"));
    }
  }

  absl::Status Comment(std::string_view text) override {
    if (place_ != Place::kWithinData) return absl::OkStatus();
    element_.Comment(text);
    return CheckElements();
  }

  absl::Status Instruction(std::string_view target, std::string_view data) override {
    if (place_ != Place::kWithinData) return absl::OkStatus();
    element_.Instruction(target, data);
    return CheckElements();
  }

 private:
  // An error within an event of a batch says which one.
  absl::Status InEvent(const absl::Status& status) const {
    return batch_ ? Annotate(Cat("event ", events_.size()), status) : status;
  }

  std::string Member() const {
    return place_ == Place::kAttribute ? Cat("attribute ", Quoted(name_)) : "data";
  }

  absl::Status StartRoot(const XmlElement& element) {
    if (!batch_) return StartEvent(element);
    place_ = Place::kBatch;
    return Expect(element, "batch");
  }

  static absl::Status Expect(const XmlElement& element, std::string_view local) {
    if (element.name.local == local && element.name.uri == kEventUri) return absl::OkStatus();
    return InvalidArgument("element <", element.name.local, "> of the namespace ",
                           Quoted(element.name.uri), ": <", local, "> of the namespace ",
                           Quoted(kEventUri), " was expected");
  }

  absl::Status StartEvent(const XmlElement& element) {
    if (absl::Status status = Expect(element, "event"); !status.ok()) return InEvent(status);
    if (events_.size() == options_.limits.max_batch_events) {
      return InvalidArgument("the batch has more events than max_batch_events (",
                             options_.limits.max_batch_events, ")");
    }
    place_ = Place::kEvent;
    assembler_ = std::make_unique<EventAssembler>(options_);
    const std::optional<std::string_view> version = element.attribute("specversion", "");
    if (!version.has_value()) return absl::OkStatus();  // told when the event ends
    return InEvent(assembler_->Add("specversion", AttributeType::kString, *version));
  }

  // An attribute, or the data.
  absl::Status StartMember(const XmlElement& element) {
    if (element.name.uri != kEventUri) {
      return InvalidArgument("element <", element.name.local, ">: its namespace is ",
                             Quoted(element.name.uri), ", and must be ", Quoted(kEventUri));
    }
    name_ = element.name.local;
    text_.clear();
    const std::optional<std::string_view> type = element.attribute("type", internal::kXsiUri);
    if (name_ == "data") return StartData(type);
    if (name_ == "specversion") {
      return InvalidArgument(
          "attribute \"specversion\": it must be an XML attribute of <event>, and is an element");
    }
    place_ = Place::kAttribute;
    type_ = std::nullopt;
    if (!type.has_value()) return absl::OkStatus();
    type_ = FindAttributeType(LocalType(*type, "ce", kEventUri));
    if (type_.has_value()) return absl::OkStatus();
    return InvalidArgument("attribute ", Quoted(name_), ": its xsi:type ", Quoted(*type),
                           " is none of ce:boolean, ce:integer, ce:string, ce:binary, ce:uri, "
                           "ce:uriRef and ce:timestamp");
  }

  // The local part of a type's qualified name, if it is of the namespace; else empty. Senders that
  // leave the usual prefix undeclared are understood.
  std::string_view LocalType(std::string_view type, std::string_view usual_prefix,
                             std::string_view uri) const {
    type = TrimXmlSpace(type);
    const std::size_t colon = type.find(':');
    const std::string_view prefix =
        colon == std::string_view::npos ? std::string_view() : type.substr(0, colon);
    const std::optional<std::string_view> found = scope_.Find(prefix);
    const bool matches = found.has_value() ? *found == uri : prefix == usual_prefix;
    if (!matches) return {};
    return colon == std::string_view::npos ? type : type.substr(colon + 1);
  }

  absl::Status StartData(const std::optional<std::string_view>& type) {
    if (assembler_->has_data()) return InvalidArgument("data: it comes twice");
    if (!type.has_value()) return InvalidArgument("data: it has no xsi:type, and must have one");
    const std::string_view local = LocalType(*type, "xs", kSchemaUri);
    if (local == "any") {
      place_ = Place::kDataElement;
      earlier_elements_ += element_.text().size();
      element_ = internal::XmlElementText();
      return absl::OkStatus();
    }
    place_ = Place::kData;
    base64_ = local == "base64Binary";
    if (base64_ || local == "string") return absl::OkStatus();
    return InvalidArgument("data: its xsi:type ", Quoted(*type),
                           " is none of xs:string, xs:base64Binary and xs:any");
  }

  absl::Status StartDataElement(const XmlElement& element) {
    if (!element_.text().empty()) {
      return InEvent(InvalidArgument("data: it has a second element, <", element.name.local,
                                     ">, and xs:any may have one alone"));
    }
    place_ = Place::kWithinData;
    element_.Start(element, scope_);
    return CheckElements();
  }

  // A namespace that is declared once in the document is written out in each element that uses it,
  // and so is longer there: a small batch could fill the memory.
  absl::Status CheckElements() const {
    if (earlier_elements_ + element_.text().size() <= options_.limits.max_bytes) {
      return absl::OkStatus();
    }
    return InEvent(
        InvalidArgument("data: the elements of the document, with the namespaces that "
                        "they need, are longer than max_bytes (",
                        options_.limits.max_bytes, ")"));
  }

  absl::Status EndAttribute() {
    const AttributeType type = type_.value_or(AttributeType::kString);
    const bool core = internal::FindCoreAttribute(name_).has_value();
    if (!type_.has_value() && !core) {
      return InvalidArgument("attribute ", Quoted(name_),
                             ": an extension needs an xsi:type, such as ce:string");
    }
    // White space within base64 and around what is no string says nothing (XML Schema 2, sections
    // 3.2.16 and 4.3.6).
    if (type == AttributeType::kBinary) EraseXmlSpace(text_);
    const std::string_view text = type == AttributeType::kString ? text_ : TrimXmlSpace(text_);
    return assembler_->Add(name_, type, text);
  }

  absl::Status EndData() {
    if (!base64_) {
      assembler_->SetData(DataForm::kText, std::move(text_));
      text_.clear();
      return absl::OkStatus();
    }
    EraseXmlSpace(text_);
    const std::optional<std::size_t> length = internal::DecodeBase64(text_, text_.data());
    if (!length.has_value()) {
      return InvalidArgument("data: ", Quoted(text_), " is not base64 (RFC 4648, section 4)");
    }
    text_.resize(*length);
    assembler_->SetData(DataForm::kBytes, std::move(text_));
    text_.clear();
    return absl::OkStatus();
  }

  absl::Status EndDataElement() {
    if (element_.text().empty()) {
      return InvalidArgument("data: xs:any must have an element in it, and has none");
    }
    assembler_->SetData(DataForm::kText, element_.text());
    return absl::OkStatus();
  }

  absl::Status EndEvent() {
    absl::StatusOr<Event> event = std::move(*assembler_).Finish();
    if (!event.ok()) return event.status();
    events_.push_back(*std::move(event));
    return absl::OkStatus();
  }

  const DecodeOptions& options_;
  const bool batch_;
  std::vector<Event> events_;
  Place place_ = Place::kDocument;
  internal::XmlScope scope_;
  std::unique_ptr<EventAssembler> assembler_;  // of the event that is being read
  // Of the attribute or the data that is being read.
  std::string name_;
  std::optional<AttributeType> type_;
  bool base64_ = false;
  std::string text_;
  internal::XmlElementText element_;
  std::size_t earlier_elements_ = 0;  // how much text those before element_ have become
};

absl::StatusOr<std::vector<Event>> Decode(std::string_view bytes, const DecodeOptions& options,
                                          bool batch) {
  if (absl::Status size = internal::CheckInputSize(bytes, options.limits); !size.ok()) return size;
  EventReader reader(options, batch);
  absl::Status status = internal::WalkXml(bytes, {.max_depth = options.limits.max_depth}, reader);
  if (!status.ok()) return status;
  return reader.TakeEvents();
}

}  // namespace

absl::StatusOr<Event> DecodeXml(std::string bytes, const DecodeOptions& options) {
  absl::StatusOr<std::vector<Event>> events = Decode(bytes, options, /*batch=*/false);
  if (!events.ok()) return events.status();
  return std::move(events->front());
}

absl::StatusOr<std::vector<Event>> DecodeXmlBatch(std::string bytes, const DecodeOptions& options) {
  return Decode(bytes, options, /*batch=*/true);
}

}  // namespace cloudevents
