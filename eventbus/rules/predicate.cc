#include "eventbus/rules/predicate.h"

#include <algorithm>

#include "cloudevents/internal/abseil_strings.h"

namespace eventbus::rules {

struct Predicate::Node {
  Kind kind = Kind::kLeaf;
  Leaf leaf;
  std::vector<Predicate> children;
};

namespace {

using ::cloudevents::internal::InvalidArgument;

// Whether `predicate` is made of what Predicate::Joint takes.
bool CanBeJoined(const Predicate& predicate) {
  switch (predicate.kind()) {
    case Predicate::Kind::kLeaf:
      return predicate.leaf().over == Quantifier::kAny;
    case Predicate::Kind::kAnd:
    case Predicate::Kind::kOr:
      return std::all_of(predicate.children().begin(), predicate.children().end(), CanBeJoined);
    default:
      return false;
  }
}

void CollectPaths(const Predicate& predicate, std::vector<std::string>& paths) {
  if (predicate.kind() == Predicate::Kind::kLeaf) paths.push_back(predicate.leaf().path);
  for (const Predicate& child : predicate.children()) CollectPaths(child, paths);
}

}  // namespace

Predicate Predicate::Of(Leaf leaf) {
  auto node = std::make_shared<Node>();
  node->leaf = std::move(leaf);
  return Predicate(std::move(node));
}

Predicate Predicate::Branch(Kind kind, std::vector<Predicate> children) {
  auto node = std::make_shared<Node>();
  node->kind = kind;
  node->children = std::move(children);
  return Predicate(std::move(node));
}

Predicate Predicate::And(std::vector<Predicate> children) {
  return Branch(Kind::kAnd, std::move(children));
}

Predicate Predicate::Or(std::vector<Predicate> children) {
  return Branch(Kind::kOr, std::move(children));
}

Predicate Predicate::Not(Predicate child) { return Branch(Kind::kNot, {std::move(child)}); }

absl::StatusOr<Predicate> Predicate::Joint(Predicate child, std::size_t max_combinations) {
  if (!CanBeJoined(child)) {
    return InvalidArgument("a Joint takes And, Or and leaves over kAny only");
  }
  if (Combinations(child, max_combinations + 1) > max_combinations) {
    return InvalidArgument("the branches combine in more than ", max_combinations, " ways");
  }
  return Branch(Kind::kJoint, {std::move(child)});
}

Predicate::Kind Predicate::kind() const { return node_->kind; }
const Leaf& Predicate::leaf() const { return node_->leaf; }
absl::Span<const Predicate> Predicate::children() const { return node_->children; }

bool Predicate::is_field() const {
  if (kind() == Kind::kLeaf) return true;
  if (kind() != Kind::kOr || children().empty()) return false;
  return std::all_of(children().begin(), children().end(), [&](const Predicate& child) {
    return child.kind() == Kind::kLeaf && child.leaf().path == children()[0].leaf().path;
  });
}

std::vector<const Leaf*> Predicate::field_leaves() const {
  if (kind() == Kind::kLeaf) return {&leaf()};
  std::vector<const Leaf*> leaves;
  for (const Predicate& child : children()) leaves.push_back(&child.leaf());
  return leaves;
}

std::size_t Combinations(const Predicate& predicate, std::size_t limit) {
  if (predicate.is_field()) return 1;
  const bool product = predicate.kind() == Predicate::Kind::kAnd;
  std::size_t count = product ? 1 : 0;
  for (const Predicate& child : predicate.children()) {
    const std::size_t ways = Combinations(child, limit);
    if (product && ways == 0) return 0;
    if (product ? count > limit / ways : count > limit - ways) {
      count = limit;
      continue;  // a later child may still bring a product down to 0
    }
    count = product ? count * ways : count + ways;
  }
  return std::min(count, limit);
}

std::vector<std::string> PathsOf(const Predicate& predicate) {
  std::vector<std::string> paths;
  CollectPaths(predicate, paths);
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  return paths;
}

}  // namespace eventbus::rules
