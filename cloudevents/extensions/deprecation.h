// The extension Deprecation: an event type that is on its way out, until when, and what to use
// instead.
//
//   absl::Status status = cloudevents::SetDeprecation(
//       {.sunset = end_of_year, .migration = "https://example.com/migrate-to-new-evt"}, builder);
//
// https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/deprecation.md
#ifndef CLOUDEVENTS_EXTENSIONS_DEPRECATION_H_
#define CLOUDEVENTS_EXTENSIONS_DEPRECATION_H_

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cloudevents/event.h"

namespace cloudevents {

struct Deprecation {
  bool deprecated = true;  // deprecated: always true where the extension is used

  // deprecationfrom: since when the type is deprecated. It should be in the past and not change.
  std::optional<absl::Time> from;

  // deprecationsunset: when the type becomes unsupported; not before `from`. It may be put off, but
  // must not be brought forward. Producers should send none after it, consumers ignore those that
  // come.
  std::optional<absl::Time> sunset;

  // deprecationmigration: the URI of a text that says how to migrate. As read, a view that lives as
  // long as any copy of the event.
  std::optional<std::string_view> migration;

  friend bool operator==(const Deprecation&, const Deprecation&) = default;
};

// nullopt: the event has none, its type is not deprecated. InvalidArgument: it has, and an
// attribute breaks a rule; the message names the attribute, the rule and the value.
absl::StatusOr<std::optional<Deprecation>> GetDeprecation(const Event& event);

// Gives the builder's event exactly this deprecation: what is unset is removed. InvalidArgument,
// with the builder as it was, if a value breaks a rule.
absl::Status SetDeprecation(const Deprecation& deprecation, EventBuilder& builder);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_EXTENSIONS_DEPRECATION_H_
