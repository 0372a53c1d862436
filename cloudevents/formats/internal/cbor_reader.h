// CBOR (RFC 8949) read from left to right, without a tree and without recursion: heads, strings,
// and whole items that are checked and delimited where they stand.
//
//   CborReader reader(bytes, /*max_depth=*/128);
//   absl::StatusOr<CborHead> head = reader.ReadHead();
//   if (head.ok() && head->type == CborType::kText) status = reader.ReadString(*head, text);
//
// An event's data may be any CBOR item, and is held as the bytes that came, as JSON is: reading it
// into values and writing these again would bend its numbers and drop its tags.
#ifndef CLOUDEVENTS_FORMATS_INTERNAL_CBOR_READER_H_
#define CLOUDEVENTS_FORMATS_INTERNAL_CBOR_READER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace cloudevents::internal {

// What an item is: its major type, with the three things that share major type 7 told apart.
enum class CborType : std::uint8_t {
  kUnsigned,
  kNegative,  // -1 - argument
  kBytes,
  kText,
  kArray,
  kMap,
  kTag,
  kSimple,
  kFloat,
  kBreak,  // no item: the end of one of indefinite length
};

// For error messages: "a byte string".
std::string_view CborTypeName(CborType type);

// What an item begins with (RFC 8949, section 3).
struct CborHead {
  CborType type = CborType::kBreak;
  bool indefinite = false;     // a string, array or map that goes on to its break
  std::uint64_t argument = 0;  // the number, length, count, tag number or simple value
};

inline constexpr std::uint64_t kCborFalse = 20;  // simple values (section 3.3)
inline constexpr std::uint64_t kCborTrue = 21;
inline constexpr std::uint64_t kCborNull = 22;
inline constexpr std::uint64_t kCborUndefined = 23;

inline constexpr std::uint64_t kCborTagDateTime = 0;  // RFC 3339 text (section 3.4.1)
inline constexpr std::uint64_t kCborTagUri = 32;      // a URI-reference (section 3.4.5.3)

// Whether text strings within an item are checked to be UTF-8.
enum class CborUtf8 : bool { kUnchecked, kChecked };

// All errors are InvalidArgument with the byte where; the reader is of no further use then.
class CborReader {
 public:
  // `bytes` must outlive the reader. Arrays, maps and tags may nest at most `max_depth` deep.
  CborReader(std::string_view bytes, std::size_t max_depth)
      : bytes_(bytes), max_depth_(max_depth) {}

  std::size_t position() const { return position_; }

  // The next head. A definite length or count that the bytes which are left cannot hold is an
  // error here already, so it may be trusted with an allocation.
  absl::StatusOr<CborHead> ReadHead();

  // Takes a break if that is what comes.
  bool TakeBreakIf();

  // The content of the string whose head was read last, its chunks joined. Text is checked to be
  // UTF-8, each chunk by itself (section 3.2.3).
  absl::Status ReadString(const CborHead& head, std::string& content);

  // One whole item as it stands, within `depth` others. It is checked to be well-formed (section
  // 5.3.1; appendix C); that map keys differ and that tags hold what they should is left to whoever
  // knows what they mean.
  absl::StatusOr<std::string_view> ReadItem(std::size_t depth, CborUtf8 utf8);

  // Nothing may be left.
  absl::Status ReadEnd() const;

 private:
  absl::Status Malformed(std::string_view what) const;
  std::size_t left() const { return bytes_.size() - position_; }
  absl::Status ReadArgument(unsigned info, CborHead& head);
  absl::Status CheckLength(const CborHead& head) const;
  // Takes a string's content and appends it to `content` unless that is null.
  absl::Status TakeString(const CborHead& head, CborUtf8 utf8, std::string* content);
  absl::Status TakeChunk(const CborHead& head, CborUtf8 utf8, std::string* content);

  std::string_view bytes_;
  std::size_t max_depth_;
  std::size_t position_ = 0;
};

// OK, or InvalidArgument: whether `bytes` are exactly one item by the rules of ReadItem, its text
// checked to be UTF-8.
absl::Status ValidateCborItem(std::string_view bytes, std::size_t max_depth);

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_FORMATS_INTERNAL_CBOR_READER_H_
