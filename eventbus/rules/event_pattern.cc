#include "eventbus/rules/event_pattern.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/rules/compiled_rule.h"
#include "eventbus/rules/json_tree.h"
#include "eventbus/rules/pattern_field.h"
#include "eventbus/rules/predicate.h"

namespace eventbus {
namespace {

using ::cloudevents::internal::Annotate;
using ::cloudevents::internal::Cat;
using ::cloudevents::internal::InvalidArgument;
using rules::JsonKind;
using rules::JsonTree;
using rules::Predicate;

// What has to hold together: the fields of nested objects, by their paths, and each `$or` among
// them.
struct Conjunction {
  struct Disjunction {
    Predicate predicate;
    std::set<std::string> paths;  // of all of its branches
  };

  std::map<std::string, Predicate> fields;
  std::vector<Disjunction> disjunctions;
};

std::string Place(const std::string& path) {
  return path.empty() ? "in the pattern" : Cat("at `", path, "`");
}

class Parser {
 public:
  explicit Parser(const EventPatternOptions& options) : options_(options) {}

  absl::StatusOr<Predicate> Parse(const JsonTree& pattern) {
    if (pattern.kind != JsonKind::kObject) {
      return InvalidArgument("the pattern is ", JsonKindName(pattern.kind),
                             "; it has to be an object, such as {\"type\": [\"order.placed\"]}");
    }
    Conjunction all;
    if (absl::Status read = ReadObject("", pattern, all); !read.ok()) return read;
    absl::StatusOr<Conjunction::Disjunction> whole = Conjoin(std::move(all));
    if (!whole.ok()) return whole.status();
    absl::StatusOr<Predicate> joint =
        Predicate::Joint(std::move(whole->predicate), options_.max_or_combinations);
    if (!joint.ok()) return Annotate("`$or`", joint.status());
    return joint;
  }

 private:
  // Adds the members of an object whose names continue `prefix`: "" or what ends in a dot.
  absl::Status ReadObject(const std::string& prefix, const JsonTree& object, Conjunction& out) {
    if (object.members.empty()) {
      return InvalidArgument(Place(prefix), ": an empty object asks for nothing; leave it out, or ",
                             "use Rule::All()");
    }
    for (const auto& [name, value] : object.members) {
      absl::Status read = name == "$or" ? ReadOr(prefix, value, out)
                                        : ReadMember(Cat(prefix, name), name, value, out);
      if (!read.ok()) return read;
    }
    const auto is_or = [](const auto& member) { return member.name == "$or"; };
    if (std::count_if(object.members.begin(), object.members.end(), is_or) > 1) {
      return InvalidArgument(Place(prefix), ": `$or` appears twice in one object; put one of them ",
                             "into each branch of the other");
    }
    return absl::OkStatus();
  }

  absl::Status ReadMember(const std::string& path, std::string_view name, const JsonTree& value,
                          Conjunction& out) {
    if (or_depth_ > 0 && rules::IsReservedName(name)) {
      return InvalidArgument("at `", path, "`: `", name, "` is an operator's name, which cannot ",
                             "name a field within `$or`; an operator stands in a field's list");
    }
    if (value.kind == JsonKind::kObject) return ReadObject(Cat(path, "."), value, out);
    if (value.kind != JsonKind::kArray) {
      return InvalidArgument("at `", path, "`: a field has a list of alternatives; write [",
                             value.kind == JsonKind::kString ? "\"...\"" : "...", "] for ",
                             JsonKindName(value.kind));
    }
    absl::StatusOr<rules::PatternField> field = rules::ParsePatternField(path, value);
    if (!field.ok()) return field.status();
    predicates_ += field->tests;
    if (predicates_ > options_.max_predicates) {
      return InvalidArgument("the pattern has more than ", options_.max_predicates,
                             " predicates (max_predicates)");
    }
    out.fields.insert_or_assign(path, std::move(field->predicate));  // the last one wins
    return absl::OkStatus();
  }

  absl::Status ReadOr(const std::string& prefix, const JsonTree& value, Conjunction& out) {
    if (value.kind != JsonKind::kArray || value.elements.size() < 2) {
      return InvalidArgument(Place(prefix),
                             ": `$or` takes a list of at least two objects, such as ",
                             "{\"$or\": [{\"a\": [1]}, {\"b\": [2]}]}");
    }
    ++or_depth_;
    std::vector<Predicate> branches;
    std::set<std::string> paths;
    for (const JsonTree& element : value.elements) {
      if (element.kind != JsonKind::kObject) {
        return InvalidArgument(Place(prefix), ": a branch of `$or` is ", JsonKindName(element.kind),
                               "; each has to be an object, such as {\"a\": [1]}");
      }
      Conjunction branch;
      if (absl::Status read = ReadObject(prefix, element, branch); !read.ok()) return read;
      absl::StatusOr<Conjunction::Disjunction> whole = Conjoin(std::move(branch));
      if (!whole.ok()) return whole.status();
      branches.push_back(std::move(whole->predicate));
      paths.merge(whole->paths);
    }
    --or_depth_;
    out.disjunctions.push_back({Predicate::Or(std::move(branches)), std::move(paths)});
    return absl::OkStatus();
  }

  // All of it as one predicate, with its paths. A path may be asked for once only: EventBridge lets
  // the branch override the outer field or the reverse, by their order, which nobody can mean.
  static absl::StatusOr<Conjunction::Disjunction> Conjoin(Conjunction conjunction) {
    std::vector<Predicate> parts;
    std::set<std::string> paths;
    for (auto& [path, predicate] : conjunction.fields) {
      parts.push_back(std::move(predicate));
      paths.insert(path);
    }
    for (Conjunction::Disjunction& disjunction : conjunction.disjunctions) {
      for (const std::string& path : disjunction.paths) {
        if (paths.insert(path).second) continue;
        return InvalidArgument("at `", path, "`: a branch of `$or` asks for a field that is asked ",
                               "for outside of it as well; keep one of the two");
      }
      parts.push_back(std::move(disjunction.predicate));
    }
    return Conjunction::Disjunction{parts.size() == 1 ? parts[0] : Predicate::And(std::move(parts)),
                                    std::move(paths)};
  }

  const EventPatternOptions& options_;
  std::size_t predicates_ = 0;
  std::size_t or_depth_ = 0;
};

}  // namespace

absl::StatusOr<Rule> EventPattern::Parse(std::string_view json,
                                         const EventPatternOptions& options) {
  constexpr std::string_view kLanguage = "event-pattern";
  if (json.size() > options.max_bytes) {
    return InvalidArgument("the pattern has ", json.size(), " bytes, more than ", options.max_bytes,
                           " (max_bytes)");
  }
  const absl::StatusOr<JsonTree> tree = rules::ParseJsonTree(json, options.max_depth);
  if (!tree.ok()) return Annotate("the pattern cannot be read as JSON", tree.status());
  absl::StatusOr<Predicate> predicate = Parser(options).Parse(*tree);
  if (!predicate.ok()) return predicate.status();
  return Rule(rules::CompileRule(*std::move(predicate), options.view, json, kLanguage));
}

}  // namespace eventbus
