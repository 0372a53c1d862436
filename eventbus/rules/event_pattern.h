// EventBridge event patterns.
//
//   absl::StatusOr<eventbus::Rule> rule = eventbus::EventPattern::Parse(
//       R"({"data": {"total_cents": [{"numeric": [">", 100000]}]}})");
//
// The language is Amazon EventBridge's: docs/rules/event-patterns.md has all operators, and where
// this implementation had to choose.
#ifndef EVENTBUS_RULES_EVENT_PATTERN_H_
#define EVENTBUS_RULES_EVENT_PATTERN_H_

#include <cstddef>
#include <string_view>

#include "absl/status/statusor.h"
#include "eventbus/rules/rule.h"

namespace eventbus {

struct EventPatternOptions {
  RuleView view = RuleView::kCloudEvents;
  // Limits; a pattern past one is refused. EventBridge itself takes 2,048 characters unless one
  // asks for more.
  std::size_t max_bytes = 64 << 10;
  std::size_t max_depth = 64;          // of nested objects and lists
  std::size_t max_predicates = 4'096;  // tests in the whole pattern
  // Ways to pick one branch in each $or: {"$or": [A, B], "x": {"$or": [C, D, E]}} has six.
  // EventBridge takes 1,000.
  std::size_t max_or_combinations = 1'000;
};

class EventPattern {
 public:
  // The rule that `json` describes. InvalidArgument names the path, the operator and the fix.
  static absl::StatusOr<Rule> Parse(std::string_view json, const EventPatternOptions& options = {});
};

}  // namespace eventbus

#endif  // EVENTBUS_RULES_EVENT_PATTERN_H_
