// One JSON object whose members are read by name, as DSSE's are.
//
//   absl::StatusOr<JsonObject> object = JsonObject::Parse(text, /*max_depth=*/8);
//   absl::StatusOr<std::string> payload = object->String("payload");
//
// A name that comes twice is refused, since readers that take the first and readers that take the
// last would see two different objects.
#ifndef CLOUDEVENTS_EXTENSIONS_INTERNAL_JSON_OBJECT_H_
#define CLOUDEVENTS_EXTENSIONS_INTERNAL_JSON_OBJECT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace cloudevents::internal {

// Views the text that it was read from. Immutable.
class JsonObject {
 public:
  // InvalidArgument: `text` is not one JSON object in UTF-8, nests deeper than `max_depth`, or has
  // a name twice at its top.
  static absl::StatusOr<JsonObject> Parse(std::string_view text, std::size_t max_depth);

  bool has(std::string_view name) const { return Find(name).has_value(); }

  // What a string member says. InvalidArgument if it is missing or no string.
  absl::StatusOr<std::string> String(std::string_view name) const;

  // The elements of an array member, as JSON text. InvalidArgument if it is missing, no array, or
  // has more than `max_elements`.
  absl::StatusOr<std::vector<std::string_view>> Array(std::string_view name,
                                                      std::size_t max_elements) const;

 private:
  using Member = std::pair<std::string, std::string_view>;  // name, value as JSON text

  explicit JsonObject(std::vector<Member> members) : members_(std::move(members)) {}

  std::optional<std::string_view> Find(std::string_view name) const;

  std::vector<Member> members_;  // sorted by name
};

// What a string in well-formed JSON text says; nullopt if the text is no string.
std::optional<std::string> JsonStringIn(std::string_view text);

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_EXTENSIONS_INTERNAL_JSON_OBJECT_H_
