// traceparent = version "-" trace-id "-" parent-id "-" trace-flags, in lower-case hexadecimal. A
// higher version begins as version 00 does, and may go on after another "-".
// Proved by tests/cloudevents/extensions/trace_parent_test.cc and
// tests/fuzz/trace_context_fuzzer.cc.
#include "cloudevents/extensions/trace_parent.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/quoted.h"

namespace cloudevents {
namespace {

constexpr std::size_t kVersion00Length = 55;
constexpr std::uint8_t kSampled = 1;
constexpr std::uint8_t kRandomTraceId = 2;

// The value of a digit; 16 for what is none.
constexpr unsigned DigitValue(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
  return 16;
}

// Reads the text from left to right; each step says whether it went on as it should.
class HexReader {
 public:
  explicit HexReader(std::string_view text) : rest_(text) {}

  template <std::size_t N>
  bool Bytes(std::array<std::uint8_t, N>& bytes) {
    if (rest_.size() < 2 * N) return false;
    for (std::size_t i = 0; i < N; ++i) {
      const unsigned high = DigitValue(rest_[2 * i]);
      const unsigned low = DigitValue(rest_[2 * i + 1]);
      if (high > 15 || low > 15) return false;
      bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    rest_.remove_prefix(2 * N);
    return true;
  }

  bool Dash() {
    if (!rest_.starts_with('-')) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool AtEnd() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

template <std::size_t N>
bool IsZero(const std::array<std::uint8_t, N>& bytes) {
  return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

// What is wrong, or nullptr.
const char* Read(std::string_view text, TraceParent& parent) {
  std::array<std::uint8_t, 1> version = {};
  std::array<std::uint8_t, 1> flags = {};
  HexReader reader(text);
  if (!reader.Bytes(version) || !reader.Dash()) {
    return "the version is not two lower-case hexadecimal digits and a dash";
  }
  if (version[0] == 0xFF) return "version ff is forbidden";
  if (!reader.Bytes(parent.trace_id) || !reader.Dash()) {
    return "the trace-id is not 32 lower-case hexadecimal digits and a dash";
  }
  if (IsZero(parent.trace_id)) return "the trace-id is all zero";
  if (!reader.Bytes(parent.parent_id) || !reader.Dash()) {
    return "the parent-id is not 16 lower-case hexadecimal digits and a dash";
  }
  if (IsZero(parent.parent_id)) return "the parent-id is all zero";
  if (!reader.Bytes(flags)) return "the trace-flags are not two lower-case hexadecimal digits";
  if (!reader.AtEnd() && (version[0] == 0 || !reader.Dash())) {
    return "something follows the trace-flags";
  }
  parent.sampled = (flags[0] & kSampled) != 0;
  parent.random_trace_id = (flags[0] & kRandomTraceId) != 0;
  return nullptr;
}

void AppendHex(std::uint8_t byte, std::string& out) {
  constexpr char kDigits[] = "0123456789abcdef";
  out += kDigits[byte >> 4];
  out += kDigits[byte & 0xF];
}

}  // namespace

absl::StatusOr<TraceParent> ParseTraceParent(std::string_view text) {
  TraceParent parent;
  if (const char* wrong = Read(text, parent); wrong != nullptr) {
    return internal::InvalidArgument(internal::Quoted(text), " is no traceparent: ", wrong);
  }
  return parent;
}

std::string FormatTraceParent(const TraceParent& parent) {
  std::string text;
  text.reserve(kVersion00Length);
  text += "00-";
  for (std::uint8_t byte : parent.trace_id) AppendHex(byte, text);
  text += '-';
  for (std::uint8_t byte : parent.parent_id) AppendHex(byte, text);
  text += '-';
  AppendHex(static_cast<std::uint8_t>((parent.sampled ? kSampled : 0) |
                                      (parent.random_trace_id ? kRandomTraceId : 0)),
            text);
  return text;
}

}  // namespace cloudevents
