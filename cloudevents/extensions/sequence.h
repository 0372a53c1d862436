// The extension Sequence: the position of an event in the ordered sequence of events of one source.
//
//   absl::StatusOr<std::optional<cloudevents::Sequence>> seen = GetSequence(last);
//   absl::StatusOr<std::optional<cloudevents::Sequence>> next = GetSequence(event);
//   ...
//   if (CompareSequence(**next, **seen) <= 0) return;  // an older state of the same thing
//
// The specification's current text has `sequence` alone, whose values compare as strings. The text
// of its versions 1.0 to 1.0.2 has `sequencetype` too, and the type Integer; events that carry it
// are read by that text.
//
// https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/sequence.md
// https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/extensions/sequence.md
#ifndef CLOUDEVENTS_EXTENSIONS_SEQUENCE_H_
#define CLOUDEVENTS_EXTENSIONS_SEQUENCE_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"

namespace cloudevents {

// The sequencetype by which a sequence is a signed 32-bit number in decimal digits. It starts at 1,
// rises by 1, and goes on at -2147483648 after 2147483647. Leading zeros are allowed, since the
// texts should compare as strings, too.
inline constexpr std::string_view kIntegerSequence = "Integer";

// As read, the texts are views that live as long as any copy of the event; as written, they are
// copied. Neither may be empty where it is set.
struct Sequence {
  std::string_view value;                // sequence
  std::optional<std::string_view> type;  // sequencetype: kIntegerSequence, or one's own
  friend bool operator==(const Sequence&, const Sequence&) = default;
};

// nullopt: the event has none. InvalidArgument: it has, and an attribute breaks a rule (an Integer
// that is none does, and a type without a sequence); the message names the attribute, the rule and
// the value.
absl::StatusOr<std::optional<Sequence>> GetSequence(const Event& event);

// Gives the builder's event exactly this sequence: a type that is unset is removed.
// InvalidArgument, with the builder as it was, if a value breaks a rule.
absl::Status SetSequence(const Sequence& sequence, EventBuilder& builder);

// The number of a sequence of type Integer; nullopt for any other.
std::optional<std::int32_t> SequenceNumber(const Sequence& sequence);

// Which of two events of the same source comes first. Integers compare as numbers that wrap around:
// of two, that one comes first from which the other is reached in fewer steps of 1 (RFC 1982); so
// 2147483647 is less than -2147483648. Any other two of one type, or of none, compare as strings.
// Unordered: types differ, an Integer is none, or two Integers are 2^31 apart.
// Sort by it only what lies within 2^31 steps: beyond, wrapping makes circles.
std::partial_ordering CompareSequence(const Sequence& a, const Sequence& b);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_EXTENSIONS_SEQUENCE_H_
