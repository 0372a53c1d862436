#include "cloudevents/internal/base64.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cloudevents::internal {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::uint8_t kNoDigit = 0xFF;

constexpr std::array<std::uint8_t, 256> kDigits = [] {
  std::array<std::uint8_t, 256> digits{};
  digits.fill(kNoDigit);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    digits[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return digits;
}();

std::uint32_t Digit(char c) { return kDigits[static_cast<unsigned char>(c)]; }

// How many of the last four characters are padding.
std::size_t Padding(std::string_view text) {
  if (text.ends_with("==")) return 2;
  return text.ends_with('=') ? 1 : 0;
}

}  // namespace

void AppendBase64(std::string_view bytes, std::string& out) {
  const auto byte = [&](std::size_t i) -> std::uint32_t {
    return static_cast<unsigned char>(bytes[i]);
  };
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) {
    const std::uint32_t bits = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    const char quad[] = {kAlphabet[bits >> 18], kAlphabet[bits >> 12 & 0x3F],
                         kAlphabet[bits >> 6 & 0x3F], kAlphabet[bits & 0x3F]};
    out.append(quad, sizeof(quad));
  }
  if (i + 1 == bytes.size()) {
    const std::uint32_t bits = byte(i) << 16;
    out += kAlphabet[bits >> 18];
    out += kAlphabet[bits >> 12 & 0x3F];
    out += "==";
  } else if (i + 2 == bytes.size()) {
    const std::uint32_t bits = byte(i) << 16 | byte(i + 1) << 8;
    out += kAlphabet[bits >> 18];
    out += kAlphabet[bits >> 12 & 0x3F];
    out += kAlphabet[bits >> 6 & 0x3F];
    out += '=';
  }
}

bool IsBase64(std::string_view text) {
  if (text.size() % 4 != 0) return false;
  const std::size_t padding = Padding(text);
  const std::string_view digits = text.substr(0, text.size() - padding);
  for (char c : digits) {
    if (Digit(c) == kNoDigit) return false;
  }
  // The bits of the last digit that belong to no byte.
  if (padding == 2) return (Digit(digits.back()) & 0xF) == 0;
  if (padding == 1) return (Digit(digits.back()) & 0x3) == 0;
  return true;
}

std::optional<std::size_t> DecodeBase64(std::string_view text, char* out) {
  if (!IsBase64(text)) return std::nullopt;
  const std::string_view digits = text.substr(0, text.size() - Padding(text));
  std::size_t length = 0;
  std::uint32_t bits = 0;
  int bit_count = 0;
  // Writing trails reading, so that decoding in place overwrites only what has been read.
  for (char c : digits) {
    bits = bits << 6 | Digit(c);
    bit_count += 6;
    if (bit_count < 8) continue;
    bit_count -= 8;
    out[length++] = static_cast<char>(bits >> bit_count & 0xFF);
  }
  return length;
}

}  // namespace cloudevents::internal
