// The explanations of evaluator.h.
#include <cstddef>
#include <string>
#include <string_view>

#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/rules/evaluator.h"
#include "eventbus/rules/json_quote.h"

namespace eventbus::rules {
namespace {

using ::cloudevents::internal::Cat;

constexpr std::size_t kMaxValuesShown = 3;
constexpr std::size_t kMaxValueBytesShown = 64;
constexpr std::size_t kMaxPartsShown = 4;

// At most `limit` bytes, and no part of a character.
std::string_view Shortened(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) --limit;
  return text.substr(0, limit);
}

std::string ValueText(Scalar value) {
  const std::string_view shown = Shortened(value.text, kMaxValueBytesShown);
  const std::string text = value.kind == JsonKind::kString ? QuoteJson(shown) : std::string(shown);
  return shown.size() == value.text.size() ? text : Cat(text, "...");
}

// "`a`, `b`, ... (7 in all)"; collects one part after the other.
class ShortList {
 public:
  explicit ShortList(std::string_view separator, std::size_t limit)
      : separator_(separator), limit_(limit) {}

  void Add(std::string_view part) {
    if (++count_ > limit_) return;
    text_ += Cat(text_.empty() ? "" : separator_, part);
  }

  std::string text() const {
    return count_ <= limit_ ? text_ : Cat(text_, separator_, "... (", count_, " in all)");
  }

 private:
  std::string_view separator_;
  std::size_t limit_;
  std::size_t count_ = 0;
  std::string text_;
};

Failure FieldFailure(const Predicate& field, const Fields& fields) {
  const std::string& path = field.field_leaves().front()->path;
  ShortList tests(", ", kMaxPartsShown);
  for (const Leaf* leaf : field.field_leaves()) tests.Add(TestText(leaf->test));
  ShortList found(", ", kMaxValuesShown);
  for (const Scalar& value : fields.ValuesAt(fields.IdOf(path))) found.Add(ValueText(value));
  Failure failure{.path = path, .test = tests.text(), .found = found.text()};
  if (failure.found.empty()) failure.found = "nothing";
  failure.reason = Cat("`", path, "` is ", failure.found, "; wanted ", failure.test);
  return failure;
}

// What a predicate that holds without binding fails on is the binding.
Failure BindingFailure(const Predicate& joint) {
  ShortList paths(", ", kMaxPartsShown);
  for (const std::string& path : PathsOf(joint)) paths.Add(Cat("`", path, "`"));
  return {.reason = Cat("each field holds by itself, but not all within the same array elements: ",
                        paths.text())};
}

}  // namespace

Failure FindFailure(const Predicate& predicate, const Fields& fields) {
  if (predicate.is_field()) return FieldFailure(predicate, fields);
  switch (predicate.kind()) {
    case Predicate::Kind::kAnd:
      for (const Predicate& child : predicate.children()) {
        if (!Evaluate(child, fields)) return FindFailure(child, fields);
      }
      return {.reason = "nothing fails"};
    case Predicate::Kind::kOr: {
      ShortList reasons("; nor: ", kMaxPartsShown);
      for (const Predicate& child : predicate.children()) {
        reasons.Add(FindFailure(child, fields).reason);
      }
      return {.reason = Cat("no branch holds: ", reasons.text())};
    }
    case Predicate::Kind::kJoint: {
      const Predicate& child = predicate.children()[0];
      return Evaluate(child, fields) ? BindingFailure(predicate) : FindFailure(child, fields);
    }
    default:
      return {.reason = "what must not hold does"};
  }
}

}  // namespace eventbus::rules
