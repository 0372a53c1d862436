// The specification's own cases for the JSON format, and real webhooks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/json_format.h"
#include "cloudevents/testing/matchers.h"
#include "tests/cloudevents/samples/golden_events.h"

namespace cloudevents {
namespace {

using ::cloudevents::testing::EquivalentTo;
using ::testing::ElementsAre;

// The path of a file in the folder of shared test data.
std::string SharedPath(std::string_view file) {
  const char* folder = std::getenv("EVENTBUS_SHARED");
  return (folder == nullptr ? std::string() : std::string(folder)) + "/" + std::string(file);
}

std::ifstream OpenShared(std::string_view file) {
  std::ifstream in(SharedPath(file));
  EXPECT_TRUE(in.is_open()) << "cannot read " << SharedPath(file)
                            << ": set EVENTBUS_SHARED to the folder of shared test data";
  return in;
}

// The tests of one file, or an empty array.
nlohmann::json Cases(std::string_view file) {
  std::ifstream in = OpenShared("conformance/format-tests/json/" + std::string(file));
  const nlohmann::json document = nlohmann::json::parse(in, nullptr, /*allow_exceptions=*/false);
  EXPECT_TRUE(document.is_object()) << file;
  return document.is_object() ? document["tests"] : nlohmann::json::array();
}

TEST(JsonFormatConformanceTest, ValidEvents) {
  const nlohmann::json cases = Cases("valid-events.json");
  EXPECT_FALSE(cases.empty());
  for (const nlohmann::json& test : cases) {
    SCOPED_TRACE(test["id"]);
    const absl::StatusOr<Event> event = DecodeJson(test["event"].dump());
    ASSERT_TRUE(event.ok()) << event.status();
    Event expected = GoldenEvent(test["sampleId"].get<std::string>());
    // The cases on time name their events "minimal", unlike the documentation of their sample.
    expected = *EventBuilder(expected).Id(event->id()).Build();
    EXPECT_THAT(*event, EquivalentTo(expected));
    EXPECT_EQ(*DecodeJson(EncodeJson(*event)), *event);
    EXPECT_THAT(*DecodeJson(EncodeJson(expected)), EquivalentTo(expected));
    EXPECT_THAT(*DecodeHttp(EncodeHttp(expected, ContentMode::kBinary)),
                ElementsAre(EquivalentTo(expected)));
  }
}

TEST(JsonFormatConformanceTest, InvalidEvents) {
  const nlohmann::json cases = Cases("invalid-events.json");
  EXPECT_FALSE(cases.empty());
  for (const nlohmann::json& test : cases) {
    EXPECT_FALSE(DecodeJson(test["event"].dump()).ok()) << test["id"];
  }
}

TEST(JsonFormatConformanceTest, ValidBatches) {
  const nlohmann::json cases = Cases("valid-batches.json");
  EXPECT_FALSE(cases.empty());
  for (const nlohmann::json& test : cases) {
    SCOPED_TRACE(test["id"]);
    const absl::StatusOr<std::vector<Event>> events = DecodeJsonBatch(test["batch"].dump());
    ASSERT_TRUE(events.ok()) << events.status();
    const std::vector<Event> expected = GoldenBatch(test["sampleId"].get<std::string>());
    ASSERT_EQ(events->size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      EXPECT_THAT((*events)[i], EquivalentTo(expected[i]));
    }
    EXPECT_EQ(*DecodeJsonBatch(EncodeJsonBatch(*events)), *events);
  }
}

TEST(JsonFormatConformanceTest, InvalidBatches) {
  const nlohmann::json cases = Cases("invalid-batches.json");
  EXPECT_FALSE(cases.empty());
  for (const nlohmann::json& test : cases) {
    EXPECT_FALSE(DecodeJsonBatch(test["batch"].dump()).ok()) << test["id"];
  }
}

TEST(WebhooksTest, PassThroughByteForByte) {
  std::ifstream in = OpenShared("data/github-webhooks.ndjson");
  int count = 0;
  for (std::string line; std::getline(in, line); ++count) {
    SCOPED_TRACE(count + 1);
    const absl::StatusOr<Event> event = DecodeJson(line);
    ASSERT_TRUE(event.ok()) << event.status();
    const std::string member = "\"data\":";
    const std::size_t data = line.find(member) + member.size();
    EXPECT_EQ(event->data(), std::string_view(line).substr(data, line.size() - data - 1));
    EXPECT_EQ(*DecodeJson(EncodeJson(*event)), *event);
    EXPECT_EQ(*DecodeJson(line, {.validate = Validation::kEnvelope, .limits = {}}), *event);
    EXPECT_THAT(*DecodeHttp(EncodeHttp(*event, ContentMode::kBinary)), ElementsAre(*event));
    EXPECT_EQ(**event->json(), nlohmann::json::parse(line)["data"]);
  }
  EXPECT_EQ(count, 329);
}

}  // namespace
}  // namespace cloudevents
