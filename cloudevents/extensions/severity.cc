#include "cloudevents/extensions/severity.h"

#include <cstddef>
#include <iterator>
#include <optional>
#include <string_view>
#include <tuple>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "cloudevents/extensions/internal/extension_fields.h"

namespace cloudevents {
namespace {

constexpr auto kFields = std::tuple(internal::Field("severitynumber", &Severity::number),
                                    internal::Field("severitytext", &Severity::text));

absl::Status CheckNumber(const Severity& severity) {
  if (severity.number >= 0) return absl::OkStatus();
  return internal::BrokenRule("severitynumber", severity.number, " is negative");
}

// OpenTelemetry, Logs Data Model, "Displaying Severity": the names of 1 to 24.
constexpr std::string_view kShortNames[] = {
    "TRACE", "TRACE2", "TRACE3", "TRACE4", "DEBUG", "DEBUG2", "DEBUG3", "DEBUG4",
    "INFO",  "INFO2",  "INFO3",  "INFO4",  "WARN",  "WARN2",  "WARN3",  "WARN4",
    "ERROR", "ERROR2", "ERROR3", "ERROR4", "FATAL", "FATAL2", "FATAL3", "FATAL4",
};

}  // namespace

absl::StatusOr<std::optional<Severity>> GetSeverity(const Event& event) {
  return internal::ReadExtension(event, kFields, &CheckNumber);
}

absl::Status SetSeverity(const Severity& severity, EventBuilder& builder) {
  return internal::WriteExtension(severity, kFields, builder, &CheckNumber);
}

std::string_view SeverityText(const Severity& severity) {
  if (severity.text.has_value()) return *severity.text;
  if (severity.number < 1 || severity.number > static_cast<int>(std::size(kShortNames))) return "";
  return kShortNames[static_cast<std::size_t>(severity.number) - 1];
}

}  // namespace cloudevents
