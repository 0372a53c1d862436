// Any bytes as a pattern and, after a zero byte, an event: parsing and matching never crash nor
// take long, a rule's own text is the same rule, and the explanation agrees with the verdict.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "eventbus/rules/event_pattern.h"
#include "eventbus/rules/rule.h"

namespace {

using ::eventbus::EventPattern;
using ::eventbus::Explanation;
using ::eventbus::Rule;
using ::eventbus::RuleView;

void Check(bool holds) {
  if (!holds) std::abort();
}

void CheckExplanation(const Explanation& explanation, bool matches) {
  Check(explanation.matches == matches);
  Check(explanation.reason.empty() == matches);
}

// The bytes as a whole document.
void CheckDocument(const Rule& rule, const Rule& again, std::string_view json) {
  const absl::StatusOr<bool> matches = rule.MatchesJson(json);
  const absl::StatusOr<Explanation> explanation = rule.ExplainJson(json);
  Check(matches.ok() == explanation.ok());
  if (!matches.ok()) return;
  CheckExplanation(*explanation, *matches);
  Check(*again.MatchesJson(json) == *matches);
}

// The bytes as an event's data, where they are JSON.
void CheckEvent(const Rule& rule, std::string_view json) {
  const absl::StatusOr<cloudevents::Event> event = cloudevents::EventBuilder()
                                                       .Id("1")
                                                       .Source("/fuzz")
                                                       .Type("a")
                                                       .Extension("b", std::int32_t{2})
                                                       .Extension("c", true)
                                                       .Extension("resources", "[\"a\", \"b\"]")
                                                       .JsonData(json)
                                                       .Build();
  if (event.ok()) CheckExplanation(rule.Explain(*event), rule.Matches(*event));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t end = bytes.find('\0');
  const std::string_view pattern = bytes.substr(0, end);
  const std::string_view event = end == std::string_view::npos ? "{}" : bytes.substr(end + 1);
  for (const RuleView view : {RuleView::kCloudEvents, RuleView::kEventBridge}) {
    const absl::StatusOr<Rule> rule = EventPattern::Parse(pattern, {.view = view});
    if (!rule.ok()) {
      Check(!rule.status().message().empty());
      continue;
    }
    Check(rule->text() == pattern);
    const absl::StatusOr<Rule> again = EventPattern::Parse(rule->text(), {.view = view});
    Check(again.ok());
    CheckDocument(*rule, *again, event);
    CheckEvent(*rule, event);
  }
  return 0;
}
