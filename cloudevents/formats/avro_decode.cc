#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/avro_format.h"
#include "cloudevents/formats/internal/avro_json.h"
#include "cloudevents/formats/internal/avro_reader.h"
#include "cloudevents/formats/internal/avro_schema.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/core_attribute.h"
#include "cloudevents/internal/event_assembler.h"
#include "cloudevents/internal/input_size.h"
#include "cloudevents/internal/quoted.h"
#include "cloudevents/media_type.h"

namespace cloudevents {
namespace {

using internal::Annotate;
using internal::AvroAttributeBranch;
using internal::AvroDataBranch;
using internal::Cat;
using internal::DataForm;
using internal::InvalidArgument;
using internal::Quoted;

// Reads one record: its attributes, then its data.
class EventReader {
 public:
  EventReader(std::string_view bytes, const DecodeOptions& options)
      : max_depth_(options.limits.max_depth), reader_(bytes), assembler_(options) {}

  absl::StatusOr<Event> Read() && {
    if (absl::Status status = ReadAttributes(); !status.ok()) return status;
    if (absl::Status status = ReadData(); !status.ok()) return Annotate("data", status);
    if (!reader_.ReadEnd()) return reader_.error();
    return std::move(assembler_).Finish();
  }

 private:
  absl::Status ReadAttributes() {
    constexpr std::size_t kLeastBytes = 2;  // the name's length, and a null
    internal::AvroBlocks blocks;
    for (;;) {
      bool more = false;
      if (!reader_.NextItem(kLeastBytes, blocks, more)) return reader_.error();
      if (!more) return absl::OkStatus();
      std::string_view name;
      if (!reader_.ReadString(name)) return reader_.error();
      if (absl::Status status = ReadAttribute(name); !status.ok()) return status;
    }
  }

  absl::Status ReadAttribute(std::string_view name) {
    std::size_t branch = 0;
    if (!reader_.ReadBranch(internal::kAvroAttributeBranches, branch)) return ReaderError(name);
    switch (static_cast<AvroAttributeBranch>(branch)) {
      case AvroAttributeBranch::kNull:
        return assembler_.AddUnset(name);
      case AvroAttributeBranch::kBoolean: {
        bool value = false;
        return reader_.ReadBoolean(value) ? Add(name, AttributeValue(value)) : ReaderError(name);
      }
      case AvroAttributeBranch::kInt: {
        std::int32_t value = 0;
        return reader_.ReadInt(value) ? Add(name, AttributeValue(value)) : ReaderError(name);
      }
      case AvroAttributeBranch::kString: {
        std::string_view value;
        if (!reader_.ReadString(value)) return ReaderError(name);
        return assembler_.Add(name, AttributeType::kString, value);
      }
      case AvroAttributeBranch::kBytes: {
        std::string_view value;
        if (!reader_.ReadBytes(value)) return ReaderError(name);
        return Add(name, AttributeValue::Binary(value));
      }
    }
    return absl::InternalError("unknown branch of a union");
  }

  absl::Status ReaderError(std::string_view name) const {
    return Annotate(Cat("attribute ", Quoted(name)), reader_.error());
  }

  absl::Status Add(std::string_view name, const AttributeValue& value) {
    return assembler_.Add(name, value.type(), value.text());
  }

  absl::Status ReadData() {
    std::size_t number = 0;
    if (!reader_.ReadBranch(internal::kAvroDataBranches, number)) return reader_.error();
    const auto branch = static_cast<AvroDataBranch>(number);
    switch (branch) {
      case AvroDataBranch::kNull:
        return absl::OkStatus();
      case AvroDataBranch::kBytes:
        return ReadBytes(DataForm::kBytes);
      case AvroDataBranch::kString:
        return IsJson() && !assembler_.says_base64() ? ReadJson(branch)
                                                     : ReadBytes(DataForm::kText);
      default:
        return ReadJson(branch);
    }
  }

  // Whether a value is a JSON value, as far as the attributes say. They have all been read.
  bool IsJson() const {
    const std::string_view media_type = assembler_.core(internal::CoreAttribute::kDatacontenttype);
    return media_type.empty() || IsJsonMediaType(media_type);
  }

  absl::Status ReadBytes(DataForm form) {
    std::string_view bytes;
    if (!reader_.ReadBytes(bytes)) return reader_.error();
    assembler_.SetData(form, std::string(bytes));
    return absl::OkStatus();
  }

  absl::Status ReadJson(AvroDataBranch branch) {
    std::string json;
    if (!internal::AppendAvroJson(branch, max_depth_, reader_, json)) return reader_.error();
    assembler_.SetData(DataForm::kJson, std::move(json));
    return absl::OkStatus();
  }

  const std::size_t max_depth_;
  internal::AvroReader reader_;
  internal::EventAssembler assembler_;
};

}  // namespace

absl::StatusOr<Event> DecodeAvro(std::string bytes, const DecodeOptions& options) {
  if (absl::Status size = internal::CheckInputSize(bytes, options.limits); !size.ok()) return size;
  return EventReader(bytes, options).Read();
}

}  // namespace cloudevents
