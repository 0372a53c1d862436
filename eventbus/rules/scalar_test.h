// Tests of one JSON scalar: the questions at the leaves of a predicate.
//
//   Test test = ScalarTest(Equals{.text = "JP"});
//   Judge(test, {JsonKind::kString, "JP"});    // true
//   Judge(test, {JsonKind::kNumber, "81"});    // nullopt: it says nothing about numbers
//
// A test says yes or no about scalars of its type and nothing about others: what those mean is for
// the leaf to say that holds the test.
#ifndef EVENTBUS_RULES_SCALAR_TEST_H_
#define EVENTBUS_RULES_SCALAR_TEST_H_

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "eventbus/rules/decimal.h"
#include "eventbus/rules/ip_network.h"
#include "eventbus/rules/json_kind.h"
#include "eventbus/rules/wildcard.h"

namespace eventbus::rules {

// A value of an event: null, true, false, a number's text, or a string's characters.
struct Scalar {
  JsonKind kind = JsonKind::kNull;
  std::string_view text;
};

// The tests of strings. Where `ignore_case`, `text` is folded (see case_folding.h), and so is what
// it is compared with.
struct Equals {
  std::string text;
  bool ignore_case = false;
};
struct HasPrefix {
  std::string text;
  bool ignore_case = false;
};
struct HasSuffix {
  std::string text;
  bool ignore_case = false;
};
struct FitsWildcard {
  Wildcard wildcard;
};
struct InNetwork {
  IpNetwork network;
};

// The tests of numbers: the same value, whatever the notation; between bounds.
struct EqualsNumber {
  Decimal value;
};
struct NumberBound {
  Decimal value;
  bool inclusive = false;
};
struct InRange {
  std::optional<NumberBound> low;
  std::optional<NumberBound> high;
};

// The test of true and false, and of null.
struct Is {
  JsonKind constant = JsonKind::kNull;
};

using ScalarTest =
    std::variant<Is, Equals, HasPrefix, HasSuffix, FitsWildcard, InNetwork, EqualsNumber, InRange>;

// True unless one of the tests says yes. It says nothing about a scalar if none of them does.
struct NoneOf {
  std::vector<ScalarTest> tests;
};

// True of each value. `NoValue` is false of each, so that it holds where there is none, if its leaf
// says so.
struct AnyValue {};
struct NoValue {};

using Test = std::variant<ScalarTest, NoneOf, AnyValue, NoValue>;

// The test's verdict; nullopt if the value is of a type about which it says nothing. In time linear
// in the value, except as Wildcard says.
std::optional<bool> Judge(const ScalarTest& test, Scalar value);
std::optional<bool> Judge(const Test& test, Scalar value);

// The test as an event pattern writes it, such as {"prefix": "a"}, for people.
std::string TestText(const Test& test);

}  // namespace eventbus::rules

#endif  // EVENTBUS_RULES_SCALAR_TEST_H_
