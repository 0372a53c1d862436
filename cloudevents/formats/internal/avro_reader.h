// Avro's binary encoding, read from left to right (Avro 1.9.0, section "Binary Encoding").
//
//   AvroReader reader(bytes);
//   AvroBlocks blocks;
//   for (;;) {
//     bool more = false;
//     if (!reader.NextItem(/*least=*/1, blocks, more)) return reader.error();
//     if (!more) break;
//     std::string_view item;
//     if (!reader.ReadString(item)) return reader.error();
//   }
//
// Every length and count is held against the bytes that are left before anything follows from it,
// so whatever comes in, reading takes time in proportion to its bytes, and no memory.
#ifndef CLOUDEVENTS_FORMATS_INTERNAL_AVRO_READER_H_
#define CLOUDEVENTS_FORMATS_INTERNAL_AVRO_READER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace cloudevents::internal {

// How far an array or a map has been read: both come as blocks of items.
struct AvroBlocks {
  std::size_t left = 0;            // items of this block that are still to come
  std::optional<std::size_t> end;  // where this block ends, if it says so
};

// Methods that return bool leave error() set when they return false, and the reader is of no
// further use then. Views are of the bytes that the reader was made of.
class AvroReader {
 public:
  // `bytes` must outlive the reader.
  explicit AvroReader(std::string_view bytes) : bytes_(bytes) {}

  bool ReadBoolean(bool& value);
  bool ReadInt(std::int32_t& value);
  bool ReadDouble(double& value);
  bool ReadBytes(std::string_view& value);
  bool ReadString(std::string_view& value);  // checked to be UTF-8

  // Which branch of a union, which has so many, comes.
  bool ReadBranch(std::size_t branches, std::size_t& branch);

  // Whether an item of an array or a map comes, which then is to be read; `blocks` is this array's
  // or map's own, made anew where it begins. An item takes at least `least` bytes, at least one.
  bool NextItem(std::size_t least, AvroBlocks& blocks, bool& more);

  // The input must end here.
  bool ReadEnd();

  // What was read last is not what it must be: sets the error, returns false.
  bool Fail(std::string what);

  // InvalidArgument with what is wrong and the byte where.
  absl::Status error() const;

 private:
  std::size_t left() const { return bytes_.size() - position_; }
  bool ReadLong(std::int64_t& value);
  bool ReadLength(std::size_t& length);  // of bytes that are there
  bool NextBlock(std::size_t least, AvroBlocks& blocks);

  std::string_view bytes_;
  std::size_t position_ = 0;
  std::size_t start_ = 0;  // of what was read last
  std::string what_;
};

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_FORMATS_INTERNAL_AVRO_READER_H_
