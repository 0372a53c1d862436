// Any bytes as a traceparent and as a tracestate: reading never crashes, and what was read is
// written as a text that reads the same. After a zero byte: a key and, after another, a value to be
// set in the state, which stays within its rules.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "cloudevents/extensions/trace_parent.h"
#include "cloudevents/extensions/trace_state.h"

namespace {

using ::cloudevents::ParseTraceParent;
using ::cloudevents::TraceParent;
using ::cloudevents::TraceState;

void Check(bool holds) {
  if (!holds) std::abort();
}

// Cuts what stands before the first zero byte off `bytes`.
std::string_view TakePart(std::string_view& bytes) {
  const std::string_view part = bytes.substr(0, bytes.find('\0'));
  bytes.remove_prefix(part.size() == bytes.size() ? part.size() : part.size() + 1);
  return part;
}

void CheckParent(std::string_view text) {
  const absl::StatusOr<TraceParent> parent = ParseTraceParent(text);
  if (!parent.ok()) return;
  const std::string written = FormatTraceParent(*parent);
  const absl::StatusOr<TraceParent> again = ParseTraceParent(written);
  Check(again.ok() && *again == *parent && written.size() == 55);
  // The ids stand where they stood, in higher versions too.
  Check(text.substr(2, 50) == std::string_view(written).substr(2, 50));
}

void CheckWritten(const TraceState& state) {
  const std::string written = state.ToString();
  const absl::StatusOr<TraceState> again = TraceState::Parse(written);
  Check(again.ok() && *again == state && again->ToString() == written);
  Check(state.members().size() <= cloudevents::kMaxTraceStateMembers);
}

void CheckState(std::string_view text, std::string_view key, std::string_view value) {
  absl::StatusOr<TraceState> state = TraceState::Parse(text);
  if (!state.ok()) return;
  CheckWritten(*state);
  const TraceState before = *state;
  if (state->SetFirst(key, value).ok()) {
    Check(state->members().front().key == key && state->Find(key) == value);
    CheckWritten(*state);
    state->Remove(key);
    Check(!state->Find(key).has_value());
    CheckWritten(*state);
  } else {
    Check(*state == before);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string_view text = TakePart(bytes);
  const std::string_view key = TakePart(bytes);
  CheckParent(text);
  CheckState(text, key, bytes);
  return 0;
}
