#include "cloudevents/extensions/dataref.h"

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "cloudevents/extensions/internal/extension_fields.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/quoted.h"
#include "cloudevents/internal/utf8.h"
#include "cloudevents/media_type.h"

namespace cloudevents {
namespace {

using internal::Annotate;
using internal::Cat;
using internal::Quoted;

constexpr internal::AttributeRule kDataRef = {
    .name = "dataref",
    .type = AttributeType::kUriReference,
    .may_be_empty =
        true,  // RFC 3986 has an empty relative reference, and dataref no rule of its own
};

// The same classes of data as a protocol's body has.
void SetData(std::string_view bytes, std::string_view media_type, EventBuilder& builder) {
  if (IsJsonMediaType(media_type)) {
    builder.JsonData(bytes);
  } else if (IsTextMediaType(media_type) && internal::IsUtf8(bytes)) {
    builder.TextData(bytes);
  } else {
    builder.BinaryData(bytes);
  }
}

// `event` with what lies at its dataref as its data.
absl::StatusOr<Event> FetchData(const Event& event, std::string_view dataref,
                                DataResolver& resolver, const ResolveDataOptions& options) {
  const absl::StatusOr<ReferredData> fetched = resolver.Fetch(dataref, event, options.max_bytes);
  if (!fetched.ok()) return fetched.status();
  if (fetched->bytes.size() > options.max_bytes) {
    return internal::InvalidArgument("the data has ", fetched->bytes.size(),
                                     " bytes, more than max_bytes, ", options.max_bytes);
  }
  EventBuilder builder(event);
  const std::string_view media_type = event.datacontenttype().value_or(fetched->media_type);
  if (!media_type.empty()) builder.DataContentType(media_type);
  SetData(fetched->bytes, media_type, builder);
  return builder.Build();
}

std::string Where(std::string_view dataref) { return Cat("dataref ", Quoted(dataref)); }

}  // namespace

absl::StatusOr<std::optional<std::string_view>> GetDataRef(const Event& event) {
  return internal::ReadAttribute<std::string_view>(event, kDataRef);
}

absl::Status SetDataRef(std::string_view dataref, EventBuilder& builder) {
  return internal::WriteAttribute(dataref, kDataRef, builder);
}

absl::StatusOr<Event> ReplaceDataByRef(const Event& event, std::string_view dataref) {
  EventBuilder builder(event);
  if (absl::Status status = SetDataRef(dataref, builder); !status.ok()) return status;
  if (const std::optional<std::string_view> media_type = event.data_media_type()) {
    builder.DataContentType(*media_type);
  }
  return builder.NoData().Build();
}

absl::StatusOr<Event> ResolveData(const Event& event, DataResolver& resolver,
                                  const ResolveDataOptions& options) {
  const absl::StatusOr<std::optional<std::string_view>> dataref = GetDataRef(event);
  if (!dataref.ok()) return dataref.status();
  if (!dataref->has_value() || event.data_kind() != DataKind::kAbsent) return event;
  absl::StatusOr<Event> resolved = FetchData(event, **dataref, resolver, options);
  if (!resolved.ok()) return Annotate(Where(**dataref), resolved.status());
  return resolved;
}

absl::Status VerifyData(const Event& event, DataResolver& resolver,
                        const ResolveDataOptions& options) {
  const absl::StatusOr<std::optional<std::string_view>> dataref = GetDataRef(event);
  if (!dataref.ok()) return dataref.status();
  if (!dataref->has_value() || event.data_kind() == DataKind::kAbsent) {
    return absl::FailedPreconditionError(
        "data can be verified only in an event that has both dataref and data");
  }
  // Without its data the event is its own claim check, whose data keeps its media type.
  const absl::StatusOr<Event> claim = ReplaceDataByRef(event, **dataref);
  if (!claim.ok()) return claim.status();
  const absl::StatusOr<Event> resolved = ResolveData(*claim, resolver, options);
  if (!resolved.ok()) return resolved.status();
  if (Equivalent(*resolved, event)) return absl::OkStatus();
  return absl::FailedPreconditionError(
      Cat(Where(**dataref), ": the event's data differs from what lies there"));
}

}  // namespace cloudevents
