#include "cloudevents/internal/json_value.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/internal/abseil_strings.h"

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

absl::Status CheckText(const nlohmann::json& value, std::size_t depth, std::size_t max_depth) {
  if (value.is_number_float() && !std::isfinite(value.get<double>())) {
    return InvalidArgument("data: a number is not finite, and JSON has no such number");
  }
  if (!value.is_structured()) return absl::OkStatus();
  if (depth == max_depth) return InvalidArgument("data: it is nested deeper than ", max_depth);
  for (const nlohmann::json& element : value) {
    if (absl::Status status = CheckText(element, depth + 1, max_depth); !status.ok()) return status;
  }
  return absl::OkStatus();
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

absl::StatusOr<std::string> JsonTextOf(const nlohmann::json& value, std::size_t max_depth) {
  if (absl::Status status = CheckText(value, /*depth=*/0, max_depth); !status.ok()) return status;
  try {
    return value.dump();
  } catch (const nlohmann::json::exception& error) {  // a string that is not UTF-8
    return InvalidArgument("data: no JSON text: ", error.what());
  }
}

}  // namespace cloudevents::internal
