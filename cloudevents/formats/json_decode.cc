// From JSON to events, in one pass over the text and (but for the event's own two blocks of memory)
// without allocating: attributes are slices of the buffer that came in, and strings with escapes
// are unescaped where they stand, since they only get shorter. What is data is delimited and left
// alone until the end, when datacontenttype is known. Proved by
// tests/cloudevents/formats/json_format_test.cc.
#include <simdjson.h>
#include <algorithm>
#include <bitset>
#include <cstddef>
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
#include "cloudevents/formats/json_format.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/base64.h"
#include "cloudevents/internal/core_attribute.h"
#include "cloudevents/internal/event_rep.h"
#include "cloudevents/internal/input_size.h"
#include "cloudevents/internal/json_text.h"
#include "cloudevents/internal/quoted.h"
#include "cloudevents/internal/utf8.h"
#include "cloudevents/internal/version_03.h"
#include "cloudevents/media_type.h"

namespace cloudevents {
namespace {

using internal::Annotate;
using internal::Cat;
using internal::CoreAttribute;
using internal::EventRep;
using internal::ExtensionViews;
using internal::InvalidArgument;
using internal::JsonScanner;
using internal::JsonString;
using internal::Quoted;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

absl::Status AttributeError(std::string_view name, std::string_view what) {
  return InvalidArgument("attribute ", Quoted(name), ": ", what);
}

absl::Status Twice(std::string_view name) {
  return InvalidArgument("member ", Quoted(name), ": it comes twice");
}

absl::Status CheckInput(std::string_view bytes, const DecodeOptions& options) {
  if (absl::Status size = internal::CheckInputSize(bytes, options.limits); !size.ok()) return size;
  if (bytes.starts_with(kByteOrderMark)) {
    return InvalidArgument("malformed JSON at byte 0: a byte order mark");
  }
  return absl::OkStatus();
}

// Reads one event from the text that `rep->buffer` holds into `rep`.
class EventReader {
 public:
  // `depth`: how many arrays stand around the event.
  EventReader(EventRep& rep, const DecodeOptions& options, std::size_t depth)
      : rep_(rep), options_(options), depth_(depth), scanner_(rep.buffer) {}

  absl::Status Read() {
    if (full() && !simdjson::validate_utf8(rep_.buffer.data(), rep_.buffer.size())) {
      return InvalidArgument("malformed JSON: it is not UTF-8");
    }
    if (absl::Status status = ReadMembers(); !status.ok()) return status;
    if (absl::Status status = internal::RequireCore(rep_.core); !status.ok()) return status;
    if (absl::Status status = FinishExtensions(); !status.ok()) return status;
    if (rep_.core_text(CoreAttribute::kSpecversion) != internal::kSpecversion) {
      if (absl::Status status = FinishVersion03(); !status.ok()) return status;
    }
    return FinishData();
  }

 private:
  bool full() const { return options_.validate == Validation::kFull; }

  absl::Status ReadMembers() {
    if (scanner_.Peek() != '{') return InvalidArgument("an event is no JSON object");
    if (depth_ >= options_.limits.max_depth) {
      return InvalidArgument("malformed JSON: nested deeper than max_depth");
    }
    scanner_.Take('{');
    if (!scanner_.TakeIf('}')) {
      do {
        JsonString name;
        if (!scanner_.ReadString(name) || !scanner_.Take(':')) return scanner_.error();
        if (absl::Status status = ReadMember(Unescape(name)); !status.ok()) return status;
      } while (scanner_.TakeIf(','));
      if (!scanner_.Take('}')) return scanner_.error();
    }
    return scanner_.ReadEnd() ? absl::OkStatus() : scanner_.error();
  }

  absl::Status ReadMember(std::string_view name) {
    if (const std::optional<CoreAttribute> core = internal::FindCoreAttribute(name)) {
      return ReadCore(*core);
    }
    if (name == "data") return ReadData();
    if (name == "data_base64") return ReadDataBase64();
    return ReadExtension(name);
  }

  absl::Status ReadCore(CoreAttribute attribute) {
    const std::size_t index = internal::Index(attribute);
    const std::string_view name = internal::CoreName(attribute);
    if (seen_.test(index)) return Twice(name);
    seen_.set(index);
    if (scanner_.Peek() == 'n') return ReadNull();
    std::string_view text;
    if (absl::Status status = ReadStringMember(name, text); !status.ok()) return status;
    if (absl::Status status = CheckAttributeLimits(name, text); !status.ok()) return status;
    rep_.core[index] = text;
    absl::Status status = internal::ValidateCore(attribute, text);
    if (!status.ok() && internal::IsVersion03(attribute, text)) return absl::OkStatus();
    return status;
  }

  // A member that must be a string; `text` is its unescaped content.
  absl::Status ReadStringMember(std::string_view name, std::string_view& text) {
    if (scanner_.Peek() != '"') {
      std::string_view value;
      if (!scanner_.ReadValue(ValueDepth(), value)) return scanner_.error();
      return AttributeError(name, Cat(Quoted(value), " is no JSON string"));
    }
    JsonString string;
    if (!scanner_.ReadString(string)) return scanner_.error();
    text = Unescape(string);
    return absl::OkStatus();
  }

  absl::Status ReadNull() {
    std::string_view value;
    return scanner_.ReadValue(ValueDepth(), value) ? absl::OkStatus() : scanner_.error();
  }

  absl::Status ReadData() {
    if (data_.data() != nullptr) return Twice("data");
    bool read = false;
    if (scanner_.Peek() == '"') {
      // Text, if datacontenttype says so: its escapes are needed and so checked in any case.
      data_is_string_ = true;
      const char* start = rep_.buffer.data() + scanner_.position();
      read = scanner_.ReadString(data_string_);
      data_ = std::string_view(start, read ? data_string_.raw.size() + 2 : 1);
    } else {
      read = full() ? scanner_.ReadValue(ValueDepth(), data_)
                    : scanner_.ReadValueUnchecked(ValueDepth(), data_);
    }
    return read ? absl::OkStatus() : scanner_.error();
  }

  absl::Status ReadDataBase64() {
    if (data_base64_.has_value()) return Twice("data_base64");
    std::string_view text;
    if (scanner_.Peek() != '"') return InvalidArgument("member \"data_base64\": no JSON string");
    if (absl::Status status = ReadStringMember("data_base64", text); !status.ok()) return status;
    data_base64_ = text;
    return absl::OkStatus();
  }

  absl::Status ReadExtension(std::string_view name) {
    if (absl::Status status = ValidateAttributeName(name); !status.ok()) return status;
    AttributeType type = AttributeType::kString;
    std::string_view text;
    switch (scanner_.Peek()) {
      case '"': {
        if (absl::Status status = ReadStringMember(name, text); !status.ok()) return status;
        if (absl::Status status = ValidateString(text); !status.ok()) {
          return AttributeError(name, internal::Message(status));
        }
        break;
      }
      case 'n':
        null_names_.push_back(name);
        return ReadNull();
      default:
        if (!scanner_.ReadValue(ValueDepth(), text)) return scanner_.error();
        if (absl::Status status = ReadLiteral(name, type, text); !status.ok()) return status;
    }
    if (absl::Status status = CheckAttributeLimits(name, text); !status.ok()) return status;
    rep_.extensions.push_back({name, AttributeView(type, text)});
    return absl::OkStatus();
  }

  // An extension's value that is no string: `text` becomes its canonical form.
  static absl::Status ReadLiteral(std::string_view name, AttributeType& type,
                                  std::string_view& text) {
    switch (text.front()) {
      case 't':
      case 'f':
        type = AttributeType::kBoolean;
        return absl::OkStatus();
      case '{':
      case '[':
        return AttributeError(name,
                              Cat(Quoted(text), " is no attribute value: an object or array"));
      default:
        type = AttributeType::kInteger;
        if (text == "-0") text = "0";
        absl::Status status = ValidateAttribute(type, text);
        return status.ok() ? status : AttributeError(name, internal::Message(status));
    }
  }

  absl::Status CheckAttributeLimits(std::string_view name, std::string_view text) {
    const DecodeLimits& limits = options_.limits;
    if (++attribute_count_ <= limits.max_attributes && name.size() <= limits.max_attribute_bytes &&
        text.size() <= limits.max_attribute_bytes) {
      return absl::OkStatus();
    }
    return LimitError(name, text);
  }

  absl::Status LimitError(std::string_view name, std::string_view text) const {
    const DecodeLimits& limits = options_.limits;
    if (attribute_count_ > limits.max_attributes) {
      return InvalidArgument("the event has more attributes than max_attributes (",
                             limits.max_attributes, ")");
    }
    return AttributeError(name, Cat(Quoted(text), " is longer than max_attribute_bytes (",
                                    limits.max_attribute_bytes, ")"));
  }

  // Extensions that are null are unset, but may not hide a second member of that name.
  absl::Status FinishExtensions() {
    ExtensionViews& extensions = rep_.extensions;
    if (null_names_.empty()) return internal::SortExtensions(extensions);
    if (null_names_.size() > options_.limits.max_attributes) {
      return InvalidArgument("the event has more attributes than max_attributes (",
                             options_.limits.max_attributes, ")");
    }
    for (std::string_view name : null_names_) {
      extensions.push_back({name, AttributeView(AttributeType::kString, "null")});
    }
    if (absl::Status status = internal::SortExtensions(extensions); !status.ok()) return status;
    std::sort(null_names_.begin(), null_names_.end());
    const auto end = std::remove_if(
        extensions.begin(), extensions.end(), [this](const ExtensionView& extension) {
          return std::binary_search(null_names_.begin(), null_names_.end(), extension.name);
        });
    extensions.erase(end, extensions.end());
    return absl::OkStatus();
  }

  // Version 0.3 keeps base64 in `data`, where 1.0 has a member for it.
  absl::Status FinishVersion03() {
    bool base64 = false;
    internal::UpgradeFromVersion03(rep_, base64);
    if (!base64 || data_.data() == nullptr || data_base64_.has_value()) return absl::OkStatus();
    if (!data_is_string_) {
      return InvalidArgument("member \"data\": ", Quoted(data_),
                             " is no JSON string, but datacontentencoding is base64");
    }
    data_base64_ = Unescape(data_string_);
    data_ = {};
    return absl::OkStatus();
  }

  absl::Status FinishData() {
    if (data_.data() != nullptr && data_base64_.has_value()) {
      return InvalidArgument("members \"data\" and \"data_base64\": the event has both");
    }
    if (data_base64_.has_value()) return FinishBase64();
    if (data_.data() == nullptr) return absl::OkStatus();
    const std::string_view media_type = rep_.core_text(CoreAttribute::kDatacontenttype);
    if (media_type.empty() || IsJsonMediaType(media_type)) {
      rep_.data_kind = DataKind::kJson;
      rep_.data = data_;
      return absl::OkStatus();
    }
    if (!data_is_string_) {
      return InvalidArgument("member \"data\": ", Quoted(data_),
                             " is no JSON string, but datacontenttype ", Quoted(media_type),
                             " is no JSON media type");
    }
    rep_.data_kind = DataKind::kText;
    rep_.data = Unescape(data_string_);
    if (!full() && !internal::IsUtf8(rep_.data)) {
      return InvalidArgument("member \"data\": ", Quoted(rep_.data), " is not UTF-8 text");
    }
    return absl::OkStatus();
  }

  absl::Status FinishBase64() {
    char* place = Mutable(*data_base64_);
    const std::optional<std::size_t> length = internal::DecodeBase64(*data_base64_, place);
    if (!length.has_value()) {
      return InvalidArgument("member \"data_base64\": ", Quoted(*data_base64_),
                             " is not base64 (RFC 4648, section 4)");
    }
    rep_.data_kind = DataKind::kBinary;
    rep_.data = std::string_view(place, *length);
    return absl::OkStatus();
  }

  // How deep a member's value may nest.
  std::size_t ValueDepth() const { return options_.limits.max_depth - depth_ - 1; }

  // Where a slice of the buffer stands, for writing.
  char* Mutable(std::string_view slice) {
    return rep_.buffer.data() + (slice.data() - rep_.buffer.data());
  }

  // The string's content; its escapes are undone in the buffer, behind the scanner.
  std::string_view Unescape(const JsonString& string) {
    if (!string.escaped) return string.raw;
    return string.raw.substr(0,
                             internal::UnescapeJsonInPlace(Mutable(string.raw), string.raw.size()));
  }

  EventRep& rep_;
  const DecodeOptions& options_;
  const std::size_t depth_;
  JsonScanner scanner_;
  std::bitset<internal::kCoreAttributeCount> seen_;
  std::size_t attribute_count_ = 0;
  std::vector<std::string_view> null_names_;
  std::string_view data_;  // the member's JSON text; its data() is null if there is none
  bool data_is_string_ = false;
  JsonString data_string_;
  std::optional<std::string_view> data_base64_;
};

absl::StatusOr<Event> DecodeObject(std::string bytes, const DecodeOptions& options,
                                   std::size_t depth) {
  const auto rep = std::make_shared<EventRep>();
  rep->buffer = std::move(bytes);
  if (absl::Status status = EventReader(*rep, options, depth).Read(); !status.ok()) return status;
  return Event(rep);
}

}  // namespace

absl::StatusOr<Event> DecodeJson(std::string bytes, const DecodeOptions& options) {
  if (absl::Status status = CheckInput(bytes, options); !status.ok()) return status;
  return DecodeObject(std::move(bytes), options, /*depth=*/0);
}

absl::StatusOr<std::vector<Event>> DecodeJsonBatch(std::string bytes,
                                                   const DecodeOptions& options) {
  if (absl::Status status = CheckInput(bytes, options); !status.ok()) return status;
  std::vector<Event> events;
  JsonScanner scanner(bytes);
  if (scanner.Peek() != '[') return InvalidArgument("a batch is no JSON array");
  if (options.limits.max_depth == 0) return InvalidArgument("nested deeper than max_depth (0)");
  scanner.Take('[');
  if (!scanner.TakeIf(']')) {
    do {
      if (events.size() == options.limits.max_batch_events) {
        return InvalidArgument("the batch has more events than max_batch_events (",
                               options.limits.max_batch_events, ")");
      }
      // Each event gets its own copy of its bytes: one that is kept does not keep the whole batch.
      std::string_view element;
      if (!scanner.ReadValueUnchecked(options.limits.max_depth - 1, element)) {
        return scanner.error();
      }
      absl::StatusOr<Event> event = DecodeObject(std::string(element), options, /*depth=*/1);
      if (!event.ok()) return Annotate(Cat("event ", events.size()), event.status());
      events.push_back(*std::move(event));
    } while (scanner.TakeIf(','));
    if (!scanner.Take(']')) return scanner.error();
  }
  if (!scanner.ReadEnd()) return scanner.error();
  return events;
}

}  // namespace cloudevents
