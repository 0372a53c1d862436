// CBOR (RFC 8949) written item by item, each head as short as it can be (preferred serialization,
// section 4.1).
//
//   AppendCborMapHead(1, out);
//   AppendCborText("id", out);
//   AppendCborText(event.id(), out);
#ifndef CLOUDEVENTS_FORMATS_INTERNAL_CBOR_WRITER_H_
#define CLOUDEVENTS_FORMATS_INTERNAL_CBOR_WRITER_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace cloudevents::internal {

// A map's members, a tag's content have to follow.
void AppendCborMapHead(std::uint64_t members, std::string& out);
void AppendCborTag(std::uint64_t tag, std::string& out);

void AppendCborBoolean(bool value, std::string& out);
void AppendCborInteger(std::int64_t value, std::string& out);
void AppendCborText(std::string_view utf8, std::string& out);
void AppendCborBytes(std::string_view bytes, std::string& out);

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_FORMATS_INTERNAL_CBOR_WRITER_H_
