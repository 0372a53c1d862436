#include "cloudevents/testing/matchers.h"

#include <gmock/gmock.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"

namespace cloudevents::testing {
namespace {

using ::testing::Matcher;
using ::testing::MatchResultListener;
using ::testing::StringMatchResultListener;

// Runs `matcher`, and lets its own explanation follow what has been said so far.
template <typename T>
bool MatchAndSay(const Matcher<const T&>& matcher, const T& value, MatchResultListener& listener) {
  StringMatchResultListener inner;
  const bool matches = matcher.MatchAndExplain(value, &inner);
  if (!inner.str().empty()) listener << ", " << inner.str();
  return matches;
}

class AttributeMatcher {
 public:
  using is_gtest_matcher = void;

  AttributeMatcher(std::string_view name, Matcher<const std::string&> text)
      : name_(name), text_(std::move(text)) {}

  bool MatchAndExplain(const Event& event, std::ostream* out) const {
    StringMatchResultListener listener;
    const std::optional<AttributeView> value = event.attribute(name_);
    bool matches = false;
    if (value.has_value()) {
      listener << "whose " << name_ << " is \"" << value->text() << '"';
      matches = MatchAndSay(text_, std::string(value->text()), listener);
    } else {
      listener << "which has no " << name_;
    }
    if (out != nullptr) *out << listener.str();
    return matches;
  }

  void DescribeTo(std::ostream* out) const {
    *out << "has the attribute " << name_ << " which ";
    text_.DescribeTo(out);
  }

  void DescribeNegationTo(std::ostream* out) const {
    *out << "has no attribute " << name_ << " which ";
    text_.DescribeTo(out);
  }

 private:
  std::string name_;
  Matcher<const std::string&> text_;
};

// The paths at which `actual` has what `expected` has not, or the other way round.
std::string Difference(const nlohmann::json& expected, const nlohmann::json& actual) {
  return nlohmann::json::diff(expected, actual)
      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void SayWhyNoJson(const Event& event, MatchResultListener& listener) {
  listener << "which has no JSON data: " << std::string(event.json().status().message());
}

MATCHER_P(LacksAttributeMatcher, name, "has no attribute " + name) {
  const std::optional<AttributeView> value = arg.attribute(name);
  if (!value.has_value()) return true;
  *result_listener << "whose " << name << " is \"" << value->text() << '"';
  return false;
}

MATCHER_P(DataMatcher, bytes,
          "has data which " + ::testing::DescribeMatcher<const std::string&>(bytes)) {
  if (arg.data_kind() == DataKind::kAbsent) {
    *result_listener << "which has no data";
    return false;
  }
  *result_listener << "whose data is \"" << arg.data() << '"';
  return MatchAndSay<std::string>(bytes, std::string(arg.data()), *result_listener);
}

MATCHER(HasNoDataMatcher, "has no data") { return arg.data_kind() == DataKind::kAbsent; }

MATCHER_P(JsonDataIsMatcher, expected, "has the JSON data " + expected) {
  const nlohmann::json wanted =
      nlohmann::json::parse(expected, /*cb=*/nullptr, /*allow_exceptions=*/false);
  if (wanted.is_discarded()) {
    *result_listener << "but what is expected is no JSON text";
    return false;
  }
  const absl::StatusOr<const nlohmann::json*> value = arg.json();
  if (!value.ok()) {
    SayWhyNoJson(arg, *result_listener);
    return false;
  }
  if (**value == wanted) return true;
  *result_listener << "whose data differs by " << Difference(wanted, **value);
  return false;
}

MATCHER_P(JsonDataMatchesMatcher, matcher,
          "has JSON data which " + ::testing::DescribeMatcher<const nlohmann::json&>(matcher)) {
  const absl::StatusOr<const nlohmann::json*> value = arg.json();
  if (!value.ok()) {
    SayWhyNoJson(arg, *result_listener);
    return false;
  }
  *result_listener << "whose data is " << arg.data();
  return MatchAndSay<nlohmann::json>(matcher, **value, *result_listener);
}

// The names of all attributes that either event has.
std::set<std::string, std::less<>> AttributeNames(const Event& a, const Event& b) {
  std::set<std::string, std::less<>> names = {"id",   "source",          "type",      "subject",
                                              "time", "datacontenttype", "dataschema"};
  for (const Event* event : {&a, &b}) {
    for (const ExtensionView& extension : event->extensions()) names.emplace(extension.name);
  }
  return names;
}

void SayAttribute(const std::optional<AttributeView>& value, MatchResultListener& listener) {
  if (value.has_value()) {
    listener << '"' << value->text() << '"';
  } else {
    listener << "unset";
  }
}

MATCHER_P(EquivalentToMatcher, expected, "is equivalent to " + expected.DebugString()) {
  if (Equivalent(arg, expected)) return true;
  std::string_view separator = "which differs in ";
  for (const std::string& name : AttributeNames(arg, expected)) {
    const std::optional<AttributeView> actual = arg.attribute(name);
    const std::optional<AttributeView> wanted = expected.attribute(name);
    if (actual == wanted) continue;
    *result_listener << separator << name << " (";
    SayAttribute(actual, *result_listener);
    *result_listener << " instead of ";
    SayAttribute(wanted, *result_listener);
    *result_listener << ')';
    separator = ", ";
  }
  if (arg.data_kind() != expected.data_kind() || arg.data() != expected.data()) {
    *result_listener << separator << "data";
  }
  return false;
}

}  // namespace

Matcher<const Event&> HasAttribute(std::string_view name, const Matcher<const std::string&>& text) {
  return AttributeMatcher(name, text);
}

Matcher<const Event&> HasType(const Matcher<const std::string&>& text) {
  return HasAttribute("type", text);
}

Matcher<const Event&> HasSource(const Matcher<const std::string&>& text) {
  return HasAttribute("source", text);
}

Matcher<const Event&> HasSubject(const Matcher<const std::string&>& text) {
  return HasAttribute("subject", text);
}

Matcher<const Event&> HasId(const Matcher<const std::string&>& text) {
  return HasAttribute("id", text);
}

Matcher<const Event&> LacksAttribute(std::string_view name) {
  return LacksAttributeMatcher(std::string(name));
}

Matcher<const Event&> DataIs(const Matcher<const std::string&>& bytes) {
  return DataMatcher(bytes);
}

Matcher<const Event&> HasNoData() { return HasNoDataMatcher(); }

Matcher<const Event&> JsonDataIs(std::string_view json_text) {
  return JsonDataIsMatcher(std::string(json_text));
}

Matcher<const Event&> JsonDataMatches(const Matcher<const nlohmann::json&>& value) {
  return JsonDataMatchesMatcher(value);
}

Matcher<const Event&> EquivalentTo(const Event& expected) { return EquivalentToMatcher(expected); }

}  // namespace cloudevents::testing
