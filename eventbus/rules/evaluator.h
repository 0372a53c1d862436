// What a predicate says about an event: plainly, one rule at a time, straight from the definitions.
//
//   Fields fields(PathsOf(predicate));
//   fields.AddJson(std::nullopt, R"({"detail": {"state": "running"}})");
//   bool matches = Evaluate(predicate, fields);
//
// This evaluator is the reference: whatever matches many rules at once has to agree with it.
#ifndef EVENTBUS_RULES_EVALUATOR_H_
#define EVENTBUS_RULES_EVALUATOR_H_

#include <string>

#include "eventbus/rules/fields.h"
#include "eventbus/rules/predicate.h"

namespace eventbus::rules {

// In time O(leaves * values), for a Joint times its combinations; where JointSolver gives up, the
// Joint does not hold.
bool Evaluate(const Predicate& predicate, const Fields& fields);

// Why a predicate does not hold: the first field that fails.
struct Failure {
  std::string path;    // empty if no single field is to blame
  std::string test;    // its tests, as an event pattern writes them
  std::string found;   // the values there, shortened, or "nothing"
  std::string reason;  // all of it, in one line
};

// Of a predicate that Evaluate finds false.
Failure FindFailure(const Predicate& predicate, const Fields& fields);

}  // namespace eventbus::rules

#endif  // EVENTBUS_RULES_EVALUATOR_H_
