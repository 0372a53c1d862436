// The CBOR event format, both ways.
//
//   absl::StatusOr<std::string> bytes = cloudevents::EncodeCbor(event);
//   absl::StatusOr<cloudevents::Event> again = cloudevents::DecodeCbor(*std::move(bytes));
//
// CBOR Event Format for CloudEvents 1.0.3-wip (a working draft, which has no batches). Attributes
// keep their types by CBOR's: a Timestamp is text with tag 0, a URI and a URI-reference text with
// tag 32. Tag 32 does not tell these two apart, so what is an absolute URI is read as a URI. Tag 0
// wants upper case, so the `t` and `z` of a timestamp become `T` and `Z`, written and read.
//
// Data is a text string if it is text or JSON, and a byte string if it is bytes. Data whose media
// type is CBOR stands there as the CBOR item that it is; the event holds the item's bytes, as they
// came, as binary data.
#ifndef CLOUDEVENTS_FORMATS_CBOR_FORMAT_H_
#define CLOUDEVENTS_FORMATS_CBOR_FORMAT_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"

namespace cloudevents {

inline constexpr std::string_view kCborMediaType = "application/cloudevents+cbor";

// The media type of CBOR data, which is set where the data is neither a text nor a byte string and
// the event does not say what it is (section 3.1.2). Strings stay text and bytes without a media
// type.
inline constexpr std::string_view kCborDataMediaType = "application/cbor";

// How deep data may nest that EncodeCbor takes for a CBOR item.
inline constexpr std::size_t kMaxEncodedCborDepth = 512;

// One event from a CBOR map. Items of indefinite length and heads longer than they need be are
// understood, and an attribute that is null or undefined is unset. InvalidArgument: the bytes are
// not exactly one well-formed item (the message has the byte), a key is no text or comes twice, an
// attribute's type is none that attributes have, an attribute breaks a rule, or the data is no
// string and the datacontenttype is not CBOR.
absl::StatusOr<Event> DecodeCbor(std::string bytes, const DecodeOptions& options = {});

// The event as a map of definite length, in preferred serialization (RFC 8949, section 4.1) but for
// data that is CBOR, which is written as it is. InvalidArgument: the datacontenttype is CBOR, and
// the data is not exactly one well-formed item that nests at most kMaxEncodedCborDepth deep.
absl::StatusOr<std::string> EncodeCbor(const Event& event);

// The format as a value, for bindings.
inline constexpr EventFormat kCborFormat = {
    .name = "cbor",
    .media_type = kCborMediaType,
    .batch_media_type = "",
    .decode = &DecodeCbor,
    .encode = &EncodeCbor,
    .decode_batch = nullptr,
    .encode_batch = nullptr,
};

}  // namespace cloudevents

#endif  // CLOUDEVENTS_FORMATS_CBOR_FORMAT_H_
