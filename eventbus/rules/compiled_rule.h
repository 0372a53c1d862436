// What a Rule holds, whatever language it was written in.
//
//   return Rule(CompileRule(predicate, RuleView::kCloudEvents, text, "event-pattern"));
#ifndef EVENTBUS_RULES_COMPILED_RULE_H_
#define EVENTBUS_RULES_COMPILED_RULE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "eventbus/rules/predicate.h"

namespace eventbus {

enum class RuleView : std::uint8_t;

namespace rules {

struct CompiledRule {
  Predicate predicate;
  std::vector<std::string> paths;  // PathsOf(predicate)
  RuleView view;
  std::string text;
  std::string language;
};

// For the parsers of the languages. The predicate's paths are in the words of `view`.
std::shared_ptr<const CompiledRule> CompileRule(Predicate predicate, RuleView view,
                                                std::string_view text, std::string_view language);

}  // namespace rules
}  // namespace eventbus

#endif  // EVENTBUS_RULES_COMPILED_RULE_H_
