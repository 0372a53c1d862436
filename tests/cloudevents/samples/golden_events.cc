#include "tests/cloudevents/samples/golden_events.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cloudevents/attribute.h"
#include "cloudevents/event.h"

namespace cloudevents {
namespace {

constexpr std::string_view kTime = "2018-04-05T17:31:00Z";

EventBuilder Golden(std::string_view id) {
  return EventBuilder().Id(id).Source("https://cloudevents.io").Type("io.cloudevents.test");
}

std::map<std::string, EventBuilder, std::less<>> GoldenEvents() {
  return {
      {"minimal", Golden("minimal")},
      {"minimalWithTime", Golden("minimalWithTime").Time(kTime)},
      {"minimalWithRelativeSource", Golden("minimalWithRelativeSource").Source("#fragment")},
      {"allCore", Golden("allCore")
                      .DataContentType("text/plain")
                      .DataSchema("https://cloudevents.io/dataschema")
                      .Subject("tests")
                      .Time(kTime)},
      {"simpleTextData",
       Golden("simpleTextData").DataContentType("text/plain").TextData("Simple text")},
      {"allExtensionTypes",
       Golden("allExtensionTypes")
           .Extension("extinteger", 10)
           .Extension("extboolean", true)
           .Extension("extstring", "text")
           .Extension("extbinary", AttributeValue::Binary("Ma"))
           .Extension("exttimestamp", *AttributeValue::Timestamp("2023-03-31T15:12:00Z"))
           .Extension("exturi", *AttributeValue::Uri("https://cloudevents.io"))
           .Extension("exturiref", *AttributeValue::UriReference("//authority/path"))},
  };
}

std::map<std::string, std::vector<std::string>, std::less<>> GoldenBatches() {
  return {
      {"empty", {}},
      {"minimal", {"minimal"}},
      {"minimal2", {"minimal", "minimal"}},
      {"minimalAndAllCore", {"minimal", "allCore"}},
      {"minimalAndAllExtensionTypes", {"minimal", "allExtensionTypes"}},
  };
}

template <typename Map>
std::vector<std::string> KeysOf(const Map& map) {
  std::vector<std::string> names;
  for (const auto& [name, unused] : map) names.push_back(name);
  return names;
}

}  // namespace

std::vector<std::string> GoldenEventNames() { return KeysOf(GoldenEvents()); }
std::vector<std::string> GoldenBatchNames() { return KeysOf(GoldenBatches()); }

Event GoldenEvent(std::string_view name) {
  const auto events = GoldenEvents();
  const auto found = events.find(name);
  EXPECT_NE(found, events.end()) << "no golden event " << name;
  return *(found == events.end() ? Golden("unknown") : found->second).Build();
}

std::vector<Event> GoldenBatch(std::string_view name) {
  const auto batches = GoldenBatches();
  const auto found = batches.find(name);
  EXPECT_NE(found, batches.end()) << "no golden batch " << name;
  std::vector<Event> events;
  if (found == batches.end()) return events;
  for (const std::string& event : found->second) events.push_back(GoldenEvent(event));
  return events;
}

}  // namespace cloudevents
