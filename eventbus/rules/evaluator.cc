#include "eventbus/rules/evaluator.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "eventbus/rules/joint_solver.h"

namespace eventbus::rules {
namespace {

bool EvaluateLeaf(const Leaf& leaf, const Fields& fields) {
  const absl::Span<const Scalar> values = fields.ValuesAt(fields.IdOf(leaf.path));
  if (values.empty()) return leaf.when_absent;
  const auto holds = [&leaf](Scalar value) { return leaf.Holds(value); };
  return leaf.over == Quantifier::kAny ? std::any_of(values.begin(), values.end(), holds)
                                       : std::all_of(values.begin(), values.end(), holds);
}

// Whether one of the conjunctions that And and Or of `parts` amount to is satisfiable together
// with what has been chosen so far. Recurses for an Or only.
bool AnyCombination(std::vector<Predicate> parts, std::vector<JointField> chosen,
                    const Fields& fields, JointSolver& solver) {
  while (!parts.empty()) {
    const Predicate part = std::move(parts.back());
    parts.pop_back();
    if (part.is_field()) {
      std::vector<const Leaf*> leaves = part.field_leaves();
      const Fields::PathId path = fields.IdOf(leaves.front()->path);
      chosen.push_back({path, std::move(leaves)});
    } else if (part.kind() == Predicate::Kind::kAnd) {
      parts.insert(parts.end(), part.children().begin(), part.children().end());
    } else {
      return std::any_of(part.children().begin(), part.children().end(),
                         [&](const Predicate& branch) {
                           std::vector<Predicate> with_branch = parts;
                           with_branch.push_back(branch);
                           return AnyCombination(std::move(with_branch), chosen, fields, solver);
                         });
    }
  }
  return solver.Satisfiable(chosen);
}

}  // namespace

bool Evaluate(const Predicate& predicate, const Fields& fields) {
  const absl::Span<const Predicate> children = predicate.children();
  const auto holds = [&fields](const Predicate& child) { return Evaluate(child, fields); };
  switch (predicate.kind()) {
    case Predicate::Kind::kLeaf:
      return EvaluateLeaf(predicate.leaf(), fields);
    case Predicate::Kind::kAnd:
      return std::all_of(children.begin(), children.end(), holds);
    case Predicate::Kind::kOr:
      return std::any_of(children.begin(), children.end(), holds);
    case Predicate::Kind::kNot:
      return !holds(children[0]);
    case Predicate::Kind::kJoint:
      break;
  }
  JointSolver solver(fields);
  return AnyCombination({children[0]}, {}, fields, solver);
}

}  // namespace eventbus::rules
