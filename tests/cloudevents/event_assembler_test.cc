#include "cloudevents/internal/event_assembler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents::internal {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr DecodeOptions kOptions;
constexpr DecodeOptions kEnvelope = {.validate = Validation::kEnvelope, .limits = {}};

// An assembler with the required attributes.
EventAssembler Minimal(const DecodeOptions& options = kOptions) {
  EventAssembler assembler(options);
  for (const auto& [name, text] : {std::pair<std::string_view, std::string_view>{"id", "1"},
                                   {"type", "t"},
                                   {"specversion", "1.0"},
                                   {"source", "/s"}}) {
    EXPECT_TRUE(assembler.Add(name, AttributeType::kString, text).ok());
  }
  return assembler;
}

Event FinishOrDie(EventAssembler assembler) {
  absl::StatusOr<Event> event = std::move(assembler).Finish();
  EXPECT_TRUE(event.ok()) << event.status();
  return *std::move(event);
}

std::string ErrorOf(const absl::Status& status) {
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  return std::string(Message(status));
}

TEST(EventAssemblerTest, SortsExtensionsAndKeepsTheirTypes) {
  EventAssembler assembler = Minimal();
  // Enough text that the buffer moves several times.
  const std::string text(500, 'v');
  for (std::string_view name : {"z", "m", "a", "k"}) {
    EXPECT_TRUE(assembler.Add(name, AttributeType::kString, text).ok());
  }
  EXPECT_TRUE(assembler.Add("n", AttributeType::kInteger, "-5").ok());
  EXPECT_TRUE(assembler.AddUnset("unset").ok());
  const Event event = FinishOrDie(std::move(assembler));
  std::string names;
  for (const ExtensionView& extension : event.extensions()) names += extension.name;
  EXPECT_EQ(names, "akmnz");
  EXPECT_EQ(event.id(), "1");
  EXPECT_EQ(event.extension("z")->text(), text);
  EXPECT_EQ(event.extension("n")->integer(), -5);
  EXPECT_EQ(event.data_kind(), DataKind::kAbsent);
}

struct CoreRow {
  std::string_view name;
  AttributeType type;
  std::string_view text;
  bool taken;
};

TEST(EventAssemblerTest, ACoreAttributeComesInItsTypeOrAsAString) {
  const CoreRow rows[] = {
      {"time", AttributeType::kTimestamp, "2018-04-05T17:31:00Z", true},
      {"time", AttributeType::kString, "2018-04-05T17:31:00Z", true},
      {"time", AttributeType::kInteger, "5", false},
      {"time", AttributeType::kUri, "urn:x:y", false},
      {"dataschema", AttributeType::kUri, "urn:x:y", true},
      {"dataschema", AttributeType::kUriReference, "urn:x:y", false},
      {"dataschema", AttributeType::kString, "urn:x:y", true},
      {"subject", AttributeType::kString, "x", true},
      {"subject", AttributeType::kBoolean, "true", false},
      {"subject", AttributeType::kBinary, "TWE=", false},
  };
  for (const CoreRow& row : rows) {
    EventAssembler assembler = Minimal();
    EXPECT_EQ(assembler.Add(row.name, row.type, row.text).ok(), row.taken) << row.name;
  }
  // A URI is a URI-reference.
  EventAssembler assembler(kOptions);
  EXPECT_TRUE(assembler.Add("source", AttributeType::kUri, "urn:x:y").ok());
  EXPECT_EQ(assembler.core(CoreAttribute::kSource), "urn:x:y");
}

struct DataRow {
  DataForm form;
  std::string_view media_type;
  std::string_view bytes;
  // The kind of data; what the error says otherwise.
  DataKind kind = DataKind::kAbsent;
  std::string_view error = "";
};

TEST(EventAssemblerTest, FormAndMediaTypeSayWhatTheDataIs) {
  const DataRow rows[] = {
      {DataForm::kBody, "application/json", "{}", DataKind::kJson},
      {DataForm::kBody, "application/json", "{", DataKind::kAbsent, "data: malformed JSON"},
      {DataForm::kBody, "application/json", "", DataKind::kAbsent, "data: malformed JSON"},
      {DataForm::kBody, "text/plain", "x", DataKind::kText},
      {DataForm::kBody, "text/plain", "\xFF", DataKind::kBinary},
      {DataForm::kBody, "image/png", "x", DataKind::kBinary},
      {DataForm::kBody, "", "{}", DataKind::kBinary},
      {DataForm::kText, "application/json", "{}", DataKind::kJson},
      {DataForm::kText, "application/json", "{", DataKind::kAbsent, "data: malformed JSON"},
      {DataForm::kText, "image/png", "x", DataKind::kText},
      {DataForm::kText, "", "{}", DataKind::kText},
      {DataForm::kText, "text/plain", "\xFF", DataKind::kAbsent, "is not UTF-8 text"},
      {DataForm::kBytes, "a/b+json", "{}", DataKind::kJson},
      {DataForm::kBytes, "application/json", "{", DataKind::kBinary},
      {DataForm::kBytes, "text/plain", "x", DataKind::kBinary},
      {DataForm::kBytes, "", "x", DataKind::kBinary},
      {DataForm::kOpaque, "application/json", "{}", DataKind::kBinary},
      {DataForm::kJson, "", "{}", DataKind::kJson},
      {DataForm::kJson, "a/json", "{}", DataKind::kJson},
      {DataForm::kJson, "text/plain", "{}", DataKind::kAbsent, "is no JSON media type"},
  };
  for (const DataRow& row : rows) {
    EventAssembler assembler = Minimal();
    // Data may come before the media type.
    assembler.SetData(row.form, std::string(row.bytes));
    if (!row.media_type.empty()) {
      EXPECT_TRUE(assembler.Add("datacontenttype", AttributeType::kString, row.media_type).ok());
    }
    const absl::StatusOr<Event> event = std::move(assembler).Finish();
    if (!row.error.empty()) {
      EXPECT_THAT(ErrorOf(event.status()), HasSubstr(row.error)) << row.bytes;
      continue;
    }
    ASSERT_TRUE(event.ok()) << event.status();
    EXPECT_EQ(event->data_kind(), row.kind) << row.media_type << " " << row.bytes;
    EXPECT_EQ(event->data(), row.bytes);
  }
}

TEST(EventAssemblerTest, EnvelopeLeavesTheBodyUnchecked) {
  EventAssembler assembler = Minimal(kEnvelope);
  EXPECT_TRUE(assembler.Add("datacontenttype", AttributeType::kString, "a/json").ok());
  assembler.SetData(DataForm::kBody, "{]");
  EXPECT_EQ(FinishOrDie(std::move(assembler)).data_kind(), DataKind::kJson);
  // Where bytes may as well be no JSON, looking is the only way to know.
  EventAssembler bytes = Minimal(kEnvelope);
  EXPECT_TRUE(bytes.Add("datacontenttype", AttributeType::kString, "a/json").ok());
  bytes.SetData(DataForm::kBytes, "{");
  EXPECT_EQ(FinishOrDie(std::move(bytes)).data_kind(), DataKind::kBinary);
}

TEST(EventAssemblerTest, EnvelopeDelimitsTheBodyAsOneValue) {
  const std::string deep(1'000'000, '[');
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"", "expected a value"},
      {"{", "an object or array is not closed"},
      {R"(1,"id":"x")", "something follows the value"},
      {"[]]", "something follows the value"},
      {deep, "nested deeper than max_depth"},
  };
  for (const DataForm form : {DataForm::kBody, DataForm::kText}) {
    for (const auto& [bytes, error] : rows) {
      EventAssembler assembler = Minimal(kEnvelope);
      EXPECT_TRUE(assembler.Add("datacontenttype", AttributeType::kString, "a/json").ok());
      assembler.SetData(form, std::string(bytes));
      EXPECT_THAT(ErrorOf(std::move(assembler).Finish().status()),
                  AllOf(HasSubstr("data: malformed JSON"), HasSubstr(error)));
    }
  }
}

TEST(EventAssemblerTest, JsonThatIsTooDeepIsNotTakenForOtherBytes) {
  constexpr std::size_t kDepth = 128;
  const std::string json = std::string(kDepth, '[') + std::string(kDepth, ']');
  const std::pair<std::string, DataKind> rows[] = {
      {json, DataKind::kJson},
      {"[" + json + "]", DataKind::kAbsent},  // refused
      {"[" + json, DataKind::kBinary},
      {"[" + json + "]\xFF", DataKind::kBinary},
  };
  for (const auto& [bytes, kind] : rows) {
    EventAssembler assembler = Minimal();
    EXPECT_TRUE(assembler.Add("datacontenttype", AttributeType::kString, "a/json").ok());
    assembler.SetData(DataForm::kBytes, bytes);
    const absl::StatusOr<Event> event = std::move(assembler).Finish();
    if (kind == DataKind::kAbsent) {
      EXPECT_THAT(ErrorOf(event.status()), HasSubstr("nested deeper than max_depth"));
      continue;
    }
    ASSERT_TRUE(event.ok()) << event.status();
    EXPECT_EQ(event->data_kind(), kind) << bytes;
  }
}

TEST(EventAssemblerTest, RefusesWhatBreaksARule) {
  EventAssembler assembler = Minimal();
  EXPECT_EQ(ErrorOf(assembler.Add("id", AttributeType::kString, "2")),
            "attribute \"id\": it comes twice");
  EXPECT_EQ(ErrorOf(assembler.AddUnset("id")), "attribute \"id\": it comes twice");
  EXPECT_THAT(ErrorOf(assembler.Add("My", AttributeType::kString, "x")),
              HasSubstr("\"My\" is no attribute name"));
  EXPECT_THAT(ErrorOf(assembler.AddUnset("data")), HasSubstr("\"data\" is no attribute name"));
  EXPECT_THAT(ErrorOf(assembler.Add("n", AttributeType::kInteger, "1.5")),
              HasSubstr("attribute \"n\": \"1.5\" is no Integer"));
  EXPECT_THAT(ErrorOf(assembler.Add("subject", AttributeType::kString, "")),
              HasSubstr("it is empty"));

  EventAssembler twice = Minimal();
  EXPECT_TRUE(twice.Add("x", AttributeType::kString, "1").ok());
  EXPECT_TRUE(twice.AddUnset("x").ok());
  EXPECT_EQ(ErrorOf(std::move(twice).Finish().status()), "attribute \"x\": it comes twice");

  EXPECT_EQ(ErrorOf(EventAssembler(kOptions).Finish().status()),
            "attribute \"specversion\": it is required, and missing");
}

TEST(EventAssemblerTest, KeepsTheLimits) {
  constexpr DecodeOptions kSmall = {.limits = {.max_attributes = 5, .max_attribute_bytes = 12}};
  EventAssembler assembler = Minimal(kSmall);
  EXPECT_THAT(ErrorOf(assembler.Add("x", AttributeType::kString, "1234567890123")),
              HasSubstr("max_attribute_bytes (12)"));
  EXPECT_THAT(ErrorOf(assembler.AddUnset("y")), HasSubstr("max_attributes (5)"));
}

}  // namespace
}  // namespace cloudevents::internal
