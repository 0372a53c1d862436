#include "tests/eventbus/rules/oracle.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <sstream>
#include <utility>

namespace eventbus::testing {
namespace {

using Kind = Json::Kind;

// ---- One value and one alternative ----

// ASCII letters, É and é.
std::string Lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  for (std::size_t at = 0; (at = text.find("É", at)) != std::string::npos;)
    text.replace(at, 2, "é");
  return text;
}

bool FitsWildcard(const std::string& pattern, const std::string& text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') {
    for (std::size_t i = 0; i <= text.size(); ++i) {
      if (FitsWildcard(pattern.substr(1), text.substr(i))) return true;
    }
    return false;
  }
  return !text.empty() && text[0] == pattern[0] && FitsWildcard(pattern.substr(1), text.substr(1));
}

// "1.2.3.4" as a number.
std::optional<std::uint32_t> Ipv4(const std::string& text) {
  std::istringstream in(text);
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) {
    std::string part;
    if (!std::getline(in, part, '.') || part.empty()) return std::nullopt;
    if (part.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
    value = value << 8 | static_cast<std::uint32_t>(std::stoi(part));
  }
  return value;
}

bool InNetwork(const std::string& network, const std::string& text) {
  const std::size_t slash = network.find('/');
  const std::optional<std::uint32_t> base = Ipv4(network.substr(0, slash));
  const std::optional<std::uint32_t> address = Ipv4(text);
  const int bits = std::stoi(network.substr(slash + 1));
  if (!base || !address) return false;
  for (int i = 0; i < bits; ++i) {
    if ((*base ^ *address) >> (31 - i) & 1) return false;
  }
  return true;
}

double Value(const Json& number) { return std::strtod(number.text.c_str(), nullptr); }

bool InRange(const Json& range, double value) {
  for (std::size_t i = 0; i < range.children.size(); i += 2) {
    const std::string& op = range.children[i].value.text;
    const double bound = Value(range.children[i + 1].value);
    const bool holds = op == "="    ? value == bound
                       : op == "<"  ? value < bound
                       : op == "<=" ? value <= bound
                       : op == ">"  ? value > bound
                                    : value >= bound;
    if (!holds) return false;
  }
  return true;
}

bool StartsWith(const std::string& text, const std::string& start) {
  return text.substr(0, start.size()) == start;
}
bool EndsWith(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool Holds(const Json& alternative, const Json& value);

// What an operator says about a value; `exists` apart.
bool OperatorHolds(const std::string& name, const Json& operand, const Json& value) {
  const bool string = value.kind == Kind::kString;
  if (name == "anything-but") {
    const auto excluded = [&](const Json& one) {
      return operand.kind == Kind::kObject ? OperatorHolds(operand.children[0].name, one, value)
                                           : Holds(one, value);
    };
    const Json& list = operand.kind == Kind::kObject ? operand.children[0].value : operand;
    if (list.kind != Kind::kArray) return !excluded(list);
    return std::none_of(list.children.begin(), list.children.end(),
                        [&](const auto& one) { return excluded(one.value); });
  }
  if (name == "numeric") return value.kind == Kind::kNumber && InRange(operand, Value(value));
  if (!string) return false;
  if (name == "wildcard") return FitsWildcard(operand.text, value.text);
  if (name == "cidr") return InNetwork(operand.text, value.text);
  if (name == "equals-ignore-case") return Lower(operand.text) == Lower(value.text);
  const bool fold = operand.kind == Kind::kObject;
  const std::string wanted = fold ? Lower(operand.children[0].value.text) : operand.text;
  const std::string found = fold ? Lower(value.text) : value.text;
  return name == "prefix" ? StartsWith(found, wanted) : EndsWith(found, wanted);
}

bool IsAbsence(const Json& alternative) {
  return alternative.kind == Kind::kObject && alternative.children[0].name == "exists" &&
         alternative.children[0].value.kind == Kind::kFalse;
}

bool Holds(const Json& alternative, const Json& value) {
  if (alternative.kind == Kind::kObject) {
    const auto& [name, operand] = alternative.children[0];
    if (name == "exists") return operand.kind == Kind::kTrue;
    return OperatorHolds(name, operand, value);
  }
  if (alternative.kind != value.kind) return false;
  if (value.kind == Kind::kNumber) return Value(alternative) == Value(value);
  return alternative.text == value.text;
}

// ---- The event, flat ----

using Membership = std::map<int, int>;  // array, element

struct FlatValue {
  std::string path;
  Json value;
  Membership membership;
};

struct Flattener {
  std::vector<FlatValue> values;
  int arrays = 0;

  void Flatten(const std::optional<std::string>& path, const Json& value,
               const Membership& membership) {
    if (value.kind == Kind::kObject) {
      for (const auto& [name, member] : value.children) {
        Flatten(path ? *path + "." + name : name, member, membership);
      }
    } else if (value.kind == Kind::kArray) {
      const int array = arrays++;
      for (std::size_t i = 0; i < value.children.size(); ++i) {
        const Json& element = value.children[i].value;
        Membership inside = membership;
        if (element.kind == Kind::kArray || element.kind == Kind::kObject) {
          inside[array] = static_cast<int>(i);
        }
        Flatten(path, element, inside);
      }
    } else {
      values.push_back({path.value_or(""), value, membership});
    }
  }
};

bool Consistent(const Membership& a, const Membership& b) {
  return std::all_of(a.begin(), a.end(), [&](const auto& entry) {
    const auto other = b.find(entry.first);
    return other == b.end() || other->second == entry.second;
  });
}

// ---- The pattern, flat: the conjunctions of which one has to hold ----

using Fields = std::map<std::string, const Json*>;  // path, list of alternatives

// Merges two sets of conjunctions; false if some path is in both of a pair.
bool Conjoin(std::vector<Fields>& all, const std::vector<Fields>& more) {
  std::vector<Fields> product;
  bool disjoint = true;
  for (const Fields& a : all) {
    for (const Fields& b : more) {
      Fields both = a;
      for (const auto& field : b) disjoint &= both.insert(field).second;
      product.push_back(both);
    }
  }
  all = std::move(product);
  return disjoint;
}

// The fields and the $or of an object and of the objects in it.
bool CollectObject(const std::string& prefix, const Json& object, Fields& fields,
                   std::vector<std::vector<Fields>>& disjunctions);

std::optional<std::vector<Fields>> Conjunctions(const std::string& prefix, const Json& object) {
  Fields fields;
  std::vector<std::vector<Fields>> disjunctions;
  if (!CollectObject(prefix, object, fields, disjunctions)) return std::nullopt;
  std::vector<Fields> all = {fields};
  for (const std::vector<Fields>& disjunction : disjunctions) {
    if (!Conjoin(all, disjunction)) return std::nullopt;
  }
  return all;
}

bool CollectObject(const std::string& prefix, const Json& object, Fields& fields,
                   std::vector<std::vector<Fields>>& disjunctions) {
  for (const auto& [name, value] : object.children) {
    if (name == "$or") {
      std::vector<Fields> branches;
      for (const auto& branch : value.children) {
        const auto conjunctions = Conjunctions(prefix, branch.value);
        if (!conjunctions) return false;
        branches.insert(branches.end(), conjunctions->begin(), conjunctions->end());
      }
      disjunctions.push_back(branches);
    } else if (value.kind == Kind::kObject) {
      if (!CollectObject(prefix + name + ".", value, fields, disjunctions)) return false;
    } else {
      fields[prefix + name] = &value;
    }
  }
  return true;
}

// ---- Trying every choice ----

struct Search {
  const std::vector<FlatValue>& values;
  std::vector<std::string> absent;  // paths for which absence is chosen

  bool AllAbsent(const Membership& bound) const {
    return std::none_of(values.begin(), values.end(), [&](const FlatValue& value) {
      return std::count(absent.begin(), absent.end(), value.path) > 0 &&
             Consistent(value.membership, bound);
    });
  }

  bool Try(Fields::const_iterator field, Fields::const_iterator end, const Membership& bound) {
    if (field == end) return AllAbsent(bound);
    for (const auto& [unused, alternative] : field->second->children) {
      if (IsAbsence(alternative)) {
        absent.push_back(field->first);
        if (Try(std::next(field), end, bound)) return true;
        absent.pop_back();
        continue;
      }
      for (const FlatValue& value : values) {
        if (value.path != field->first || !Holds(alternative, value.value)) continue;
        if (!Consistent(value.membership, bound)) continue;
        Membership both = bound;
        both.insert(value.membership.begin(), value.membership.end());
        if (Try(std::next(field), end, both)) return true;
      }
    }
    return false;
  }
};

}  // namespace

Json Json::String(std::string text) { return {Kind::kString, std::move(text), {}}; }
Json Json::Number(std::string text) { return {Kind::kNumber, std::move(text), {}}; }

Json Json::Array(std::vector<Json> elements) {
  Json array{Kind::kArray, "", {}};
  for (Json& element : elements) array.children.push_back({"", std::move(element)});
  return array;
}

Json Json::Object(std::vector<JsonChild> members) {
  return {Kind::kObject, "", std::move(members)};
}

std::string Dump(const Json& value) {
  switch (value.kind) {
    case Kind::kNull:
      return "null";
    case Kind::kFalse:
      return "false";
    case Kind::kTrue:
      return "true";
    case Kind::kNumber:
      return value.text;
    case Kind::kString:
      return '"' + value.text + '"';
    default:
      break;
  }
  const bool object = value.kind == Kind::kObject;
  std::string out;
  for (const auto& [name, child] : value.children) {
    if (!out.empty()) out += ',';
    if (object) out += '"' + name + "\":";
    out += Dump(child);
  }
  return object ? '{' + out + '}' : '[' + out + ']';
}

std::optional<bool> OracleMatches(const Json& pattern, const Json& event) {
  const auto conjunctions = Conjunctions("", pattern);
  if (!conjunctions) return std::nullopt;
  Flattener flat;
  flat.Flatten(std::nullopt, event, {});
  return std::any_of(conjunctions->begin(), conjunctions->end(), [&](const Fields& fields) {
    return Search{flat.values, {}}.Try(fields.begin(), fields.end(), {});
  });
}

}  // namespace eventbus::testing
