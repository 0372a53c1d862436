// The values of an event at the paths that a rule asks for, and the array elements they lie in.
//
//   Fields fields(PathsOf(predicate));
//   absl::Status added = fields.AddJson("data", R"({"items": [{"x": 1}, {"x": 2}]})");
//   fields.AddScalar("type", {JsonKind::kString, "com.shop.order.placed"});
//
// Values lie in scopes. The root is a scope, and so is each array or object that is an element of
// an array: {"a": [{"x": 1}, [2, 3], 4]} has 1 in the scope of the first element, 2 and 3 in that
// of the second, and 4, a scalar right in the array, in the root.
//
//   root scope -- values
//        \-- array -- element scope -- values
//                 \-- element scope -- values
//                              \-- array -- ...
#ifndef EVENTBUS_RULES_FIELDS_H_
#define EVENTBUS_RULES_FIELDS_H_

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "eventbus/rules/scalar_test.h"

namespace eventbus::rules {

// Not thread-safe. Time and space are linear in the JSON text, for paths of bounded length.
class Fields {
 public:
  using PathId = std::size_t;   // the place of a path in the list of paths
  using ScopeId = std::size_t;  // 0 is the root
  using ArrayId = std::size_t;

  // Arrays nested deeper, on the way to a value that the rule asks for, are refused.
  static constexpr std::size_t kMaxArrayNesting = 256;

  // `paths` are sorted, each once, and outlive this.
  explicit Fields(absl::Span<const std::string> paths);
  Fields(const Fields&) = delete;
  Fields& operator=(const Fields&) = delete;

  // Adds what the JSON value has at the paths, where it stands at `path`, or is the whole document
  // if that is nullopt. Members with the same path all count. InvalidArgument says what is wrong
  // with the text and at which byte; some of its values may have been added then.
  absl::Status AddJson(std::optional<std::string_view> path, std::string_view json);

  // Adds a value to the root, if the rule asks for it. The text is copied.
  void AddScalar(std::string_view path, Scalar value);

  // Whether the rule asks for values at this path or below it.
  bool Wants(std::string_view path) const;

  PathId IdOf(std::string_view path) const;  // of a path of the list

  // All values at a path, in the order of the text.
  absl::Span<const Scalar> ValuesAt(PathId path) const { return values_[path]; }

  // The values at a path right in a scope; the arrays right in a scope that have any values below;
  // whether an array has values at a path below; the elements of an array that have any.
  absl::Span<const Scalar> ValuesIn(ScopeId scope, PathId path) const;
  absl::Span<const ArrayId> ArraysIn(ScopeId scope) const { return scopes_[scope].arrays; }
  bool Has(ArrayId array, PathId path) const;
  absl::Span<const ScopeId> ElementsOf(ArrayId array) const { return arrays_[array].elements; }

 private:
  friend class FieldReader;

  struct PathValues {
    PathId path = 0;
    std::vector<Scalar> values;
  };
  struct Scope {
    std::optional<ArrayId> element_of;
    std::vector<PathValues> values;  // sorted by path
    std::vector<ArrayId> arrays;     // that have values
  };
  struct Array {
    ScopeId in = 0;
    std::vector<ScopeId> elements;  // that have values
    std::vector<PathId> paths;      // at which there are values below; sorted
  };

  std::optional<PathId> Find(std::string_view path) const;
  bool HasPathBelow(std::string_view path) const;
  void Add(ScopeId scope, PathId path, Scalar value);

  absl::Span<const std::string> paths_;
  std::vector<std::vector<Scalar>> values_;  // for each path
  std::deque<std::string> texts_;            // what the values view
  std::vector<Scope> scopes_;
  std::vector<Array> arrays_;
};

}  // namespace eventbus::rules

#endif  // EVENTBUS_RULES_FIELDS_H_
