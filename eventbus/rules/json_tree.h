// A small JSON text, such as a pattern, as a tree that keeps its numbers as text, its members in
// order with duplicates, and where each value stands.
//
//   absl::StatusOr<JsonTree> tree = ParseJsonTree(R"({"a": [1, 2]})", /*max_depth=*/64);
//   tree->members[0].name;                    // "a"
//   tree->members[0].value.elements[1].text;  // "2"
#ifndef EVENTBUS_RULES_JSON_TREE_H_
#define EVENTBUS_RULES_JSON_TREE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "eventbus/rules/json_kind.h"

namespace eventbus::rules {

struct JsonTreeMember;

struct JsonTree {
  JsonKind kind = JsonKind::kNull;
  std::string text;                     // the characters of a string, the text of a number
  std::size_t position = 0;             // in bytes
  std::vector<JsonTree> elements;       // of an array
  std::vector<JsonTreeMember> members;  // of an object
};

struct JsonTreeMember {
  std::string name;
  JsonTree value;
};

// The one JSON value that `text` is. InvalidArgument says what is wrong and at which byte; also
// when arrays and objects are nested deeper than `max_depth`.
absl::StatusOr<JsonTree> ParseJsonTree(std::string_view text, std::size_t max_depth);

}  // namespace eventbus::rules

#endif  // EVENTBUS_RULES_JSON_TREE_H_
