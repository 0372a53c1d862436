// The extension Business Activity Monitoring (BAM): which step of which business process an event
// tells of.
//
//   absl::Status status = cloudevents::SetBusinessActivity({.transaction_id = "tx-00017",
//                                                           .process_id = "order-to-cash",
//                                                           .process_transaction_id = "payment",
//                                                           .step_id = "start"},
//                                                          builder);
//
// Intermediaries must not change the four ids.
//
// https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/bam.md
#ifndef CLOUDEVENTS_EXTENSIONS_BUSINESS_ACTIVITY_H_
#define CLOUDEVENTS_EXTENSIONS_BUSINESS_ACTIVITY_H_

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"

namespace cloudevents {

// No text may be empty where it is set; letters, digits, hyphens, underscores and periods are
// recommended. As read, the texts are views that live as long as any copy of the event; as written,
// they are copied.
struct BusinessActivity {
  std::string_view transaction_id;              // bamtxid: the instance of the transaction
  std::string_view process_id;                  // bampid: the model of the business process
  std::string_view process_transaction_id;      // bamptxid: the model of the transaction
  std::string_view step_id;                     // bamptxsid: the step in the transaction
  std::optional<std::string_view> step_status;  // bamptxsstatus: such as success or waiting
  std::optional<bool> completed;                // bamptxcompleted: whether it ended, or failed
  friend bool operator==(const BusinessActivity&, const BusinessActivity&) = default;
};

// nullopt: the event has none. InvalidArgument: it has, and an attribute breaks a rule or a
// required one is not set; the message names the attribute, the rule and the value.
absl::StatusOr<std::optional<BusinessActivity>> GetBusinessActivity(const Event& event);

// Gives the builder's event exactly this activity: what is unset is removed. InvalidArgument, with
// the builder as it was, if a value breaks a rule.
absl::Status SetBusinessActivity(const BusinessActivity& activity, EventBuilder& builder);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_EXTENSIONS_BUSINESS_ACTIVITY_H_
