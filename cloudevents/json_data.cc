#include "cloudevents/json_data.h"

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/json_value.h"
#include "cloudevents/internal/quoted.h"
#include "cloudevents/media_type.h"
#include "nlohmann/json.hpp"

namespace cloudevents {
namespace {

// Integers are compared exactly, floats with the precision that the struct's member has: a float
// member is the struct's own choice, and is not checked.
bool SameNumber(const nlohmann::json& data, const nlohmann::json& encoded) {
  if (!encoded.is_number_integer()) return true;
  if (!data.is_number()) return data.is_string() || data.is_null();  // an own conversion
  return internal::SameJsonNumber(data, encoded);
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
    return internal::InvalidArgument(
        "data at \"", path.to_string(),
        "\": ", data.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
        " does not fit the member's integer type (it would become ", encoded.dump(), ")");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status SetJsonData(const nlohmann::json& value, EventBuilder& builder,
                         std::string_view media_type) {
  if (!IsJsonMediaType(media_type)) {
    return internal::InvalidArgument("the media type ", internal::Quoted(media_type),
                                     " is not JSON's, which are */json and */*+json");
  }
  const absl::StatusOr<std::string> text = internal::JsonTextOf(value, kMaxBuiltJsonDepth);
  if (text.ok()) builder.JsonData(std::string_view(*text)).DataContentType(media_type);
  return text.status();
}

namespace internal {

absl::Status CatchJsonErrors(absl::FunctionRef<void()> step) {
  try {
    step();
    return absl::OkStatus();
  } catch (const std::exception& error) {
    return InvalidArgument("data: ", error.what());
  } catch (...) {
    return InvalidArgument("data: an exception that is no std::exception");
  }
}

absl::Status CheckNumbersKept(const nlohmann::json& data, const nlohmann::json& encoded) {
  return Check(data, encoded, nlohmann::json::json_pointer());
}

}  // namespace internal
}  // namespace cloudevents
