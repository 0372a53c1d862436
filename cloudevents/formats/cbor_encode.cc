#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/cbor_format.h"
#include "cloudevents/formats/internal/cbor_reader.h"
#include "cloudevents/formats/internal/cbor_writer.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/quoted.h"
#include "cloudevents/internal/written_attributes.h"
#include "cloudevents/media_type.h"

namespace cloudevents {
namespace {

void AppendValue(const AttributeView& value, std::string& out) {
  switch (value.type()) {
    case AttributeType::kBoolean:
      return internal::AppendCborBoolean(value.boolean().value_or(false), out);
    case AttributeType::kInteger:
      return internal::AppendCborInteger(value.integer().value_or(0), out);
    case AttributeType::kString:
      return internal::AppendCborText(value.text(), out);
    case AttributeType::kBinary:
      return internal::AppendCborBytes(value.binary().value_or(""), out);
    case AttributeType::kUri:
    case AttributeType::kUriReference:
      internal::AppendCborTag(internal::kCborTagUri, out);
      return internal::AppendCborText(value.text(), out);
    case AttributeType::kTimestamp:
      internal::AppendCborTag(internal::kCborTagDateTime, out);
      return internal::AppendCborText(absl::AsciiStrToUpper(internal::ToAbsl(value.text())), out);
  }
}

// The data as an item of its own (section 3.1.1).
absl::Status AppendItem(const Event& event, std::string& out) {
  const absl::Status status = internal::ValidateCborItem(event.data(), kMaxEncodedCborDepth);
  if (!status.ok()) {
    return internal::InvalidArgument(
        "data: its datacontenttype ", internal::Quoted(*event.datacontenttype()),
        " says that it is CBOR, and it is not one CBOR item: ", internal::Message(status),
        "; give it such an item, or another datacontenttype");
  }
  out += event.data();
  return absl::OkStatus();
}

absl::Status AppendData(const Event& event, std::string& out) {
  if (event.data_kind() == DataKind::kAbsent) return absl::OkStatus();
  internal::AppendCborText("data", out);
  if (IsCborMediaType(event.datacontenttype().value_or(""))) return AppendItem(event, out);
  if (event.data_kind() == DataKind::kBinary) {
    internal::AppendCborBytes(event.data(), out);
  } else {
    internal::AppendCborText(event.data(), out);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> EncodeCbor(const Event& event) {
  const std::vector<ExtensionView> attributes = internal::WrittenAttributes(event);
  const std::size_t data_members = event.data_kind() == DataKind::kAbsent ? 0 : 1;
  std::string out;
  internal::AppendCborMapHead(attributes.size() + data_members, out);
  for (const ExtensionView& attribute : attributes) {
    internal::AppendCborText(attribute.name, out);
    AppendValue(attribute.value, out);
  }
  if (absl::Status status = AppendData(event, out); !status.ok()) return status;
  return out;
}

}  // namespace cloudevents
