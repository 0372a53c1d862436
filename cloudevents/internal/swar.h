// Eight bytes at a time in a plain 64-bit word ("SIMD within a register"): enough to run through
// the short strings of an envelope, on any machine.
//
// Each function returns a word whose lowest set bit marks the first byte that it looks for; bits
// above that one may be wrong, since a subtraction borrows from the byte to its left.
#ifndef CLOUDEVENTS_INTERNAL_SWAR_H_
#define CLOUDEVENTS_INTERNAL_SWAR_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace cloudevents::internal::swar {

inline constexpr std::uint64_t kOnes = 0x0101010101010101;
inline constexpr std::uint64_t kHighs = 0x8080808080808080;

// Eight bytes, the first in memory the lowest of the word.
inline std::uint64_t Load(const char* bytes) {
  std::uint64_t word;
  std::memcpy(&word, bytes, sizeof(word));
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

// Bytes less than `bound`, which is at most 0x80. Bytes from 0x80 on are never marked.
inline std::uint64_t Below(std::uint64_t word, unsigned char bound) {
  return (word - kOnes * bound) & ~word & kHighs;
}

// Bytes equal to `byte`.
inline std::uint64_t Equal(std::uint64_t word, unsigned char byte) {
  const std::uint64_t zeros = word ^ (kOnes * byte);
  return (zeros - kOnes) & ~zeros & kHighs;
}

// Bytes from 0x80 on.
inline std::uint64_t NonAscii(std::uint64_t word) { return word & kHighs; }

// The index of the first marked byte; `marks` is not 0.
inline std::size_t First(std::uint64_t marks) {
  return static_cast<std::size_t>(std::countr_zero(marks)) / 8;
}

}  // namespace cloudevents::internal::swar

#endif  // CLOUDEVENTS_INTERNAL_SWAR_H_
