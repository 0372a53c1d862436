// What counts as a difference, and that a description holds all that an event says.
#include "tests/interop/differences.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "tests/interop/event_description.h"
#include "tests/interop/samples.h"

namespace interop {
namespace {

using ::cloudevents::AttributeValue;
using ::cloudevents::Event;
using ::cloudevents::EventBuilder;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

EventBuilder Minimal() { return EventBuilder().Id("1").Source("/s").Type("t"); }

EventBuilder Full() {
  return Minimal()
      .Subject("s")
      .DataSchema("urn:x:y")
      .Time("2024-01-01T00:00:00Z")
      .DataContentType("application/json")
      .Extension("flag", true)
      .JsonData(R"({"a":1})");
}

std::set<std::string, std::less<>> Between(const EventBuilder& sent, const EventBuilder& received,
                                           bool typed = false) {
  return Differences(*sent.Build(), *received.Build(), typed);
}

TEST(DifferencesTest, NamesWhatDiffers) {
  EXPECT_THAT(Between(Full(), Full()), IsEmpty());
  EXPECT_THAT(Between(Full(), Full().Id("2")), ElementsAre("id"));
  EXPECT_THAT(Between(Full(), Full().Source("/t")), ElementsAre("source"));
  EXPECT_THAT(Between(Full(), Full().Type("u")), ElementsAre("type"));
  EXPECT_THAT(Between(Full(), Full().Subject("t")), ElementsAre("subject"));
  EXPECT_THAT(Between(Full(), Full().DataSchema("urn:x:z")), ElementsAre("dataschema"));
  EXPECT_THAT(Between(Full(), Full().Time("2024-01-01T00:00:00.000000001Z")), ElementsAre("time"));
  EXPECT_THAT(Between(Full(), Full().Extension("flag", false)), ElementsAre("flag"));
  EXPECT_THAT(Between(Full(), Full().RemoveExtension("flag")), ElementsAre("flag"));
  EXPECT_THAT(Between(Full(), Full().Extension("more", "x")), ElementsAre("more"));
  EXPECT_THAT(Between(Full(), Full().JsonData(R"({"a":2})")), ElementsAre("data"));
  EXPECT_THAT(Between(Full(), Full().NoData()), ElementsAre("data"));
  EXPECT_THAT(Between(Full(), Full().DataContentType("application/json; charset=utf-8")),
              ElementsAre("datacontenttype"));
  EXPECT_THAT(Between(Full(), Minimal()),
              ElementsAre("data", "datacontenttype", "dataschema", "flag", "subject", "time"));
}

TEST(DifferencesTest, AgreesWithEquivalent) {
  EXPECT_THAT(Between(Full(), Full().Time("2024-01-01T01:00:00+01:00")), IsEmpty());
  EXPECT_THAT(Between(Full(), Full().JsonData("{ \"a\": 1.0 }")), IsEmpty());
  EXPECT_THAT(Between(Full(), Full().DataContentType("Application/JSON")), IsEmpty());
  EXPECT_THAT(Between(Full(), Full().Extension("flag", "true")), IsEmpty());
  EXPECT_THAT(Between(Minimal().JsonData("1"),
                      Minimal().DataContentType("application/json").BinaryData("1")),
              IsEmpty());
  EXPECT_THAT(Between(Minimal().Extension("x", *AttributeValue::Timestamp("2024-01-01T00:00:00Z")),
                      Minimal().Extension("x", "2024-01-01t00:00:00z")),
              IsEmpty());
}

TEST(DifferencesTest, TypesCountWhereAskedFor) {
  EXPECT_THAT(Between(Full(), Full().Extension("flag", "true"), /*typed=*/true),
              ElementsAre("type of flag"));
  EXPECT_THAT(Between(Full(), Full(), /*typed=*/true), IsEmpty());
}

TEST(EventDescriptionTest, HoldsAllThatAnEventSays) {
  for (const std::vector<Sample>& samples : {SingleSamples(), BatchSamples()}) {
    for (const Sample& sample : samples) {
      for (const Event& event : sample.events) {
        const absl::StatusOr<Event> again = EventOf(Describe(event));
        ASSERT_TRUE(again.ok()) << sample.name << ": " << again.status();
        EXPECT_THAT(Differences(event, *again, /*typed=*/true), IsEmpty()) << sample.name;
      }
    }
  }
}

TEST(EventDescriptionTest, WhatDescribesNoEventIsAnError) {
  for (const std::string_view text : {
           "[]",
           "{}",
           R"({"attributes": []})",
           R"({"attributes": {"id": "1"}})",
           R"({"attributes": {"id": {"type": "String", "text": "1"}}})",
           R"({"attributes": {"x": {"type": "Number", "text": "1"}}})",
           R"({"attributes": {"x": {"type": "Integer", "text": "2147483648"}}})",
           R"({"attributes": {"specversion": {"type": "String", "text": "0.3"}}})",
           R"({"attributes": {}, "data": {"kind": "json"}})",
           R"({"attributes": {}, "data": {"kind": "json", "base64": "!"}})",
       }) {
    EXPECT_FALSE(EventOf(nlohmann::json::parse(text)).ok()) << text;
  }
}

TEST(SamplesTest, NamesAreDistinctAndPlain) {
  std::set<std::string> names;
  for (const std::vector<Sample>& samples : {SingleSamples(), BatchSamples()}) {
    for (const Sample& sample : samples) {
      EXPECT_TRUE(names.insert(sample.name).second) << sample.name;
      EXPECT_THAT(sample.name, ::testing::MatchesRegex("[a-z0-9-]+"));
    }
  }
}

}  // namespace
}  // namespace interop
