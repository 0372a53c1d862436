#include "cloudevents/extensions/data_classification.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "cloudevents/extensions/internal/extension_fields.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/quoted.h"

namespace cloudevents {
namespace internal {
namespace {

std::string_view TrimSpaces(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

absl::Status CheckRegulation(std::string_view regulation) {
  if (regulation.empty()) return InvalidArgument("a regulation is empty");
  if (regulation.find_first_of(" ,") == std::string_view::npos) return absl::OkStatus();
  return InvalidArgument("the regulation ", Quoted(regulation), " has a space or a comma in it");
}

}  // namespace

template <>
struct Presence<DataClassification::Regulations> : UnsetWhenEmpty<DataClassification::Regulations> {
};

// A list with commas; spaces around its entries do not count.
template <>
struct AttributeCodec<DataClassification::Regulations> {
  static constexpr AttributeType kType = AttributeType::kString;

  static absl::StatusOr<DataClassification::Regulations> Read(std::string_view text) {
    DataClassification::Regulations regulations;
    for (std::size_t start = 0; start <= text.size();) {
      const std::size_t end = std::min(text.find(',', start), text.size());
      const std::string_view regulation = TrimSpaces(text.substr(start, end - start));
      if (absl::Status status = CheckRegulation(regulation); !status.ok()) return status;
      regulations.push_back(regulation);
      start = end + 1;
    }
    return regulations;
  }

  static std::string Write(const DataClassification::Regulations& regulations) {
    std::string text;
    for (std::string_view regulation : regulations) {
      if (!text.empty()) text += ',';
      text += regulation;
    }
    return text;
  }
};

}  // namespace internal

namespace {

constexpr auto kFields =
    std::tuple(internal::Field({.name = "dataclassification", .may_be_empty = true},
                               &DataClassification::classification),
               internal::Field("dataregulation", &DataClassification::regulations),
               internal::Field("datacategory", &DataClassification::category));

// What has commas or spaces in it would be read back as other regulations.
absl::Status CheckRegulations(const DataClassification& classification) {
  for (std::string_view regulation : classification.regulations) {
    const absl::Status status = internal::CheckRegulation(regulation);
    if (!status.ok()) return internal::BrokenRule("dataregulation", internal::Message(status));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::optional<DataClassification>> GetDataClassification(const Event& event) {
  return internal::ReadExtension(event, kFields);
}

absl::Status SetDataClassification(const DataClassification& classification,
                                   EventBuilder& builder) {
  return internal::WriteExtension(classification, kFields, builder, &CheckRegulations);
}

}  // namespace cloudevents
