// Text and bytes as an event's data, both ways, with the media type that they need.
//
//   absl::Status status = cloudevents::SetTextData("3 parcels left the warehouse", builder);
//   ...
//   absl::StatusOr<std::string_view> text = cloudevents::TextDataOf(event);
//
// JSON is in json_data.h, protobuf messages are in formats/protobuf_data.h.
#ifndef CLOUDEVENTS_PLAIN_DATA_H_
#define CLOUDEVENTS_PLAIN_DATA_H_

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"

namespace cloudevents {

// Text without a charset is ASCII where RFC 2046 is taken at its word.
inline constexpr std::string_view kTextDataMediaType = "text/plain; charset=utf-8";
inline constexpr std::string_view kBytesDataMediaType = "application/octet-stream";

// Sets the builder's data to this UTF-8 text and its datacontenttype to `media_type`.
// InvalidArgument, with the builder left as it was: the text is not UTF-8, or the media type is not
// that of UTF-8 text: malformed, JSON's (use json_data.h), or with another charset.
absl::Status SetTextData(std::string_view text, EventBuilder& builder,
                         std::string_view media_type = kTextDataMediaType);

// Sets the builder's data to these bytes and its datacontenttype to `media_type`. InvalidArgument,
// with the builder left as it was: the media type is malformed or JSON's.
absl::Status SetBytesData(std::string_view bytes, EventBuilder& builder,
                          std::string_view media_type = kBytesDataMediaType);

// The event's data as UTF-8 text; it lives as long as any copy of the event. FailedPrecondition:
// there is no data, it is JSON (whose text is data(), and whose value is json()), it is not UTF-8,
// or the media type says that it is in another charset.
absl::StatusOr<std::string_view> TextDataOf(const Event& event);

// The event's data as bytes, whatever its kind: what a protocol's body has in binary mode. It lives
// as long as any copy of the event. FailedPrecondition: there is no data.
absl::StatusOr<std::string_view> BytesDataOf(const Event& event);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_PLAIN_DATA_H_
