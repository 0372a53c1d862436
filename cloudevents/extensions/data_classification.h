// The extension Data Classification: how confidential an event's data is, which data protection
// regulations apply to it, and which category of data it is.
//
//   absl::Status status = cloudevents::SetDataClassification(
//       {.classification = "confidential", .regulations = {"GDPR", "HIPAA"}, .category = "phi"},
//       builder);
//
// Whoever handles events by this extension must reject an event whose labels it does not know.
//
// https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/data-classification.md
#ifndef CLOUDEVENTS_EXTENSIONS_DATA_CLASSIFICATION_H_
#define CLOUDEVENTS_EXTENSIONS_DATA_CLASSIFICATION_H_

#include <optional>
#include <string_view>

#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"

namespace cloudevents {

// As read, the texts are views that live as long as any copy of the event; as written, they are
// copied.
struct DataClassification {
  using Regulations = absl::InlinedVector<std::string_view, 4>;

  // dataclassification: public, internal, confidential or restricted are recommended where the
  // regulations have no labels of their own.
  std::string_view classification;

  // dataregulation: such as GDPR, HIPAA or PCI-DSS, in order; empty where unset. In the attribute
  // they are separated by commas, and spaces around them do not count; none is empty or has spaces
  // or commas in it.
  Regulations regulations;

  // datacategory: what the regulations call it, such as sensitive-pii; not empty where it is set.
  std::optional<std::string_view> category;

  friend bool operator==(const DataClassification&, const DataClassification&) = default;
};

// nullopt: the event has none. InvalidArgument: it has, and an attribute breaks a rule or
// dataclassification is not set beside the others; the message names the attribute, the rule and
// the value. More than four regulations allocate.
absl::StatusOr<std::optional<DataClassification>> GetDataClassification(const Event& event);

// Gives the builder's event exactly this classification: what is unset is removed. InvalidArgument,
// with the builder as it was, if a value breaks a rule.
absl::Status SetDataClassification(const DataClassification& classification, EventBuilder& builder);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_EXTENSIONS_DATA_CLASSIFICATION_H_
