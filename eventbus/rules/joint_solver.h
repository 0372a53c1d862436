// Whether fields can be satisfied together without mixing elements of an array.
//
//   std::vector<JointField> wanted = {{.path = x, .alternatives = {&x_is_1}},
//                                     {.path = y, .alternatives = {&y_is_2}}};
//   JointSolver(fields).Satisfiable(wanted)
//
// Predicate::Joint defines what is asked. How it is answered, and what it costs, stands in
// joint_solver.cc.
#ifndef EVENTBUS_RULES_JOINT_SOLVER_H_
#define EVENTBUS_RULES_JOINT_SOLVER_H_

#include <cstddef>
#include <vector>

#include "absl/types/span.h"
#include "eventbus/rules/fields.h"
#include "eventbus/rules/predicate.h"

namespace eventbus::rules {

// One field: some value at the path for which one of the alternatives holds, or its absence if one
// of them holds when absent.
struct JointField {
  Fields::PathId path = 0;
  std::vector<const Leaf*> alternatives;
};

// Not thread-safe.
class JointSolver {
 public:
  // Of work spent where a field's values lie in several arrays at once, which takes an event with
  // duplicate or dotted names, or arrays right in arrays that also have scalars. One unit is one
  // array or value looked at.
  static constexpr std::size_t kMaxAmbiguousWork = 1'000'000;

  // `fields` outlives this.
  explicit JointSolver(const Fields& fields) : fields_(fields) {}

  // Whether the fields, each with a path of its own, can be satisfied together.
  bool Satisfiable(absl::Span<const JointField> wanted);

  // Whether kMaxAmbiguousWork ended a search, so that "no" means "not found".
  bool gave_up() const { return work_ > kMaxAmbiguousWork; }

 private:
  using ScopeId = Fields::ScopeId;
  using ArrayId = Fields::ArrayId;

  // A field on the way to its satisfaction.
  struct Open {
    const JointField* field = nullptr;
    std::vector<ScopeId> scopes;   // in which its value or absence is looked for
    bool must_have_value = false;  // absence is out of the question
    std::vector<ArrayId> arrays;   // in those scopes, with its values, not decided yet; sorted
  };

  // How fields can be satisfied: with a value for at least one; with absence for each.
  struct Outcome {
    bool by_value = false;
    bool by_absence = false;
    bool possible() const { return by_value || by_absence; }
  };

  // Fields that share arrays, as far as these are known.
  struct Group {
    std::vector<const Open*> members;
    std::vector<ArrayId> arrays;  // sorted
  };

  Outcome Solve(std::vector<Open> open);
  Outcome SolveAlone(const Open& open);
  bool SolveGroup(const std::vector<const Open*>& group);
  bool SolveInArray(const std::vector<const Open*>& group, ArrayId array);
  bool SolveAmbiguous(const std::vector<const Open*>& group, ArrayId array);
  bool SolveTakingNothing(const std::vector<const Open*>& group, ArrayId array);
  bool SolveTaking(const std::vector<const Open*>& group, ArrayId array, ScopeId element,
                   const Open& witness);
  void AddToGroups(const Open& open, std::vector<Group>& groups);
  void FindArrays(Open& open);
  bool HasValueRightIn(const Open& open) const;
  void Charge(std::size_t units);

  const Fields& fields_;
  std::vector<ArrayId> decided_;  // by the ambiguous searches under way
  std::size_t ambiguity_ = 0;     // how many of them
  std::size_t work_ = 0;
};

}  // namespace eventbus::rules

#endif  // EVENTBUS_RULES_JOINT_SOLVER_H_
