// A second, naive implementation of event patterns for tests: by the definition, by trying every
// choice, sharing no code with the first.
#ifndef TESTS_EVENTBUS_RULES_ORACLE_H_
#define TESTS_EVENTBUS_RULES_ORACLE_H_

#include <optional>
#include <string>
#include <vector>

namespace eventbus::testing {

struct JsonChild;

// A JSON value that keeps duplicate members and the notation of numbers.
struct Json {
  enum class Kind { kNull, kFalse, kTrue, kNumber, kString, kArray, kObject };
  Kind kind = Kind::kNull;
  std::string text;                 // of a string or number
  std::vector<JsonChild> children;  // members; elements have no name

  static Json String(std::string text);
  static Json Number(std::string text);
  static Json Array(std::vector<Json> elements);
  static Json Object(std::vector<JsonChild> members);
};

struct JsonChild {
  std::string name;
  Json value;
};

// As JSON text. Strings hold nothing that has to be escaped.
std::string Dump(const Json& value);

// Whether the pattern, which is valid but for `$or` branches that override other fields, matches
// the event; nullopt if it has such.
std::optional<bool> OracleMatches(const Json& pattern, const Json& event);

}  // namespace eventbus::testing

#endif  // TESTS_EVENTBUS_RULES_ORACLE_H_
