// A rule: a yes-or-no question about an event, whatever language it was written in.
//
//   absl::StatusOr<eventbus::Rule> rule = eventbus::EventPattern::Parse(
//       R"({"type": ["com.shop.order.placed"], "data": {"country": ["JP"]}})");
//   if (rule->Matches(event)) ...
//   std::cout << rule->Explain(event).reason;  // which predicate failed, on which value
#ifndef EVENTBUS_RULES_RULE_H_
#define EVENTBUS_RULES_RULE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "cloudevents/event.h"

namespace eventbus {

namespace rules {
struct CompiledRule;
}  // namespace rules

// What a rule's field names mean.
enum class RuleView : std::uint8_t {
  // The context attributes by their names, extensions included (an Integer is a number, a Boolean
  // true or false, all others strings), and `data`: the JSON value, or the text as a string. Binary
  // data is absent.
  kCloudEvents,
  // An event as Amazon EventBridge writes it: detail-type is the type, detail the data; id, source
  // and time as they are; version is "0"; account, region and resources are the extensions of those
  // names, where resources may be the JSON text of a list. It has nothing else.
  kEventBridge,
};

// "cloudevents" or "eventbridge".
std::string_view RuleViewName(RuleView view);

// Whether an event matched, and if not, why.
struct Explanation {
  bool matches = false;
  std::string reason;  // one line for people; empty if it matched
  // The first field that failed; empty if it matched, or if no single field is to blame.
  std::string path;   // "data.total_cents"
  std::string test;   // {"numeric": [">", 100000]}
  std::string found;  // the values there, shortened: 500; or "nothing"
};

// Immutable, cheap to copy, thread-safe. Made by the parsers of the rule languages.
class Rule {
 public:
  // A rule that every event matches.
  static Rule All();

  // Whether the event matches. Never fails: what an event lacks is judged as absent, and data that
  // is no well-formed JSON (taken over unchecked) has no fields. An event whose arrays take more
  // than a bounded search to judge (see rules::JointSolver) does not match.
  bool Matches(const cloudevents::Event& event) const;
  Explanation Explain(const cloudevents::Event& event) const;

  // The same for a JSON document that is in the rule's view as it stands, such as an EventBridge
  // event from AWS. InvalidArgument with the position if `json` is no JSON object.
  absl::StatusOr<bool> MatchesJson(std::string_view json) const;
  absl::StatusOr<Explanation> ExplainJson(std::string_view json) const;

  // The text that it was parsed from, and its language, such as "event-pattern".
  std::string_view text() const;
  std::string_view language() const;
  RuleView view() const;

  // Used by the parsers.
  explicit Rule(std::shared_ptr<const rules::CompiledRule> compiled)
      : compiled_(std::move(compiled)) {}

 private:
  std::shared_ptr<const rules::CompiledRule> compiled_;
};

}  // namespace eventbus

#endif  // EVENTBUS_RULES_RULE_H_
