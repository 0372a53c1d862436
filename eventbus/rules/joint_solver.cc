// Scopes and arrays form a tree (see fields.h), and two values come from different elements of one
// array exactly if the paths from the root to their scopes leave an array by different elements.
// So the fields can be satisfied from the root down:
//
//  - In a scope, fields that have values below one array belong together, others are independent:
//    each group is solved by itself.
//  - A field that has no values below any array is satisfied right here, by a value or by absence.
//  - One field alone below an array takes any of its values there.
//  - A group below an array has to take one element: any in which all of the group can be satisfied
//    and at least one by a value, since an element from which nothing is taken is not bound, and
//    what is in it is not hidden from a field that wants absence.
//
// Each scope is solved once at most, for the fields that have values there, so that all of it takes
// time O(fields * (values + arrays)).
//
// That does not suffice where a field can go several ways: it has a value right in the scope and
// one in an array, or values in two arrays. Ordinary JSON has one array at one path; duplicate
// members, dotted names and arrays that mix scalars and arrays can make more. Then the arrays are
// decided one after the other: one element is bound, from which a named field takes its value, or
// nothing is taken from it. To choose among several arrays what covers all fields is a set cover
// problem, so this search is exponential, and kMaxAmbiguousWork bounds it.
//
// tests/eventbus/rules/oracle_test.cc compares all this with trying each choice.
#include "eventbus/rules/joint_solver.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace eventbus::rules {
namespace {

// Lists of arrays are sorted, so that hostile events with many do not cost their product.
bool Contains(const std::vector<Fields::ArrayId>& sorted, Fields::ArrayId array) {
  return std::binary_search(sorted.begin(), sorted.end(), array);
}

bool Share(const std::vector<Fields::ArrayId>& a, const std::vector<Fields::ArrayId>& b) {
  auto in_a = a.begin();
  auto in_b = b.begin();
  while (in_a != a.end() && in_b != b.end() && *in_a != *in_b) ++(*in_a < *in_b ? in_a : in_b);
  return in_a != a.end() && in_b != b.end();
}

}  // namespace

bool JointSolver::Satisfiable(absl::Span<const JointField> wanted) {
  std::vector<Open> open;
  for (const JointField& field : wanted) open.push_back({.field = &field, .scopes = {0}});
  return Solve(std::move(open)).possible();
}

void JointSolver::Charge(std::size_t units) {
  if (ambiguity_ > 0) work_ += units;
}

void JointSolver::FindArrays(Open& open) {
  for (const ScopeId scope : open.scopes) {
    for (const ArrayId array : fields_.ArraysIn(scope)) {
      Charge(1 + decided_.size());
      const bool decided = std::find(decided_.begin(), decided_.end(), array) != decided_.end();
      if (!decided && fields_.Has(array, open.field->path)) open.arrays.push_back(array);
    }
  }
  std::sort(open.arrays.begin(), open.arrays.end());
}

// Puts a field into the group of those with which it shares arrays; several groups become one.
void JointSolver::AddToGroups(const Open& open, std::vector<Group>& groups) {
  Group joined{{&open}, open.arrays};
  for (std::size_t i = 0; i < groups.size();) {
    Charge(1);
    Group& group = groups[i];
    if (!Share(open.arrays, group.arrays)) {
      ++i;
      continue;
    }
    joined.members.insert(joined.members.end(), group.members.begin(), group.members.end());
    std::vector<ArrayId> arrays;
    std::set_union(joined.arrays.begin(), joined.arrays.end(), group.arrays.begin(),
                   group.arrays.end(), std::back_inserter(arrays));
    joined.arrays = std::move(arrays);
    std::swap(group, groups.back());
    groups.pop_back();
  }
  groups.push_back(std::move(joined));
}

JointSolver::Outcome JointSolver::Solve(std::vector<Open> open) {
  Outcome all{.by_absence = true};
  std::vector<Group> groups;
  for (Open& one : open) {
    FindArrays(one);
    if (!one.arrays.empty()) {
      AddToGroups(one, groups);
      continue;
    }
    const Outcome outcome = SolveAlone(one);
    if (!outcome.possible()) return {};
    all.by_value |= outcome.by_value;
    all.by_absence &= outcome.by_absence;
  }
  for (const Group& group : groups) {
    if (gave_up() || !SolveGroup(group.members)) return {};
    all = {.by_value = true};
  }
  return all;
}

bool JointSolver::HasValueRightIn(const Open& open) const {
  return std::any_of(open.scopes.begin(), open.scopes.end(), [&](ScopeId scope) {
    return !fields_.ValuesIn(scope, open.field->path).empty();
  });
}

JointSolver::Outcome JointSolver::SolveAlone(const Open& open) {
  Outcome outcome{.by_absence = !open.must_have_value && !HasValueRightIn(open)};
  bool may_be_absent = false;
  for (const Leaf* leaf : open.field->alternatives) {
    may_be_absent |= leaf->when_absent;
    for (const ScopeId scope : open.scopes) {
      for (const Scalar& value : fields_.ValuesIn(scope, open.field->path)) {
        Charge(1);
        if (!outcome.by_value) outcome.by_value = leaf->Holds(value);
      }
    }
  }
  outcome.by_absence &= may_be_absent;
  return outcome;
}

bool JointSolver::SolveGroup(const std::vector<const Open*>& group) {
  if (group.size() == 1) {
    // Bound by nobody else: any of its values will do. Having some, it is not absent.
    const Open& open = *group.front();
    return SolveAlone(open).by_value ||
           std::any_of(open.arrays.begin(), open.arrays.end(),
                       [&](ArrayId array) { return SolveInArray(group, array); });
  }
  const ArrayId array = group.front()->arrays.front();
  const bool one_way = std::all_of(group.begin(), group.end(), [this](const Open* open) {
    return open->arrays.size() == 1 && !HasValueRightIn(*open);
  });
  return one_way ? SolveInArray(group, array) : SolveAmbiguous(group, array);
}

bool JointSolver::SolveInArray(const std::vector<const Open*>& group, ArrayId array) {
  for (const ScopeId element : fields_.ElementsOf(array)) {
    if (gave_up()) return false;
    std::vector<Open> inside;
    for (const Open* open : group) {
      inside.push_back({open->field, {element}, open->must_have_value, {}});
    }
    if (Solve(std::move(inside)).by_value) return true;
  }
  return false;
}

bool JointSolver::SolveAmbiguous(const std::vector<const Open*>& group, ArrayId array) {
  ++ambiguity_;
  decided_.push_back(array);
  bool solved = false;
  for (const ScopeId element : fields_.ElementsOf(array)) {
    for (const Open* witness : group) {
      if (solved || gave_up()) break;
      Charge(group.size());
      solved = Contains(witness->arrays, array) && SolveTaking(group, array, element, *witness);
    }
  }
  solved = solved || SolveTakingNothing(group, array);
  decided_.pop_back();
  --ambiguity_;
  return solved;
}

// Nothing is taken from the array, so what is in it hides nothing: it rules out absence.
bool JointSolver::SolveTakingNothing(const std::vector<const Open*>& group, ArrayId array) {
  std::vector<Open> rest;
  for (const Open* open : group) {
    const bool in_array = Contains(open->arrays, array);
    rest.push_back({open->field, open->scopes, open->must_have_value || in_array, {}});
  }
  return Solve(std::move(rest)).possible();
}

// The element is bound, since `witness` takes its value from there.
bool JointSolver::SolveTaking(const std::vector<const Open*>& group, ArrayId array, ScopeId element,
                              const Open& witness) {
  std::vector<Open> rest;
  for (const Open* open : group) {
    Open next{open->field, open->scopes, open->must_have_value, {}};
    if (open == &witness) {
      next.scopes = {element};
      next.must_have_value = true;
    } else if (Contains(open->arrays, array)) {
      next.scopes.push_back(element);
    }
    rest.push_back(std::move(next));
  }
  return Solve(std::move(rest)).possible();
}

}  // namespace eventbus::rules
