#include "eventbus/rules/rule.h"

#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/rules/compiled_rule.h"
#include "eventbus/rules/evaluator.h"
#include "eventbus/rules/event_view.h"
#include "eventbus/rules/fields.h"

namespace eventbus {
namespace rules {
namespace {

// Calls `use` with what the rule asks for of the event. Data that is no JSON after all has none.
template <typename Use>
auto WithFields(const CompiledRule& rule, const cloudevents::Event& event, Use use) {
  Fields fields(rule.paths);
  if (rule.paths.empty()) return use(fields, absl::OkStatus());  // nothing of the event matters
  if (const absl::Status added = AddData(event, rule.view, fields); !added.ok()) {
    Fields attributes(rule.paths);
    AddAttributes(event, rule.view, attributes);
    return use(attributes, added);
  }
  AddAttributes(event, rule.view, fields);
  return use(fields, absl::OkStatus());
}

absl::Status AddDocument(std::string_view json, Fields& fields) {
  using ::cloudevents::internal::InvalidArgument;
  const std::size_t start = json.find_first_not_of(" \t\r\n");
  if (start != std::string_view::npos && json[start] != '{') {
    return InvalidArgument("the event is no JSON object, at byte ", start);
  }
  return cloudevents::internal::Annotate("the event cannot be read as JSON",
                                         fields.AddJson(std::nullopt, json));
}

Explanation Explained(const CompiledRule& rule, const Fields& fields) {
  if (Evaluate(rule.predicate, fields)) return {.matches = true};
  Failure failure = FindFailure(rule.predicate, fields);
  return {.reason = std::move(failure.reason),
          .path = std::move(failure.path),
          .test = std::move(failure.test),
          .found = std::move(failure.found)};
}

}  // namespace

}  // namespace rules

std::string_view RuleViewName(RuleView view) {
  return view == RuleView::kEventBridge ? "eventbridge" : "cloudevents";
}

Rule Rule::All() {
  return Rule(rules::CompileRule(rules::Predicate::And({}), RuleView::kCloudEvents, "", "all"));
}

bool Rule::Matches(const cloudevents::Event& event) const {
  return rules::WithFields(*compiled_, event, [this](const rules::Fields& fields, const auto&) {
    return rules::Evaluate(compiled_->predicate, fields);
  });
}

Explanation Rule::Explain(const cloudevents::Event& event) const {
  return rules::WithFields(
      *compiled_, event, [this](const rules::Fields& fields, const absl::Status& data) {
        Explanation explanation = rules::Explained(*compiled_, fields);
        if (!data.ok() && !explanation.matches) {
          explanation.reason = cloudevents::internal::Cat(
              explanation.reason, " (the data is no JSON: ", cloudevents::internal::Message(data),
              ")");
        }
        return explanation;
      });
}

absl::StatusOr<bool> Rule::MatchesJson(std::string_view json) const {
  rules::Fields fields(compiled_->paths);
  if (absl::Status added = rules::AddDocument(json, fields); !added.ok()) return added;
  return rules::Evaluate(compiled_->predicate, fields);
}

absl::StatusOr<Explanation> Rule::ExplainJson(std::string_view json) const {
  rules::Fields fields(compiled_->paths);
  if (absl::Status added = rules::AddDocument(json, fields); !added.ok()) return added;
  return rules::Explained(*compiled_, fields);
}

std::string_view Rule::text() const { return compiled_->text; }
std::string_view Rule::language() const { return compiled_->language; }
RuleView Rule::view() const { return compiled_->view; }

}  // namespace eventbus
