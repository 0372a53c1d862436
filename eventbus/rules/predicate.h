// The predicate tree that every rule language lowers to; docs/rules/lowering.md says how.
//
//   Predicate japanese = Predicate::Of(
//       {.path = "data.country", .test = ScalarTest(Equals{.text = "JP"})});
//   Predicate placed = Predicate::Of(
//       {.path = "type", .test = ScalarTest(Equals{.text = "com.shop.order.placed"})});
//   Predicate both = Predicate::And({japanese, placed});
//
// A predicate is a plain yes or no about an event: languages with a third value or with errors
// decide on lowering what those mean.
#ifndef EVENTBUS_RULES_PREDICATE_H_
#define EVENTBUS_RULES_PREDICATE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "eventbus/rules/scalar_test.h"

namespace eventbus::rules {

// How the verdicts on the several values at one path make one.
enum class Quantifier : std::uint8_t {
  kAny,  // at least one value holds
  kAll,  // each value holds
};

// A test of the values at a path.
struct Leaf {
  // Member names from the top, joined by dots; arrays on the way are looked through. A name that
  // has dots itself is the same path: {"a.b": 1} and {"a": {"b": 1}} both have "a.b".
  std::string path;
  Test test;
  Quantifier over = Quantifier::kAny;
  // The verdict when there is no scalar at the path: `[]`, `{}` and an object are absent.
  bool when_absent = false;
  // The verdict on a value about which the test says nothing.
  bool on_other_type = false;

  // The verdict on one value.
  bool Holds(Scalar value) const { return Judge(test, value).value_or(on_other_type); }
};

// An immutable value; copies share their nodes. Thread-safe.
class Predicate {
 public:
  enum class Kind : std::uint8_t { kLeaf, kAnd, kOr, kNot, kJoint };

  static Predicate Of(Leaf leaf);
  static Predicate And(std::vector<Predicate> children);  // of none: true
  static Predicate Or(std::vector<Predicate> children);   // of none: false
  static Predicate Not(Predicate child);

  // `child`, with its leaves bound together (array consistency): there is a choice of one value
  // for each leaf, such that no two come from different elements of one array and the choice makes
  // `child` true. A leaf that holds when absent may choose absence: then there is no value at its
  // path within the elements that the others have chosen.
  //
  // InvalidArgument if `child` holds anything but And, Or and leaves over kAny, or if its And and
  // Or amount to more than `max_combinations` conjunctions (see Combinations).
  static absl::StatusOr<Predicate> Joint(Predicate child, std::size_t max_combinations);

  Kind kind() const;
  const Leaf& leaf() const;                      // of kLeaf
  absl::Span<const Predicate> children() const;  // one of kNot and kJoint, none of kLeaf

  // Whether this is a leaf, or an Or of leaves on one path: alternatives for one field.
  bool is_field() const;
  // The leaves of such a field.
  std::vector<const Leaf*> field_leaves() const;

 private:
  struct Node;
  explicit Predicate(std::shared_ptr<const Node> node) : node_(std::move(node)) {}
  static Predicate Branch(Kind kind, std::vector<Predicate> children);

  std::shared_ptr<const Node> node_;
};

// In how many ways one branch can be picked in each Or of And and Or (fields counting as one);
// stops counting at `limit`.
std::size_t Combinations(const Predicate& predicate, std::size_t limit);

// The paths of all leaves, sorted, each once.
std::vector<std::string> PathsOf(const Predicate& predicate);

}  // namespace eventbus::rules

#endif  // EVENTBUS_RULES_PREDICATE_H_
