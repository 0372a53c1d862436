#include "eventbus/rules/fields.h"

#include <algorithm>
#include <utility>

#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/rules/json_reader.h"

namespace eventbus::rules {
namespace {

using ::cloudevents::internal::InvalidArgument;

}  // namespace

// Walks through one JSON text. What stands at paths that nobody asks for is read over, but read.
class FieldReader {
 public:
  FieldReader(Fields& fields, std::optional<std::string_view> path, std::string_view json)
      : fields_(fields), reader_(json), has_path_(path.has_value()), path_(path.value_or("")) {}

  absl::Status Read() {
    while (reader_.Next() > JsonToken::kEnd) {
      switch (reader_.token()) {
        case JsonToken::kKey:
          EnterMember();
          break;
        case JsonToken::kBeginObject:
          BeginObject();
          break;
        case JsonToken::kBeginArray:
          BeginArray();
          break;
        case JsonToken::kEndObject:
        case JsonToken::kEndArray:
          End();
          break;
        default:
          if (const auto id = has_path_ ? fields_.Find(path_) : std::nullopt) {
            fields_.Add(scope_, *id, {KindOf(reader_.token()), reader_.text()});
          }
      }
      if (array_nesting_ > Fields::kMaxArrayNesting) {
        return InvalidArgument("arrays at ", path_, " are nested deeper than ",
                               Fields::kMaxArrayNesting, " at byte ", reader_.position());
      }
    }
    return reader_.status();
  }

 private:
  // What was the case outside an open object or array.
  struct Outside {
    std::size_t path_size;
    bool has_path;
    Fields::ScopeId scope;
    std::optional<Fields::ArrayId> array;
  };

  // Leaves the member before, if any: the path is then the object's own again.
  void EnterMember() {
    path_.resize(outside_.back().path_size);
    has_path_ = outside_.back().has_path;
    if (has_path_) path_ += '.';
    path_ += reader_.text();
    has_path_ = true;
    if (fields_.Wants(path_)) return;
    const JsonToken token = reader_.Next();
    if (token == JsonToken::kBeginObject || token == JsonToken::kBeginArray) {
      reader_.SkipContainer();
    }
  }

  void BeginObject() {
    if (has_path_ && !fields_.HasPathBelow(path_)) {
      reader_.SkipContainer();
      return;
    }
    Enter();
    array_.reset();
  }

  void BeginArray() {
    Enter();
    ++array_nesting_;
    array_ = fields_.arrays_.size();
    fields_.arrays_.push_back({.in = scope_});
  }

  // Into an object or array: a scope of its own if it is an element.
  void Enter() {
    outside_.push_back({path_.size(), has_path_, scope_, array_});
    if (!array_.has_value()) return;
    scope_ = fields_.scopes_.size();
    fields_.scopes_.push_back({.element_of = array_});
  }

  void End() {
    if (array_.has_value()) --array_nesting_;
    path_.resize(outside_.back().path_size);
    has_path_ = outside_.back().has_path;
    scope_ = outside_.back().scope;
    array_ = outside_.back().array;
    outside_.pop_back();
  }

  Fields& fields_;
  JsonReader reader_;
  bool has_path_;  // false at the top of a whole document, where no name has been read yet
  std::string path_;
  Fields::ScopeId scope_ = 0;
  std::optional<Fields::ArrayId> array_;  // set while the innermost open container is an array
  std::size_t array_nesting_ = 0;
  std::vector<Outside> outside_;
};

Fields::Fields(absl::Span<const std::string> paths)
    : paths_(paths), values_(paths.size()), scopes_(1) {}

absl::Status Fields::AddJson(std::optional<std::string_view> path, std::string_view json) {
  return FieldReader(*this, path, json).Read();
}

void Fields::AddScalar(std::string_view path, Scalar value) {
  if (const std::optional<PathId> id = Find(path)) Add(0, *id, value);
}

std::optional<Fields::PathId> Fields::Find(std::string_view path) const {
  const auto found = std::lower_bound(paths_.begin(), paths_.end(), path);
  if (found == paths_.end() || *found != path) return std::nullopt;
  return found - paths_.begin();
}

Fields::PathId Fields::IdOf(std::string_view path) const { return Find(path).value(); }

bool Fields::HasPathBelow(std::string_view path) const {
  std::string start(path);
  start += '.';
  const auto found = std::lower_bound(paths_.begin(), paths_.end(), start);
  return found != paths_.end() && found->starts_with(start);
}

bool Fields::Wants(std::string_view path) const {
  return Find(path).has_value() || HasPathBelow(path);
}

// Also makes the arrays and elements around the value known to what is around them: only those
// that have values count.
void Fields::Add(ScopeId scope, PathId path, Scalar value) {
  value.text = texts_.emplace_back(value.text);
  values_[path].push_back(value);

  std::vector<PathValues>& in_scope = scopes_[scope].values;
  auto place = std::lower_bound(in_scope.begin(), in_scope.end(), path,
                                [](const PathValues& a, PathId b) { return a.path < b; });
  if (place == in_scope.end() || place->path != path) place = in_scope.insert(place, {path, {}});
  place->values.push_back(value);

  while (scopes_[scope].element_of.has_value()) {
    const ArrayId array_id = *scopes_[scope].element_of;
    Array& array = arrays_[array_id];
    if (array.elements.empty() || array.elements.back() != scope) array.elements.push_back(scope);
    const auto known = std::lower_bound(array.paths.begin(), array.paths.end(), path);
    if (known == array.paths.end() || *known != path) array.paths.insert(known, path);
    scope = array.in;
    std::vector<ArrayId>& arrays = scopes_[scope].arrays;
    if (arrays.empty() || arrays.back() != array_id) arrays.push_back(array_id);
  }
}

absl::Span<const Scalar> Fields::ValuesIn(ScopeId scope, PathId path) const {
  const std::vector<PathValues>& in_scope = scopes_[scope].values;
  const auto place = std::lower_bound(in_scope.begin(), in_scope.end(), path,
                                      [](const PathValues& a, PathId b) { return a.path < b; });
  if (place == in_scope.end() || place->path != path) return {};
  return place->values;
}

bool Fields::Has(ArrayId array, PathId path) const {
  return std::binary_search(arrays_[array].paths.begin(), arrays_[array].paths.end(), path);
}

}  // namespace eventbus::rules
