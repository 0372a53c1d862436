#include "cloudevents/internal/json_value.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

namespace cloudevents::internal {
namespace {

// Whether a double is this integer. Beyond the integer's range, a cast would be undefined.
bool SameNumber(double a, std::int64_t b) {
  return a >= -0x1p63 && a < 0x1p63 && a == std::trunc(a) && static_cast<std::int64_t>(a) == b;
}

bool SameNumber(double a, std::uint64_t b) {
  return a >= 0 && a < 0x1p64 && a == std::trunc(a) && static_cast<std::uint64_t>(a) == b;
}

// Asks `holds` about the integer, in the type that has room for it.
template <typename Predicate>
bool OfInteger(const nlohmann::json& integer, Predicate holds) {
  return integer.is_number_unsigned() ? holds(integer.get<std::uint64_t>())
                                      : holds(integer.get<std::int64_t>());
}

}  // namespace

bool SameJsonNumber(const nlohmann::json& a, const nlohmann::json& b) {
  if (a.is_number_float() && b.is_number_float()) return a.get<double>() == b.get<double>();
  if (b.is_number_float()) return SameJsonNumber(b, a);
  return OfInteger(b, [&](auto second) {
    if (a.is_number_float()) return SameNumber(a.get<double>(), second);
    return OfInteger(a, [&](auto first) { return std::cmp_equal(first, second); });
  });
}

bool SameJsonValue(const nlohmann::json& a, const nlohmann::json& b) {
  if (a.is_number() && b.is_number()) return SameJsonNumber(a, b);
  if (a.type() != b.type()) return false;
  if (a.is_array()) return std::equal(a.begin(), a.end(), b.begin(), b.end(), SameJsonValue);
  if (!a.is_object()) return a == b;
  const auto& first = a.get_ref<const nlohmann::json::object_t&>();
  const auto& second = b.get_ref<const nlohmann::json::object_t&>();
  return std::equal(first.begin(), first.end(), second.begin(), second.end(),
                    [](const auto& x, const auto& y) {
                      return x.first == y.first && SameJsonValue(x.second, y.second);
                    });
}

}  // namespace cloudevents::internal
