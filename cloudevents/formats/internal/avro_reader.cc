#include "cloudevents/formats/internal/avro_reader.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/utf8.h"

namespace cloudevents::internal {

bool AvroReader::Fail(std::string what) {
  what_ = std::move(what);
  return false;
}

absl::Status AvroReader::error() const {
  return InvalidArgument("malformed Avro at byte ", start_, ": ", what_);
}

// Seven bits a byte, the lowest first; the sign is the lowest bit of all.
bool AvroReader::ReadLong(std::int64_t& value) {
  start_ = position_;
  std::uint64_t bits = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (position_ == bytes_.size()) return Fail("the input ends within a number");
    const auto byte = static_cast<unsigned char>(bytes_[position_++]);
    const std::uint64_t low = byte & 0x7FU;
    // The tenth byte has one bit left to give.
    if (low << shift >> shift != low) return Fail("a number has more than 64 bits");
    bits |= low << shift;
    if (byte < 0x80) {
      value = static_cast<std::int64_t>((bits >> 1) ^ (0 - (bits & 1)));
      return true;
    }
  }
  return Fail("a number has more than 64 bits");
}

bool AvroReader::ReadInt(std::int32_t& value) {
  std::int64_t wide = 0;
  if (!ReadLong(wide)) return false;
  if (wide < std::numeric_limits<std::int32_t>::min() ||
      wide > std::numeric_limits<std::int32_t>::max()) {
    return Fail(Cat("the int ", wide, " has more than 32 bits"));
  }
  value = static_cast<std::int32_t>(wide);
  return true;
}

bool AvroReader::ReadBoolean(bool& value) {
  start_ = position_;
  if (left() == 0) return Fail("the input ends where a boolean must come");
  const auto byte = static_cast<unsigned char>(bytes_[position_++]);
  if (byte > 1) return Fail(Cat("a boolean is 0 or 1, and not ", int{byte}));
  value = byte == 1;
  return true;
}

bool AvroReader::ReadDouble(double& value) {
  start_ = position_;
  if (left() < sizeof(double)) return Fail("the input ends within a double");
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < sizeof(double); ++i) {
    bits |= std::uint64_t{static_cast<unsigned char>(bytes_[position_++])} << (8 * i);
  }
  value = std::bit_cast<double>(bits);
  return true;
}

bool AvroReader::ReadLength(std::size_t& length) {
  std::int64_t value = 0;
  if (!ReadLong(value)) return false;
  if (value < 0) return Fail(Cat("the length ", value, " is negative"));
  if (static_cast<std::uint64_t>(value) > left()) {
    return Fail(Cat("the length ", value, " is more than the bytes left (", left(), ")"));
  }
  length = static_cast<std::size_t>(value);
  return true;
}

bool AvroReader::ReadBytes(std::string_view& value) {
  std::size_t length = 0;
  if (!ReadLength(length)) return false;
  value = bytes_.substr(position_, length);
  position_ += length;
  return true;
}

bool AvroReader::ReadString(std::string_view& value) {
  if (!ReadBytes(value)) return false;
  return IsUtf8(value) || Fail("a string is not UTF-8");
}

bool AvroReader::ReadBranch(std::size_t branches, std::size_t& branch) {
  std::int64_t number = 0;
  if (!ReadLong(number)) return false;
  if (number < 0 || static_cast<std::uint64_t>(number) >= branches) {
    return Fail(Cat("branch ", number, " of a union that has ", branches));
  }
  branch = static_cast<std::size_t>(number);
  return true;
}

bool AvroReader::ReadEnd() {
  start_ = position_;
  return left() == 0 || Fail(Cat("the input goes on after the record (bytes: ", left(), ")"));
}

bool AvroReader::NextItem(std::size_t least, AvroBlocks& blocks, bool& more) {
  if (blocks.left == 0 && !NextBlock(least, blocks)) return false;
  more = blocks.left > 0;
  if (more) --blocks.left;
  return true;
}

// A block is a count and its items; a count below zero is followed by the size of the items in
// bytes; a count of zero ends the array or map.
bool AvroReader::NextBlock(std::size_t least, AvroBlocks& blocks) {
  if (blocks.end.has_value() && *blocks.end != position_) {
    start_ = position_;
    return Fail(Cat("the items of a block end here, and by its size at byte ", *blocks.end));
  }
  blocks.end.reset();
  std::int64_t count = 0;
  if (!ReadLong(count)) return false;
  // The distance from zero, also of the least number, which has no positive counterpart.
  const std::uint64_t items =
      count < 0 ? 0 - static_cast<std::uint64_t>(count) : static_cast<std::uint64_t>(count);
  const std::size_t start = start_;
  if (count < 0) {
    std::size_t size = 0;
    if (!ReadLength(size)) return false;
    blocks.end = position_ + size;
  }
  if (items > left() / least) {
    start_ = start;
    return Fail(
        Cat("a block of ", items, " items is more than the bytes left (", left(), ") hold"));
  }
  blocks.left = static_cast<std::size_t>(items);
  return true;
}

}  // namespace cloudevents::internal
