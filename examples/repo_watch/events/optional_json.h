// How a member that may be null or absent passes through JSON: as std::optional. GitHub writes null
// where there is nothing to say (a release without a name), and nlohmann has no rule for it.
//
//   struct Release { std::optional<std::string> name; };
//   NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Release, name)
#ifndef EXAMPLES_REPO_WATCH_EVENTS_OPTIONAL_JSON_H_
#define EXAMPLES_REPO_WATCH_EVENTS_OPTIONAL_JSON_H_

#include <optional>

#include "nlohmann/json.hpp"

template <typename T>
struct nlohmann::adl_serializer<std::optional<T>> {
  static void to_json(nlohmann::json& json, const std::optional<T>& value) {
    if (value.has_value()) {
      json = *value;
    } else {
      json = nullptr;
    }
  }

  static void from_json(const nlohmann::json& json, std::optional<T>& value) {
    if (json.is_null()) {
      value.reset();
    } else {
      value = json.get<T>();
    }
  }
};

#endif  // EXAMPLES_REPO_WATCH_EVENTS_OPTIONAL_JSON_H_
