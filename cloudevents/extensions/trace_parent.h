// W3C Trace Context's traceparent: which trace an operation belongs to, and which operation it is.
//
//   absl::StatusOr<cloudevents::TraceParent> parent = cloudevents::ParseTraceParent(
//       "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
//   parent->parent_id = tracer.NewSpanId();
//   std::string text = cloudevents::FormatTraceParent(*parent);
//
// Trace Context Level 1 (a W3C Recommendation) and Level 2, which adds the flag random-trace-id:
// https://www.w3.org/TR/trace-context-2/#traceparent-header
#ifndef CLOUDEVENTS_EXTENSIONS_TRACE_PARENT_H_
#define CLOUDEVENTS_EXTENSIONS_TRACE_PARENT_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace cloudevents {

// What version 00 says. The ids are bytes, as tracers hold them; all zero is no id.
struct TraceParent {
  std::array<std::uint8_t, 16> trace_id = {};
  std::array<std::uint8_t, 8> parent_id = {};  // the span
  bool sampled = false;                        // the caller may have recorded trace data
  bool random_trace_id = false;  // the last 7 bytes of trace_id, at least, are random (Level 2)
  friend bool operator==(const TraceParent&, const TraceParent&) = default;
};

// A text of version 00, or as much of one of a higher version (01 to fe) as 00 understands, which
// it then is: unknown flags and fields are left out. InvalidArgument says what is wrong: upper-case
// digits, an id that is all zero, version ff, anything after the flags in version 00.
absl::StatusOr<TraceParent> ParseTraceParent(std::string_view text);

// The 55 characters of version 00. An id that is all zero gives a text that ParseTraceParent
// refuses.
std::string FormatTraceParent(const TraceParent& parent);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_EXTENSIONS_TRACE_PARENT_H_
