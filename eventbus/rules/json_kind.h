// The kinds of JSON values.
#ifndef EVENTBUS_RULES_JSON_KIND_H_
#define EVENTBUS_RULES_JSON_KIND_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace eventbus::rules {

enum class JsonKind : std::uint8_t { kNull, kFalse, kTrue, kNumber, kString, kArray, kObject };

// For messages: "null", "false", "true", "a number", "a string", "an array", "an object".
constexpr std::string_view JsonKindName(JsonKind kind) {
  constexpr std::string_view kNames[] = {"null",     "false",    "true",     "a number",
                                         "a string", "an array", "an object"};
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace eventbus::rules

#endif  // EVENTBUS_RULES_JSON_KIND_H_
