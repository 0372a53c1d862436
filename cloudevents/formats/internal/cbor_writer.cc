#include "cloudevents/formats/internal/cbor_writer.h"

#include <cstdint>
#include <string>
#include <string_view>

#include "cloudevents/formats/internal/cbor_reader.h"

namespace cloudevents::internal {
namespace {

// An item's first byte is its major type, and five bits that hold the argument or say in how many
// bytes it follows (section 3).
constexpr unsigned kMajorShift = 5;
constexpr std::uint64_t kArgumentsInFirstByte = 24;

void AppendHead(CborType type, std::uint64_t argument, std::string& out) {
  const unsigned major = static_cast<unsigned>(type) << kMajorShift;
  if (argument < kArgumentsInFirstByte) {
    out += static_cast<char>(major | argument);
    return;
  }
  unsigned info = kArgumentsInFirstByte;
  int bits = 8;
  for (; bits < 64 && argument >> bits != 0; bits *= 2) ++info;
  out += static_cast<char>(major | info);
  while (bits > 0) {
    bits -= 8;
    out += static_cast<char>(argument >> bits & 0xFF);
  }
}

}  // namespace

void AppendCborMapHead(std::uint64_t members, std::string& out) {
  AppendHead(CborType::kMap, members, out);
}

void AppendCborTag(std::uint64_t tag, std::string& out) { AppendHead(CborType::kTag, tag, out); }

void AppendCborBoolean(bool value, std::string& out) {
  AppendHead(CborType::kSimple, value ? kCborTrue : kCborFalse, out);
}

void AppendCborInteger(std::int64_t value, std::string& out) {
  if (value >= 0) return AppendHead(CborType::kUnsigned, static_cast<std::uint64_t>(value), out);
  AppendHead(CborType::kNegative, static_cast<std::uint64_t>(-1 - value), out);
}

void AppendCborText(std::string_view utf8, std::string& out) {
  AppendHead(CborType::kText, utf8.size(), out);
  out += utf8;
}

void AppendCborBytes(std::string_view bytes, std::string& out) {
  AppendHead(CborType::kBytes, bytes.size(), out);
  out += bytes;
}

}  // namespace cloudevents::internal
