#include "eventbus/rules/compiled_rule.h"

#include <utility>

namespace eventbus::rules {

std::shared_ptr<const CompiledRule> CompileRule(Predicate predicate, RuleView view,
                                                std::string_view text, std::string_view language) {
  std::vector<std::string> paths = PathsOf(predicate);
  return std::make_shared<const CompiledRule>(CompiledRule{
      std::move(predicate), std::move(paths), view, std::string(text), std::string(language)});
}

}  // namespace eventbus::rules
