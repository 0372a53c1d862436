#include "tests/cloudevents/extensions/journeys.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/bindings/content_mode.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/json_format.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents {
namespace {

Event ThroughHttp(const Event& event) {
  const absl::StatusOr<std::vector<Event>> events =
      DecodeHttp(EncodeHttp(event, ContentMode::kBinary));
  EXPECT_TRUE(events.ok()) << event << ": " << events.status();
  for (const ExtensionView& extension : events->front().extensions()) {
    EXPECT_EQ(extension.value.type(), AttributeType::kString) << extension.name;
  }
  return events->front();
}

}  // namespace

EventBuilder PlainEvent() { return EventBuilder().Id("1").Source("/s").Type("t"); }

Event BuildEvent(const EventBuilder& builder) {
  absl::StatusOr<Event> event = builder.Build();
  EXPECT_TRUE(event.ok()) << event.status();
  return *std::move(event);
}

Event EventWith(std::string_view name, AttributeValue value) {
  return BuildEvent(PlainEvent().Extension(name, std::move(value)));
}

Event EventOfJson(std::string json) {
  absl::StatusOr<Event> event = DecodeJson(std::move(json));
  EXPECT_TRUE(event.ok()) << event.status();
  return *std::move(event);
}

std::vector<Event> Journeys(const EventBuilder& builder) {
  const Event built = BuildEvent(builder);
  const Event from_json = EventOfJson(EncodeJson(built));
  return {built, from_json, ThroughHttp(built), ThroughHttp(from_json)};
}

std::string RefusalOf(const absl::Status& status) {
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
  return std::string(internal::Message(status));
}

}  // namespace cloudevents
