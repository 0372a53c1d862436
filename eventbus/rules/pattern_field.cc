#include "eventbus/rules/pattern_field.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/rules/case_folding.h"

namespace eventbus::rules {
namespace {

using ::cloudevents::internal::Annotate;
using ::cloudevents::internal::Cat;
using ::cloudevents::internal::InvalidArgument;

constexpr std::string_view kOperators =
    "prefix, suffix, equals-ignore-case, wildcard, cidr, exists, numeric, anything-but, exact";

// "`prefix` takes a string, such as "a"; it has a number".
absl::Status WrongOperand(std::string_view name, std::string_view wanted, const JsonTree& found) {
  return InvalidArgument("`", name, "` takes ", wanted, "; it has ", JsonKindName(found.kind));
}

// The one member of an operator's object.
absl::StatusOr<const JsonTreeMember*> OnlyMember(const JsonTree& object) {
  if (object.members.size() == 1) return &object.members[0];
  return InvalidArgument("an operator's object has one member, such as {\"prefix\": \"a\"}; this ",
                         "one has ", object.members.size(),
                         ": write each operator as an alternative of its own");
}

absl::StatusOr<ScalarTest> ParseCidr(const JsonTree& operand) {
  if (operand.kind != JsonKind::kString) {
    return WrongOperand("cidr", "a string, such as \"10.0.0.0/8\"", operand);
  }
  absl::StatusOr<IpNetwork> network = IpNetwork::Parse(operand.text);
  if (!network.ok()) return Annotate(Cat("`cidr` ", operand.text), network.status());
  return InNetwork{*std::move(network)};
}

absl::StatusOr<ScalarTest> ParseWildcard(const JsonTree& operand) {
  if (operand.kind != JsonKind::kString) {
    return WrongOperand("wildcard", "a string, such as \"a*z\"", operand);
  }
  absl::StatusOr<Wildcard> wildcard = Wildcard::Parse(operand.text);
  if (!wildcard.ok()) return Annotate(Cat("`wildcard` ", operand.text), wildcard.status());
  return FitsWildcard{*std::move(wildcard)};
}

absl::StatusOr<ScalarTest> ParseIgnoreCase(const JsonTree& operand) {
  if (operand.kind != JsonKind::kString) {
    return WrongOperand("equals-ignore-case", "a string, such as \"abc\"", operand);
  }
  return Equals{FoldCase(operand.text), true};
}

// The operand of prefix and suffix: a string, or {"equals-ignore-case": string}.
template <typename StringTest>
absl::StatusOr<ScalarTest> ParseAffix(std::string_view name, const JsonTree& operand) {
  if (operand.kind == JsonKind::kString) return StringTest{operand.text, false};
  if (operand.kind == JsonKind::kObject && operand.members.size() == 1 &&
      operand.members[0].name == "equals-ignore-case" &&
      operand.members[0].value.kind == JsonKind::kString) {
    return StringTest{FoldCase(operand.members[0].value.text), true};
  }
  return WrongOperand(name, "a string, or {\"equals-ignore-case\": a string}", operand);
}

// Reads a list such as [">", 0, "<=", 5] from the front.
class RangeParser {
 public:
  explicit RangeParser(const JsonTree& operand) : operand_(operand) {}

  absl::StatusOr<ScalarTest> Parse() {
    if (operand_.kind != JsonKind::kArray) return Error("it is no list");
    const std::vector<JsonTree>& items = operand_.elements;
    if (items.size() != 2 && items.size() != 4) return Error("it has an odd length");
    InRange range;
    for (std::size_t i = 0; i < items.size(); i += 2) {
      if (items[i].kind != JsonKind::kString) return Error("an operator is no string");
      if (items[i + 1].kind != JsonKind::kNumber) return Error("an operand is no number");
      const std::string& name = items[i].text;
      const Decimal number = *Decimal::Parse(items[i + 1].text);
      if (name == "=") {
        if (items.size() != 2) return Error("= stands alone");
        return EqualsNumber{number};
      }
      if (name != ">" && name != ">=" && name != "<" && name != "<=") {
        return Error(Cat("\"", name, "\" is no operator of it"));
      }
      const bool low = name[0] == '>';
      if (items.size() == 4 && low != (i == 0)) return Error("the lower bound comes first");
      (low ? range.low : range.high) = NumberBound{number, name.size() == 2};
    }
    if (range.low.has_value() && range.high.has_value() && IsEmpty(*range.low, *range.high)) {
      return Error("no number lies between these bounds");
    }
    return range;
  }

 private:
  static bool IsEmpty(const NumberBound& low, const NumberBound& high) {
    if (low.value == high.value) return !low.inclusive || !high.inclusive;
    return low.value > high.value;
  }

  static absl::Status Error(std::string_view what) {
    return InvalidArgument(
        "`numeric` takes =, <, <=, > or >= and a number, or a lower and then an ",
        "upper bound, such as [\">\", 0, \"<=\", 5]: ", what);
  }

  const JsonTree& operand_;
};

// What anything-but excludes: one value or a list of `operand`, each parsed by `parse`.
template <typename Parse>
absl::StatusOr<Test> ParseExcluded(const JsonTree& operand, Parse parse) {
  NoneOf none_of;
  if (operand.kind == JsonKind::kArray && operand.elements.empty()) {
    return InvalidArgument("`anything-but` has an empty list; name at least one value");
  }
  const auto add = [&](const JsonTree& item) {
    absl::StatusOr<ScalarTest> test = parse(item);
    if (!test.ok()) return test.status();
    none_of.tests.push_back(*std::move(test));
    return absl::OkStatus();
  };
  if (operand.kind != JsonKind::kArray) {
    if (absl::Status added = add(operand); !added.ok()) return added;
    return none_of;
  }
  for (const JsonTree& item : operand.elements) {
    if (absl::Status added = add(item); !added.ok()) return added;
  }
  return none_of;
}

absl::StatusOr<ScalarTest> ParseExcludedValue(const JsonTree& item) {
  if (item.kind == JsonKind::kString) return Equals{item.text, false};
  if (item.kind == JsonKind::kNumber) return EqualsNumber{*Decimal::Parse(item.text)};
  return WrongOperand("anything-but",
                      "a string or a number, a list of strings or of numbers, or an operator",
                      item);
}

template <typename StringTest>
absl::StatusOr<ScalarTest> ParseExcludedAffix(std::string_view name, const JsonTree& item) {
  if (item.kind != JsonKind::kString) {
    return WrongOperand(Cat("anything-but` over `", name), "a string or a list of strings", item);
  }
  if (item.text.empty()) {
    return InvalidArgument("`anything-but` over an empty `", name, "` excludes every string");
  }
  return StringTest{item.text, false};
}

absl::StatusOr<Test> ParseExcludedOperator(const JsonTree& operand) {
  const auto member = OnlyMember(operand);
  if (!member.ok()) return Annotate("`anything-but`", member.status());
  const auto& [name, value] = **member;
  if (name == "prefix") {
    return ParseExcluded(
        value, [](const JsonTree& item) { return ParseExcludedAffix<HasPrefix>("prefix", item); });
  }
  if (name == "suffix") {
    return ParseExcluded(
        value, [](const JsonTree& item) { return ParseExcludedAffix<HasSuffix>("suffix", item); });
  }
  if (name == "equals-ignore-case") return ParseExcluded(value, ParseIgnoreCase);
  if (name == "wildcard") return ParseExcluded(value, ParseWildcard);
  return InvalidArgument("`anything-but` does not take `", name,
                         "`; it takes prefix, suffix, equals-ignore-case and wildcard");
}

absl::StatusOr<Test> ParseAnythingBut(const JsonTree& operand) {
  if (operand.kind == JsonKind::kObject) return ParseExcludedOperator(operand);
  const std::vector<JsonTree>& items = operand.elements;
  const bool mixed = std::any_of(items.begin(), items.end(),
                                 [&](const JsonTree& item) { return item.kind != items[0].kind; });
  if (mixed) {
    return InvalidArgument("`anything-but` has a list of mixed types; give it strings only or ",
                           "numbers only");
  }
  return ParseExcluded(operand, ParseExcludedValue);
}

// Wraps what a parser of a single test returns.
absl::StatusOr<Test> AsTest(absl::StatusOr<ScalarTest> test) {
  if (!test.ok()) return test.status();
  return Test(*std::move(test));
}

absl::StatusOr<Test> ParseOperator(const JsonTree& object) {
  const auto member = OnlyMember(object);
  if (!member.ok()) return member.status();
  const auto& [name, operand] = **member;
  if (name == "prefix") return AsTest(ParseAffix<HasPrefix>(name, operand));
  if (name == "suffix") return AsTest(ParseAffix<HasSuffix>(name, operand));
  if (name == "equals-ignore-case") return AsTest(ParseIgnoreCase(operand));
  if (name == "wildcard") return AsTest(ParseWildcard(operand));
  if (name == "cidr") return AsTest(ParseCidr(operand));
  if (name == "numeric") return AsTest(RangeParser(operand).Parse());
  if (name == "anything-but") return ParseAnythingBut(operand);
  if (name == "exists") {
    if (operand.kind == JsonKind::kTrue) return Test(AnyValue());
    if (operand.kind == JsonKind::kFalse) return Test(NoValue());
    return WrongOperand(name, "true or false", operand);
  }
  if (name == "exact") {
    if (operand.kind == JsonKind::kString) return Test(Equals{operand.text, false});
    return WrongOperand(name, "a string", operand);
  }
  return InvalidArgument("`", name, "` is no operator; these are: ", kOperators);
}

absl::StatusOr<Test> ParseAlternative(const JsonTree& alternative) {
  switch (alternative.kind) {
    case JsonKind::kString:
      return Test(Equals{alternative.text, false});
    case JsonKind::kNumber:
      return Test(EqualsNumber{*Decimal::Parse(alternative.text)});
    case JsonKind::kObject:
      return ParseOperator(alternative);
    case JsonKind::kArray:
      return InvalidArgument("has a list within its list; alternatives are values and operators, ",
                             "and arrays of events are looked through");
    default:
      return Test(Is{alternative.kind});
  }
}

std::size_t CountTests(const Test& test) {
  const auto* none_of = std::get_if<NoneOf>(&test);
  return none_of == nullptr ? 1 : none_of->tests.size();
}

}  // namespace

absl::StatusOr<PatternField> ParsePatternField(const std::string& path, const JsonTree& list) {
  if (list.elements.empty()) {
    return InvalidArgument("at `", path, "`: the list is empty; name at least one alternative");
  }
  std::size_t tests = 0;
  std::vector<Predicate> leaves;
  for (const JsonTree& alternative : list.elements) {
    absl::StatusOr<Test> test = ParseAlternative(alternative);
    if (!test.ok()) return Annotate(Cat("at `", path, "`"), test.status());
    tests += CountTests(*test);
    Leaf leaf{.path = path, .test = *std::move(test)};
    leaf.when_absent = std::holds_alternative<NoValue>(leaf.test);
    leaf.on_other_type = std::holds_alternative<NoneOf>(leaf.test);
    leaves.push_back(Predicate::Of(std::move(leaf)));
  }
  return PatternField{leaves.size() == 1 ? leaves[0] : Predicate::Or(std::move(leaves)), tests};
}

bool IsReservedName(std::string_view name) {
  constexpr std::string_view kReserved[] = {
      "exact", "equals-ignore-case", "prefix", "suffix", "anything-but", "exists", "wildcard",
      "numeric", "cidr", "=", "<", "<=", ">", ">=",
      // Not operators yet, but refused by EventBridge.
      "regex", "not-wildcard", "not-equals-ignore-case", "date-after", "date-on-or-after",
      "date-before", "date-on-or-before", "in-date-range", "ip-address-in-range",
      "ip-address-not-in-range"};
  return std::find(std::begin(kReserved), std::end(kReserved), name) != std::end(kReserved);
}

}  // namespace eventbus::rules
