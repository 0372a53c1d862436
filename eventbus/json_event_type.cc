#include "eventbus/json_event_type.h"

#include <exception>
#include <string>

#include "cloudevents/internal/abseil_strings.h"

namespace eventbus::internal {
namespace {

using cloudevents::internal::InvalidArgument;

// Integers are compared exactly, floats with the precision that the struct's member has: a float
// member is the struct's own choice, and is not checked.
bool SameNumber(const nlohmann::json& data, const nlohmann::json& encoded) {
  if (!encoded.is_number_integer()) return true;
  if (!data.is_number()) return data.is_string() || data.is_null();  // an own conversion
  return data == encoded;
}

absl::Status Check(const nlohmann::json& data, const nlohmann::json& encoded,
                   nlohmann::json::json_pointer path) {
  if (encoded.is_object() && data.is_object()) {
    for (const auto& [name, member] : encoded.items()) {
      const auto found = data.find(name);
      if (found == data.end()) continue;
      if (absl::Status status = Check(*found, member, path / name); !status.ok()) return status;
    }
  } else if (encoded.is_array() && data.is_array() && encoded.size() == data.size()) {
    for (std::size_t i = 0; i < data.size(); ++i) {
      if (absl::Status status = Check(data[i], encoded[i], path / i); !status.ok()) return status;
    }
  } else if (!SameNumber(data, encoded)) {
    return InvalidArgument(
        "data at \"", path.to_string(),
        "\": ", data.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
        " does not fit the member's integer type (it would become ", encoded.dump(), ")");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CatchJsonErrors(std::string_view what, absl::FunctionRef<void()> step) {
  try {
    step();
    return absl::OkStatus();
  } catch (const std::exception& error) {
    return InvalidArgument(what, ": ", error.what());
  } catch (...) {
    return InvalidArgument(what, ": an exception that is no std::exception");
  }
}

absl::Status CheckNumbersKept(const nlohmann::json& data, const nlohmann::json& encoded) {
  return Check(data, encoded, nlohmann::json::json_pointer());
}

absl::Status SetJsonData(const nlohmann::json& value, cloudevents::EventBuilder& builder) {
  return CatchJsonErrors("data", [&] {
    builder.JsonData(std::string_view(value.dump()));
    builder.DataContentType("application/json");
  });
}

}  // namespace eventbus::internal
