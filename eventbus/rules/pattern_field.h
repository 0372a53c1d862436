// One field of an event pattern: the list of alternatives, such as ["JP", {"prefix": "K"}].
#ifndef EVENTBUS_RULES_PATTERN_FIELD_H_
#define EVENTBUS_RULES_PATTERN_FIELD_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "eventbus/rules/json_tree.h"
#include "eventbus/rules/predicate.h"

namespace eventbus::rules {

struct PatternField {
  Predicate predicate;    // a field (Predicate::is_field)
  std::size_t tests = 0;  // how many tests it has, those within anything-but counted each
};

// The field at `path` whose alternatives `list` is. InvalidArgument names the path, the operator
// and the fix.
absl::StatusOr<PatternField> ParsePatternField(const std::string& path, const JsonTree& list);

// Whether `name` is an operator's, or one that EventBridge keeps for operators to come.
bool IsReservedName(std::string_view name);

}  // namespace eventbus::rules

#endif  // EVENTBUS_RULES_PATTERN_FIELD_H_
