#include "cloudevents/internal/event_rep.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/quoted.h"
#include "cloudevents/media_type.h"

namespace cloudevents::internal {

EventRep::EventRep() = default;
EventRep::~EventRep() = default;

absl::StatusOr<const nlohmann::json*> EventRep::ParsedData() const {
  if (data_kind != DataKind::kJson) {
    return absl::FailedPreconditionError("the event's data is not JSON");
  }
  std::call_once(parse_once_, [this] {
    auto value = std::make_unique<nlohmann::json>(
        nlohmann::json::parse(data, /*cb=*/nullptr, /*allow_exceptions=*/false));
    if (value->is_discarded()) {
      parse_status_ = InvalidArgument("data: ", Quoted(data),
                                      " is malformed JSON, or has a number too large for a double");
    } else {
      parsed_ = std::move(value);
    }
  });
  if (parsed_ == nullptr) return parse_status_;
  return parsed_.get();
}

absl::Status SortExtensions(ExtensionViews& extensions) {
  std::sort(extensions.begin(), extensions.end(),
            [](const ExtensionView& a, const ExtensionView& b) { return a.name < b.name; });
  const auto twice = std::adjacent_find(
      extensions.begin(), extensions.end(),
      [](const ExtensionView& a, const ExtensionView& b) { return a.name == b.name; });
  if (twice == extensions.end()) return absl::OkStatus();
  return InvalidArgument("attribute ", Quoted(twice->name), ": it comes twice");
}

absl::Status ValidateDataKind(DataKind kind, std::string_view datacontenttype) {
  const bool json_type = IsJsonMediaType(datacontenttype);
  if (kind == DataKind::kJson && !datacontenttype.empty() && !json_type) {
    return InvalidArgument("attribute \"datacontenttype\": ", Quoted(datacontenttype),
                           " is no JSON media type, but the data is JSON");
  }
  if (kind == DataKind::kText && json_type) {
    return InvalidArgument("attribute \"datacontenttype\": ", Quoted(datacontenttype),
                           " is a JSON media type, but the data is text");
  }
  return absl::OkStatus();
}

}  // namespace cloudevents::internal
