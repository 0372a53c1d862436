// tracestate = list-member 0*31( OWS "," OWS list-member ); list-member = key "=" value, or
// nothing. Proved by tests/cloudevents/extensions/trace_state_test.cc and
// tests/fuzz/trace_context_fuzzer.cc.
#include "cloudevents/extensions/trace_state.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/optional_space.h"
#include "cloudevents/internal/quoted.h"

namespace cloudevents {
namespace {

using internal::InvalidArgument;
using internal::Quoted;

constexpr bool IsKeyStart(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

constexpr bool IsKeyCharacter(char c) {
  return IsKeyStart(c) || c == '_' || c == '-' || c == '*' || c == '/' || c == '@';
}

constexpr bool IsValueCharacter(char c) { return c >= ' ' && c <= '~' && c != ',' && c != '='; }

absl::Status CheckKey(std::string_view key) {
  if (key.empty()) return InvalidArgument("a tracestate key is empty");
  if (key.size() > kMaxTraceStateKeyBytes) {
    return InvalidArgument("the tracestate key ", Quoted(key), " is longer than 256 characters");
  }
  if (!IsKeyStart(key.front())) {
    return InvalidArgument("the tracestate key ", Quoted(key),
                           " does not start with a to z or 0 to 9");
  }
  if (std::ranges::all_of(key, IsKeyCharacter)) return absl::OkStatus();
  return InvalidArgument("the tracestate key ", Quoted(key),
                         " has a character that is none of a to z, 0 to 9 and _-*/@");
}

absl::Status CheckValue(std::string_view value) {
  if (value.empty()) return InvalidArgument("a tracestate value is empty");
  if (value.size() > kMaxTraceStateValueBytes) {
    return InvalidArgument("the tracestate value ", Quoted(value),
                           " is longer than 256 characters");
  }
  if (value.ends_with(' ')) {
    return InvalidArgument("the tracestate value ", Quoted(value), " ends with a space");
  }
  if (std::ranges::all_of(value, IsValueCharacter)) return absl::OkStatus();
  return InvalidArgument("the tracestate value ", Quoted(value),
                         " has a character that is not printable ASCII, or is a comma or an equals "
                         "sign");
}

absl::Status CheckMember(const TraceStateMember& member) {
  if (absl::Status status = CheckKey(member.key); !status.ok()) return status;
  return CheckValue(member.value);
}

// A member that is not empty, from its text without the blanks around it. Blanks after the equals
// sign are the value's own.
absl::StatusOr<TraceStateMember> ParseMember(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) {
    return InvalidArgument("the tracestate member ", Quoted(text), " has no equals sign");
  }
  const TraceStateMember member = {text.substr(0, equals), text.substr(equals + 1)};
  if (absl::Status status = CheckMember(member); !status.ok()) return status;
  return member;
}

}  // namespace

absl::StatusOr<TraceState> TraceState::Parse(std::string_view text) {
  if (std::ranges::count(text, ',') >= static_cast<std::ptrdiff_t>(kMaxTraceStateMembers)) {
    return InvalidArgument("the tracestate ", Quoted(text), " has more than 32 members");
  }
  TraceState state;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(',', start), text.size());
    const std::string_view member_text =
        internal::TrimOptionalSpace(text.substr(start, end - start));
    start = end + 1;
    if (member_text.empty()) continue;
    const absl::StatusOr<TraceStateMember> member = ParseMember(member_text);
    if (!member.ok()) return member.status();
    if (state.Find(member->key).has_value()) {
      return InvalidArgument("the tracestate key ", Quoted(member->key), " stands there twice");
    }
    state.members_[state.size_++] = *member;
  }
  return state;
}

std::optional<std::string_view> TraceState::Find(std::string_view key) const {
  const absl::Span<const TraceStateMember> all = members();
  const auto found = std::ranges::find(all, key, &TraceStateMember::key);
  if (found == all.end()) return std::nullopt;
  return found->value;
}

absl::Status TraceState::SetFirst(std::string_view key, std::string_view value) {
  const TraceStateMember member = {key, value};
  if (absl::Status status = CheckMember(member); !status.ok()) return status;
  Remove(key);
  size_ = std::min(size_, kMaxTraceStateMembers - 1);
  std::copy_backward(members_.begin(), members_.begin() + static_cast<std::ptrdiff_t>(size_),
                     members_.begin() + static_cast<std::ptrdiff_t>(size_ + 1));
  members_.front() = member;
  ++size_;
  return absl::OkStatus();
}

void TraceState::Remove(std::string_view key) {
  const auto end = members_.begin() + static_cast<std::ptrdiff_t>(size_);
  const auto kept = std::remove_if(
      members_.begin(), end, [key](const TraceStateMember& member) { return member.key == key; });
  size_ = static_cast<std::size_t>(kept - members_.begin());
}

std::string TraceState::ToString() const {
  std::string text;
  for (const TraceStateMember& member : members()) {
    if (!text.empty()) text += ',';
    text += member.key;
    text += '=';
    text += member.value;
  }
  return text;
}

}  // namespace cloudevents
