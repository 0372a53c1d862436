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

// RFC 3986 has an empty relative reference, and dataref has no rule of its own against it.
constexpr internal::AttributeRule kDataRef = {
    .name = "dataref", .type = AttributeType::kUriReference, .may_be_empty = true};

// What lies at the event's dataref, unless it is too much.
absl::StatusOr<ReferredData> Fetch(const Event& event, std::string_view dataref,
                                   DataResolver& resolver, const ResolveDataOptions& options) {
  absl::StatusOr<ReferredData> fetched = resolver.Fetch(dataref, event, options.max_bytes);
  if (fetched.ok() && fetched->bytes.size() > options.max_bytes) {
    return internal::InvalidArgument("the data has ", fetched->bytes.size(),
                                     " bytes, more than max_bytes, ", options.max_bytes);
  }
  return fetched;
}

// `event` with these bytes as its data, of the same classes as a protocol's body has; an empty
// media type is none.
absl::StatusOr<Event> WithData(const Event& event, std::string_view bytes,
                               std::string_view media_type) {
  EventBuilder builder(event);
  if (!media_type.empty()) builder.DataContentType(media_type);
  if (IsJsonMediaType(media_type)) {
    builder.JsonData(bytes);
  } else if (IsTextMediaType(media_type) && internal::IsUtf8(bytes)) {
    builder.TextData(bytes);
  } else {
    builder.BinaryData(bytes);
  }
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
  const absl::StatusOr<ReferredData> fetched = Fetch(event, **dataref, resolver, options);
  if (!fetched.ok()) return Annotate(Where(**dataref), fetched.status());
  absl::StatusOr<Event> resolved =
      WithData(event, fetched->bytes, event.datacontenttype().value_or(fetched->media_type));
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
  const absl::StatusOr<ReferredData> fetched = Fetch(event, **dataref, resolver, options);
  if (!fetched.ok()) return Annotate(Where(**dataref), fetched.status());
  // The event's media type holds for both: what a store says of its bytes is not in question.
  const std::string_view media_type = event.data_media_type().value_or("");
  const absl::StatusOr<Event> resolved = WithData(event, fetched->bytes, media_type);
  if (!resolved.ok()) return Annotate(Where(**dataref), resolved.status());
  if (Equivalent(*resolved, event)) return absl::OkStatus();
  return absl::FailedPreconditionError(
      Cat(Where(**dataref), ": the event's data differs from what lies there"));
}

}  // namespace cloudevents
