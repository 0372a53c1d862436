#include "cloudevents/extensions/distributed_tracing.h"

#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "cloudevents/extensions/internal/extension_fields.h"
#include "cloudevents/extensions/trace_parent.h"
#include "cloudevents/extensions/trace_state.h"

namespace cloudevents {
namespace internal {

template <>
struct AttributeCodec<TraceParent> {
  static constexpr AttributeType kType = AttributeType::kString;
  static absl::StatusOr<TraceParent> Read(std::string_view text) { return ParseTraceParent(text); }
  static std::string Write(const TraceParent& parent) { return FormatTraceParent(parent); }
};

template <>
struct Presence<TraceState> : UnsetWhenEmpty<TraceState> {};

template <>
struct AttributeCodec<TraceState> {
  static constexpr AttributeType kType = AttributeType::kString;
  static absl::StatusOr<TraceState> Read(std::string_view text) { return TraceState::Parse(text); }
  static std::string Write(const TraceState& state) { return state.ToString(); }
};

}  // namespace internal

namespace {

constexpr auto kFields = std::tuple(
    internal::Field("traceparent", &DistributedTracing::parent),
    internal::Field({.name = "tracestate", .may_be_empty = true}, &DistributedTracing::state));

}  // namespace

absl::StatusOr<std::optional<DistributedTracing>> GetDistributedTracing(const Event& event) {
  return internal::ReadExtension(event, kFields);
}

absl::StatusOr<std::optional<TraceParent>> GetTraceParent(const Event& event) {
  return internal::ReadAttribute<TraceParent>(event, std::get<0>(kFields).rule);
}

absl::Status SetDistributedTracing(const DistributedTracing& tracing, EventBuilder& builder) {
  return internal::WriteExtension(tracing, kFields, builder);
}

}  // namespace cloudevents
