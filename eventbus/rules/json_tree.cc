#include "eventbus/rules/json_tree.h"

#include <string>

#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/rules/json_reader.h"

namespace eventbus::rules {
namespace {

using ::cloudevents::internal::InvalidArgument;

// Reads the value at whose first token the reader is. Recursion ends at `max_depth`.
absl::Status ReadTree(JsonReader& reader, std::size_t max_depth, JsonTree& tree) {
  if (reader.token() == JsonToken::kError) return reader.status();
  if (reader.depth() > max_depth) {
    return InvalidArgument("nested deeper than ", max_depth, " at byte ", reader.position());
  }
  tree.kind = KindOf(reader.token());
  tree.position = reader.position();
  if (tree.kind == JsonKind::kString || tree.kind == JsonKind::kNumber) tree.text = reader.text();
  if (tree.kind != JsonKind::kObject && tree.kind != JsonKind::kArray) return absl::OkStatus();
  while (reader.Next() != JsonToken::kEndObject && reader.token() != JsonToken::kEndArray) {
    JsonTree* child = nullptr;
    if (reader.token() == JsonToken::kKey) {
      child = &tree.members.emplace_back(JsonTreeMember{std::string(reader.text()), {}}).value;
      reader.Next();
    } else {
      child = &tree.elements.emplace_back();
    }
    if (absl::Status read = ReadTree(reader, max_depth, *child); !read.ok()) return read;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<JsonTree> ParseJsonTree(std::string_view text, std::size_t max_depth) {
  JsonReader reader(text);
  reader.Next();
  JsonTree tree;
  if (absl::Status read = ReadTree(reader, max_depth, tree); !read.ok()) return read;
  if (reader.Next() != JsonToken::kEnd) return reader.status();
  return tree;
}

}  // namespace eventbus::rules
