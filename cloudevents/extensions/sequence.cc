#include "cloudevents/extensions/sequence.h"

#include <charconv>
#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>
#include <tuple>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "cloudevents/extensions/internal/extension_fields.h"
#include "cloudevents/internal/quoted.h"

namespace cloudevents {
namespace {

constexpr auto kFields = std::tuple(internal::Field("sequence", &Sequence::value),
                                    internal::Field("sequencetype", &Sequence::type));

bool IsInteger(const Sequence& sequence) { return sequence.type == kIntegerSequence; }

// [ "-" ] 1*DIGIT within 32 bits.
std::optional<std::int32_t> ParseNumber(std::string_view text) {
  std::int32_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

absl::Status CheckSequence(const Sequence& sequence) {
  if (!IsInteger(sequence) || ParseNumber(sequence.value).has_value()) return absl::OkStatus();
  return internal::BrokenRule("sequence", internal::Quoted(sequence.value),
                              " is no signed 32-bit number, as the sequencetype Integer demands");
}

std::partial_ordering CompareNumbers(std::int32_t a, std::int32_t b) {
  constexpr std::uint32_t kHalf = std::uint32_t{1} << 31;
  const std::uint32_t steps = static_cast<std::uint32_t>(b) - static_cast<std::uint32_t>(a);
  if (steps == 0) return std::partial_ordering::equivalent;
  if (steps == kHalf) return std::partial_ordering::unordered;
  return steps < kHalf ? std::partial_ordering::less : std::partial_ordering::greater;
}

}  // namespace

absl::StatusOr<std::optional<Sequence>> GetSequence(const Event& event) {
  return internal::ReadExtension(event, kFields, &CheckSequence);
}

absl::Status SetSequence(const Sequence& sequence, EventBuilder& builder) {
  return internal::WriteExtension(sequence, kFields, builder, &CheckSequence);
}

std::optional<std::int32_t> SequenceNumber(const Sequence& sequence) {
  if (!IsInteger(sequence)) return std::nullopt;
  return ParseNumber(sequence.value);
}

std::partial_ordering CompareSequence(const Sequence& a, const Sequence& b) {
  if (a.type != b.type) return std::partial_ordering::unordered;
  if (!IsInteger(a)) return a.value <=> b.value;
  const std::optional<std::int32_t> first = ParseNumber(a.value);
  const std::optional<std::int32_t> second = ParseNumber(b.value);
  if (!first.has_value() || !second.has_value()) return std::partial_ordering::unordered;
  return CompareNumbers(*first, *second);
}

}  // namespace cloudevents
