#include "cloudevents/extensions/distributed_tracing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/event.h"
#include "cloudevents/extensions/trace_parent.h"
#include "cloudevents/extensions/trace_state.h"
#include "cloudevents/testing/matchers.h"
#include "tests/cloudevents/extensions/journeys.h"

namespace cloudevents {
namespace {

using ::cloudevents::testing::HasAttribute;
using ::cloudevents::testing::LacksAttribute;
using ::testing::HasSubstr;

constexpr std::string_view kParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
constexpr std::string_view kState = "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE";

DistributedTracing Tracing(std::string_view state) {
  return {.parent = *ParseTraceParent(kParent), .state = *TraceState::Parse(state)};
}

TEST(DistributedTracingTest, SurvivesJsonAndHttp) {
  for (const std::string_view state : {kState, std::string_view()}) {
    EventBuilder builder = PlainEvent();
    ASSERT_TRUE(SetDistributedTracing(Tracing(state), builder).ok());
    for (const Event& event : Journeys(builder)) {
      const absl::StatusOr<std::optional<DistributedTracing>> read = GetDistributedTracing(event);
      ASSERT_TRUE(read.ok()) << read.status();
      EXPECT_EQ(*read, Tracing(state));
      EXPECT_THAT(event, HasAttribute("traceparent", std::string(kParent)));
    }
  }
}

TEST(DistributedTracingTest, ReadsTheExampleOfTheSpecification) {
  const HttpMessage message = {
      .headers = {
          {"ce-id", "1"},
          {"ce-specversion", "1.0"},
          {"ce-type", "example"},
          {"ce-source", "http://localhost"},
          {"ce-traceparent", "00-0af7651916cd43dd8448eb211c80319c-b9c7c989f97918e1-01"},
          {"traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"},
          {"tracestate", "rojo=00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"},
      }};
  const absl::StatusOr<std::vector<Event>> events = DecodeHttp(message);
  ASSERT_TRUE(events.ok()) << events.status();
  const absl::StatusOr<std::optional<DistributedTracing>> read =
      GetDistributedTracing(events->front());
  ASSERT_TRUE(read.ok() && read->has_value()) << read.status();
  // The event's own, not the hop's.
  EXPECT_EQ(FormatTraceParent((*read)->parent),
            "00-0af7651916cd43dd8448eb211c80319c-b9c7c989f97918e1-01");
  EXPECT_TRUE((*read)->state.empty());
}

TEST(DistributedTracingTest, MayBeAbsent) {
  const Event event = BuildEvent(PlainEvent());
  EXPECT_EQ(*GetDistributedTracing(event), std::nullopt);
  EXPECT_EQ(*GetTraceParent(event), std::nullopt);
}

TEST(DistributedTracingTest, NamesWhatBreaksARule) {
  const Event bad_parent = EventWith("traceparent", "00-0-0-01");
  EXPECT_THAT(RefusalOf(GetDistributedTracing(bad_parent)),
              HasSubstr("attribute \"traceparent\": \"00-0-0-01\" is no traceparent"));
  EXPECT_THAT(RefusalOf(GetTraceParent(bad_parent)), HasSubstr("attribute \"traceparent\""));
  EXPECT_THAT(RefusalOf(GetDistributedTracing(EventWith("traceparent", std::int32_t{1}))),
              HasSubstr("its type must be String; it is Integer, \"1\""));
  EXPECT_THAT(RefusalOf(GetDistributedTracing(EventWith("tracestate", kState))),
              HasSubstr("attribute \"traceparent\": it is not set, and is required beside "
                        "\"tracestate\""));
  EXPECT_THAT(RefusalOf(GetTraceParent(EventWith("traceparent", ""))), HasSubstr("empty"));
}

TEST(DistributedTracingTest, LetsABadStateSpoilNoParent) {
  const Event event =
      BuildEvent(PlainEvent().Extension("traceparent", kParent).Extension("tracestate", "foo"));
  EXPECT_THAT(RefusalOf(GetDistributedTracing(event)),
              HasSubstr("attribute \"tracestate\": the tracestate member \"foo\""));
  EXPECT_EQ(**GetTraceParent(event), *ParseTraceParent(kParent));
}

TEST(DistributedTracingTest, TakesAnEmptyStateAsNone) {
  const Event event =
      BuildEvent(PlainEvent().Extension("traceparent", kParent).Extension("tracestate", ""));
  EXPECT_EQ(*GetDistributedTracing(event), Tracing(""));
}

TEST(DistributedTracingTest, RefusesToWriteNoId) {
  EventBuilder builder = PlainEvent().Extension("traceparent", kParent);
  DistributedTracing tracing = Tracing(kState);
  tracing.parent.parent_id = {};
  EXPECT_THAT(RefusalOf(SetDistributedTracing(tracing, builder)),
              HasSubstr("the parent-id is all zero"));
  EXPECT_THAT(BuildEvent(builder), HasAttribute("traceparent", std::string(kParent)));
  EXPECT_THAT(BuildEvent(builder), LacksAttribute("tracestate"));
}

TEST(DistributedTracingTest, RemovesAStateThatIsEmpty) {
  EventBuilder builder = PlainEvent().Extension("tracestate", kState);
  ASSERT_TRUE(SetDistributedTracing(Tracing(""), builder).ok());
  EXPECT_THAT(BuildEvent(builder), LacksAttribute("tracestate"));
}

}  // namespace
}  // namespace cloudevents
