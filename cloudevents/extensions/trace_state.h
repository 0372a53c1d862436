// W3C Trace Context's tracestate: what each tracing system keeps about a trace, the latest first.
//
//   absl::StatusOr<cloudevents::TraceState> state =
//       cloudevents::TraceState::Parse("rojo=00f067aa0ba902b7,congo=t61rcWkgMzE");
//   absl::Status status = state->SetFirst("congo", "ucfJifl5GOE");  // moves congo to the front
//   std::string text = state->ToString();
//
// https://www.w3.org/TR/trace-context-2/#tracestate-header
#ifndef CLOUDEVENTS_EXTENSIONS_TRACE_STATE_H_
#define CLOUDEVENTS_EXTENSIONS_TRACE_STATE_H_

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace cloudevents {

inline constexpr std::size_t kMaxTraceStateMembers = 32;
inline constexpr std::size_t kMaxTraceStateKeyBytes = 256;
inline constexpr std::size_t kMaxTraceStateValueBytes = 256;

// What one tracing system keeps.
struct TraceStateMember {
  // Starts with a to z or 0 to 9, goes on with those and "_-*/@". A system with tenants uses
  // "tenant@system".
  std::string_view key;
  // Printable ASCII without "," and "="; does not end with a space.
  std::string_view value;
  friend bool operator==(const TraceStateMember&, const TraceStateMember&) = default;
};

// A list of members, no key twice; always within the rules. It views the text that it was parsed
// from and what SetFirst was given, and is valid as long as these are; it allocates nothing.
// Thread-safe where it is const.
class TraceState {
 public:
  TraceState() = default;  // empty

  // InvalidArgument names the member and the rule. Spaces and tabs around members are left out, as
  // are empty members, which the grammar has and counts among the 32. The grammar of keys is Level
  // 2's, which takes all that Level 1's does. An empty text is an empty list.
  static absl::StatusOr<TraceState> Parse(std::string_view text);

  absl::Span<const TraceStateMember> members() const { return {members_.data(), size_}; }
  bool empty() const { return size_ == 0; }

  // The value of `key`, or nullopt.
  std::optional<std::string_view> Find(std::string_view key) const;

  // Adds a member at the front, or changes one and moves it there: where the specification wants
  // what a tracing system has touched. If there are 32 already, the last one goes. InvalidArgument,
  // with the list as it was, names the rule that the key or the value breaks.
  absl::Status SetFirst(std::string_view key, std::string_view value);

  // Removes a member if it is there. A system should remove none but its own.
  void Remove(std::string_view key);

  // The members with commas between them.
  std::string ToString() const;

  friend bool operator==(const TraceState& a, const TraceState& b) {
    return a.members() == b.members();
  }

 private:
  std::array<TraceStateMember, kMaxTraceStateMembers> members_;
  std::size_t size_ = 0;
};

}  // namespace cloudevents

#endif  // CLOUDEVENTS_EXTENSIONS_TRACE_STATE_H_
