// The extension Severity: how severe an event is beside others, as log levels say it.
//
//   absl::Status status = cloudevents::SetSeverity({.number = 17, .text = "ERROR"}, builder);
//   ...
//   absl::StatusOr<std::optional<cloudevents::Severity>> severity = GetSeverity(event);
//   if (severity.ok() && severity->has_value()) log << SeverityText(**severity);
//
// https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/severity.md
#ifndef CLOUDEVENTS_EXTENSIONS_SEVERITY_H_
#define CLOUDEVENTS_EXTENSIONS_SEVERITY_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"

namespace cloudevents {

struct Severity {
  // severitynumber: the greater, the more severe; not negative. OpenTelemetry gives the numbers 1
  // to 24 their meanings, which the extension refers to without forbidding others.
  std::int32_t number = 0;
  // severitytext: the level's name at the source; not empty where it is set. It should be in upper
  // case; TRACE, DEBUG, INFO, WARN, ERROR and FATAL are recommended. As read, a view that lives as
  // long as any copy of the event.
  std::optional<std::string_view> text;
  friend bool operator==(const Severity&, const Severity&) = default;
};

// nullopt: the event has none. InvalidArgument: it has, and an attribute breaks a rule (a text
// without a number does too); the message names the attribute, the rule and the value.
absl::StatusOr<std::optional<Severity>> GetSeverity(const Event& event);

// Gives the builder's event exactly this severity: a text that is unset is removed.
// InvalidArgument, with the builder as it was, if a value breaks a rule.
absl::Status SetSeverity(const Severity& severity, EventBuilder& builder);

// The severity's text, or where there is none OpenTelemetry's short name of its number, such as
// "WARN" for 13 or "ERROR2" for 18; empty if the number is not 1 to 24.
std::string_view SeverityText(const Severity& severity);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_EXTENSIONS_SEVERITY_H_
