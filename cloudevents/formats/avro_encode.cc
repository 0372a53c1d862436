#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/avro_format.h"
#include "cloudevents/formats/internal/avro_schema.h"
#include "cloudevents/internal/written_attributes.h"

namespace cloudevents {
namespace {

using internal::AvroAttributeBranch;
using internal::AvroDataBranch;

// Avro 1.9.0, section "Binary Encoding": the sign becomes the lowest bit, and then seven bits go
// into each byte, the lowest first.
void AppendLong(std::int64_t value, std::string& out) {
  const auto sign = static_cast<std::uint64_t>(value < 0 ? -1 : 0);
  std::uint64_t bits = (static_cast<std::uint64_t>(value) << 1) ^ sign;
  for (; bits >= 0x80; bits >>= 7) out += static_cast<char>((bits & 0x7F) | 0x80);
  out += static_cast<char>(bits);
}

void AppendBytes(std::string_view bytes, std::string& out) {
  AppendLong(static_cast<std::int64_t>(bytes.size()), out);
  out += bytes;
}

template <typename Branch>
void AppendBranch(Branch branch, std::string& out) {
  AppendLong(static_cast<std::int64_t>(branch), out);
}

void AppendValue(const AttributeView& value, std::string& out) {
  switch (value.type()) {
    case AttributeType::kBoolean:
      AppendBranch(AvroAttributeBranch::kBoolean, out);
      out += value.boolean().value_or(false) ? '\1' : '\0';
      return;
    case AttributeType::kInteger:
      AppendBranch(AvroAttributeBranch::kInt, out);
      return AppendLong(value.integer().value_or(0), out);
    case AttributeType::kBinary:
      AppendBranch(AvroAttributeBranch::kBytes, out);
      return AppendBytes(value.binary().value_or(""), out);
    case AttributeType::kString:
    case AttributeType::kUri:
    case AttributeType::kUriReference:
    case AttributeType::kTimestamp:
      AppendBranch(AvroAttributeBranch::kString, out);
      return AppendBytes(value.text(), out);
  }
}

// One block, and the empty one that ends the map.
void AppendAttributes(const std::vector<ExtensionView>& attributes, std::string& out) {
  AppendLong(static_cast<std::int64_t>(attributes.size()), out);
  for (const ExtensionView& attribute : attributes) {
    AppendBytes(attribute.name, out);
    AppendValue(attribute.value, out);
  }
  AppendLong(0, out);
}

AvroDataBranch BranchFor(const Event& event) {
  switch (event.data_kind()) {
    case DataKind::kAbsent:
      return AvroDataBranch::kNull;
    case DataKind::kText:
      // A string without a media type is a JSON value (section 3).
      return event.datacontenttype().has_value() ? AvroDataBranch::kString : AvroDataBranch::kBytes;
    case DataKind::kJson:
    case DataKind::kBinary:
      break;
  }
  return AvroDataBranch::kBytes;
}

}  // namespace

std::string EncodeAvro(const Event& event) {
  std::string out;
  AppendAttributes(internal::WrittenAttributes(event), out);
  const AvroDataBranch branch = BranchFor(event);
  AppendBranch(branch, out);
  if (branch != AvroDataBranch::kNull) AppendBytes(event.data(), out);
  return out;
}

}  // namespace cloudevents
