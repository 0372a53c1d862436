#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "cloudevents/attribute.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/cbor_format.h"
#include "cloudevents/formats/internal/cbor_reader.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/base64.h"
#include "cloudevents/internal/core_attribute.h"
#include "cloudevents/internal/event_assembler.h"
#include "cloudevents/internal/input_size.h"
#include "cloudevents/internal/quoted.h"
#include "cloudevents/internal/version_03.h"
#include "cloudevents/media_type.h"

namespace cloudevents {
namespace {

using internal::Annotate;
using internal::Cat;
using internal::CborHead;
using internal::CborReader;
using internal::CborType;
using internal::CborUtf8;
using internal::CoreAttribute;
using internal::DataForm;
using internal::EventAssembler;
using internal::InvalidArgument;
using internal::Quoted;

// An attribute's value by its canonical text.
struct Value {
  std::optional<AttributeType> type;  // nullopt: unset
  std::string text;
};

// Reads one event. The data waits until its media type is known, which may come after it.
class EventReader {
 public:
  EventReader(std::string_view bytes, const DecodeOptions& options)
      : options_(options), reader_(bytes, options.limits.max_depth), assembler_(options) {}

  absl::StatusOr<Event> Read() && {
    if (absl::Status status = ReadMembers(); !status.ok()) return status;
    if (absl::Status status = reader_.ReadEnd(); !status.ok()) return status;
    if (assembler_.core(CoreAttribute::kSpecversion) == internal::kSpecversion03) {
      return InvalidArgument(
          "attribute \"specversion\": it is 0.3, which has no CBOR format; it must be 1.0");
    }
    if (absl::Status status = TakeData(); !status.ok()) return status;
    return std::move(assembler_).Finish();
  }

 private:
  absl::Status ReadMembers() {
    const absl::StatusOr<CborHead> map = reader_.ReadHead();
    if (!map.ok()) return map.status();
    if (map->type != CborType::kMap) {
      return InvalidArgument("the CBOR item is ", CborTypeName(map->type), ", and must be a map");
    }
    for (std::uint64_t i = 0; map->indefinite || i < map->argument; ++i) {
      if (map->indefinite && reader_.TakeBreakIf()) break;
      if (absl::Status status = ReadMember(); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::Status ReadMember() {
    const std::size_t start = reader_.position();
    const absl::StatusOr<CborHead> key = reader_.ReadHead();
    if (!key.ok()) return key.status();
    if (key->type != CborType::kText) {
      return InvalidArgument("the map's key at byte ", start, " is ", CborTypeName(key->type),
                             ", and must be a text string");
    }
    if (absl::Status status = reader_.ReadString(*key, name_); !status.ok()) return status;
    if (name_ == "data") return ReadData();
    return ReadAttribute();
  }

  absl::Status ReadAttribute() {
    Value value;
    if (absl::Status status = ReadValue(value); !status.ok()) {
      return Annotate(Cat("attribute ", Quoted(name_)), status);
    }
    const std::optional<CoreAttribute> core = internal::FindCoreAttribute(name_);
    if (!value.type.has_value()) {
      // TakeData may have to set this one after all.
      const bool first =
          core == CoreAttribute::kDatacontenttype && !std::exchange(media_type_is_null_, true);
      return first ? absl::OkStatus() : assembler_.AddUnset(name_);
    }
    if (value.type == AttributeType::kTimestamp || core == CoreAttribute::kTime) {
      absl::AsciiStrToUpper(&value.text);
    }
    return assembler_.Add(name_, *value.type, value.text);
  }

  // Section 2.2.
  absl::Status ReadValue(Value& value) {
    const absl::StatusOr<CborHead> head = reader_.ReadHead();
    if (!head.ok()) return head.status();
    switch (head->type) {
      case CborType::kUnsigned:
      case CborType::kNegative:
        return TakeInteger(*head, value);
      case CborType::kBytes: {
        std::string bytes;
        if (absl::Status status = reader_.ReadString(*head, bytes); !status.ok()) return status;
        value.type = AttributeType::kBinary;
        internal::AppendBase64(bytes, value.text);
        return absl::OkStatus();
      }
      case CborType::kText:
        value.type = AttributeType::kString;
        return reader_.ReadString(*head, value.text);
      case CborType::kTag:
        return ReadTagged(head->argument, value);
      case CborType::kSimple:
        return TakeSimple(head->argument, value);
      default:
        return InvalidArgument("it is ", CborTypeName(head->type), ", which no attribute is");
    }
  }

  static absl::Status TakeInteger(const CborHead& head, Value& value) {
    constexpr std::uint64_t kMax = std::numeric_limits<std::int32_t>::max();
    const bool negative = head.type == CborType::kNegative;
    // -1 - argument is an Integer for the same arguments as argument is.
    if (head.argument > kMax) {
      return InvalidArgument("the integer ", negative ? "-1 - " : "", head.argument,
                             " is outside the 32 bits that an Integer has");
    }
    const auto number = static_cast<std::int64_t>(head.argument);
    value.type = AttributeType::kInteger;
    value.text = std::to_string(negative ? -1 - number : number);
    return absl::OkStatus();
  }

  static absl::Status TakeSimple(std::uint64_t simple, Value& value) {
    if (simple == internal::kCborNull || simple == internal::kCborUndefined) {
      return absl::OkStatus();
    }
    if (simple != internal::kCborTrue && simple != internal::kCborFalse) {
      return InvalidArgument("it is the simple value ", simple, ", which no attribute is");
    }
    value.type = AttributeType::kBoolean;
    value.text = simple == internal::kCborTrue ? "true" : "false";
    return absl::OkStatus();
  }

  absl::Status ReadTagged(std::uint64_t tag, Value& value) {
    if (tag != internal::kCborTagDateTime && tag != internal::kCborTagUri) {
      return InvalidArgument("it has tag ", tag, ", and attributes have only ",
                             internal::kCborTagDateTime, " (a Timestamp) and ",
                             internal::kCborTagUri, " (a URI)");
    }
    const absl::StatusOr<CborHead> head = reader_.ReadHead();
    if (!head.ok()) return head.status();
    if (head->type != CborType::kText) {
      return InvalidArgument("tag ", tag, " holds ", CborTypeName(head->type),
                             ", and must hold a text string");
    }
    if (absl::Status status = reader_.ReadString(*head, value.text); !status.ok()) return status;
    if (tag == internal::kCborTagDateTime) {
      value.type = AttributeType::kTimestamp;
    } else {
      value.type =
          ValidateUri(value.text).ok() ? AttributeType::kUri : AttributeType::kUriReference;
    }
    return absl::OkStatus();
  }

  absl::Status ReadData() {
    if (data_.has_value()) return InvalidArgument("data: it comes twice");
    const bool full = options_.validate == Validation::kFull;
    const absl::StatusOr<std::string_view> item =
        reader_.ReadItem(/*depth=*/1, full ? CborUtf8::kChecked : CborUtf8::kUnchecked);
    if (!item.ok()) return Annotate("data", item.status());
    data_ = *item;
    return absl::OkStatus();
  }

  // Section 3.1.2.
  absl::Status TakeData() {
    if (!data_.has_value()) return LeaveMediaType();
    const std::string_view media_type = assembler_.core(CoreAttribute::kDatacontenttype);
    if (IsCborMediaType(media_type)) {
      assembler_.SetData(DataForm::kOpaque, std::string(*data_));
      return LeaveMediaType();
    }
    CborReader reader(*data_, options_.limits.max_depth);
    const absl::StatusOr<CborHead> head = reader.ReadHead();
    if (!head.ok()) return Annotate("data", head.status());
    if (head->type == CborType::kBytes || head->type == CborType::kText) {
      std::string content;
      const absl::Status status = reader.ReadString(*head, content);
      if (!status.ok()) return Annotate("data", status);
      assembler_.SetData(head->type == CborType::kText ? DataForm::kText : DataForm::kBytes,
                         std::move(content));
      return LeaveMediaType();
    }
    if (!media_type.empty()) {
      return InvalidArgument("data: it is ", CborTypeName(head->type),
                             ", and must be a text or byte string, since its datacontenttype ",
                             Quoted(media_type), " is not CBOR");
    }
    assembler_.SetData(DataForm::kOpaque, std::string(*data_));
    return assembler_.Add("datacontenttype", AttributeType::kString, kCborDataMediaType);
  }

  // The datacontenttype as it came; a null has been put off.
  absl::Status LeaveMediaType() {
    return media_type_is_null_ ? assembler_.AddUnset("datacontenttype") : absl::OkStatus();
  }

  const DecodeOptions& options_;
  CborReader reader_;
  EventAssembler assembler_;
  std::string name_;  // of the member that is being read
  std::optional<std::string_view> data_;
  bool media_type_is_null_ = false;
};

}  // namespace

absl::StatusOr<Event> DecodeCbor(std::string bytes, const DecodeOptions& options) {
  if (absl::Status size = internal::CheckInputSize(bytes, options.limits); !size.ok()) return size;
  return EventReader(bytes, options).Read();
}

}  // namespace cloudevents
