#include "eventbus/rules/scalar_test.h"

#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/rules/case_folding.h"
#include "eventbus/rules/json_quote.h"

namespace eventbus::rules {
namespace {

using ::cloudevents::internal::Cat;

// `value` in the form in which a string test compares it; `folded` is room for it.
std::string_view Comparable(std::string_view value, bool ignore_case, std::string& folded) {
  if (!ignore_case) return value;
  folded = FoldCase(value);
  return folded;
}

// The verdict of each kind of test on a scalar that has its type.
struct Verdict {
  std::string_view text;

  bool operator()(const Equals& test) const {
    std::string folded;
    return Comparable(text, test.ignore_case, folded) == test.text;
  }
  bool operator()(const HasPrefix& test) const {
    std::string folded;
    return Comparable(text, test.ignore_case, folded).starts_with(test.text);
  }
  bool operator()(const HasSuffix& test) const {
    std::string folded;
    return Comparable(text, test.ignore_case, folded).ends_with(test.text);
  }
  bool operator()(const FitsWildcard& test) const { return test.wildcard.Matches(text); }
  bool operator()(const InNetwork& test) const { return test.network.Contains(text); }
  bool operator()(const EqualsNumber& test) const { return Decimal::Parse(text) == test.value; }
  bool operator()(const InRange& test) const {
    const std::optional<Decimal> number = Decimal::Parse(text);
    if (!number.has_value()) return false;
    const auto low_enough = [&](const NumberBound& high) {
      return *number < high.value || (high.inclusive && *number == high.value);
    };
    const auto high_enough = [&](const NumberBound& low) {
      return *number > low.value || (low.inclusive && *number == low.value);
    };
    return (!test.low.has_value() || high_enough(*test.low)) &&
           (!test.high.has_value() || low_enough(*test.high));
  }
};

bool IsNumberTest(const ScalarTest& test) {
  return std::holds_alternative<EqualsNumber>(test) || std::holds_alternative<InRange>(test);
}

std::string CaseText(std::string_view text, bool ignore_case) {
  return ignore_case ? Cat(R"({"equals-ignore-case": )", QuoteJson(text), "}") : QuoteJson(text);
}

std::string BoundText(const NumberBound& bound, char direction) {
  return Cat("\"", std::string(1, direction), bound.inclusive ? "=" : "", "\", ",
             bound.value.text());
}

// A test as a pattern's alternative.
struct Text {
  std::string operator()(const Is& test) const { return std::string(JsonKindName(test.constant)); }
  std::string operator()(const Equals& test) const { return CaseText(test.text, test.ignore_case); }
  std::string operator()(const HasPrefix& test) const {
    return Cat(R"({"prefix": )", CaseText(test.text, test.ignore_case), "}");
  }
  std::string operator()(const HasSuffix& test) const {
    return Cat(R"({"suffix": )", CaseText(test.text, test.ignore_case), "}");
  }
  std::string operator()(const FitsWildcard& test) const {
    return Cat(R"({"wildcard": )", QuoteJson(test.wildcard.text()), "}");
  }
  std::string operator()(const InNetwork& test) const {
    return Cat(R"({"cidr": )", QuoteJson(test.network.text()), "}");
  }
  std::string operator()(const EqualsNumber& test) const { return std::string(test.value.text()); }
  std::string operator()(const InRange& test) const {
    return Cat(R"({"numeric": [)", test.low ? BoundText(*test.low, '>') : "",
               test.low && test.high ? ", " : "", test.high ? BoundText(*test.high, '<') : "",
               "]}");
  }
  std::string operator()(const ScalarTest& test) const { return std::visit(*this, test); }
  std::string operator()(const NoneOf& test) const {
    std::string list;
    for (const ScalarTest& one : test.tests) {
      list += Cat(list.empty() ? "" : ", ", std::visit(*this, one));
    }
    return Cat(R"({"anything-but": [)", list, "]}");
  }
  std::string operator()(const AnyValue&) const { return R"({"exists": true})"; }
  std::string operator()(const NoValue&) const { return R"({"exists": false})"; }
};

}  // namespace

std::optional<bool> Judge(const ScalarTest& test, Scalar value) {
  if (const Is* is = std::get_if<Is>(&test)) {
    const bool same_type = (is->constant == JsonKind::kNull) == (value.kind == JsonKind::kNull) &&
                           value.kind <= JsonKind::kTrue;
    if (!same_type) return std::nullopt;
    return value.kind == is->constant;
  }
  if (value.kind != (IsNumberTest(test) ? JsonKind::kNumber : JsonKind::kString)) {
    return std::nullopt;
  }
  return std::visit(
      [&](const auto& one) {
        if constexpr (std::is_same_v<decltype(one), const Is&>) {
          return false;  // dealt with above
        } else {
          return Verdict{value.text}(one);
        }
      },
      test);
}

std::optional<bool> Judge(const Test& test, Scalar value) {
  if (const auto* scalar_test = std::get_if<ScalarTest>(&test)) return Judge(*scalar_test, value);
  if (const auto* none_of = std::get_if<NoneOf>(&test)) {
    std::optional<bool> verdict;
    for (const ScalarTest& one : none_of->tests) {
      const std::optional<bool> held = Judge(one, value);
      if (held.has_value()) verdict = verdict.value_or(true) && !*held;
    }
    return verdict;
  }
  return std::holds_alternative<AnyValue>(test);
}

std::string TestText(const Test& test) { return std::visit(Text(), test); }

}  // namespace eventbus::rules
