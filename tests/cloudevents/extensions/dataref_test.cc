#include "cloudevents/extensions/dataref.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/testing/matchers.h"
#include "tests/cloudevents/extensions/journeys.h"

namespace cloudevents {
namespace {

using ::cloudevents::testing::EquivalentTo;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kRef = "https://tenant123.middleware.com/events/data/A234-1234-1234.xml";

// Returns the same for every reference and remembers what it was asked for.
class FakeResolver final : public DataResolver {
 public:
  explicit FakeResolver(absl::StatusOr<ReferredData> answer) : answer_(std::move(answer)) {}

  absl::StatusOr<ReferredData> Fetch(std::string_view dataref, const Event& event,
                                     std::size_t max_bytes) override {
    asked.push_back(internal::Cat(event.id(), " ", dataref, " ", max_bytes));
    return answer_;
  }

  std::vector<std::string> asked;

 private:
  absl::StatusOr<ReferredData> answer_;
};

EventBuilder Claim(std::string_view media_type) {
  EventBuilder builder = PlainEvent();
  if (!media_type.empty()) builder.DataContentType(media_type);
  return builder.Extension("dataref", *AttributeValue::UriReference(kRef));
}

absl::StatusOr<Event> Resolve(std::string_view declared, ReferredData data) {
  FakeResolver resolver(std::move(data));
  return ResolveData(BuildEvent(Claim(declared)), resolver);
}

TEST(DataRefTest, SurvivesJsonAndHttp) {
  for (const std::string_view ref : {kRef, std::string_view("../data/1"), std::string_view("#a")}) {
    EventBuilder builder = PlainEvent();
    ASSERT_TRUE(SetDataRef(ref, builder).ok());
    EXPECT_EQ(BuildEvent(builder).extension("dataref")->type(), AttributeType::kUriReference);
    for (const Event& event : Journeys(builder)) EXPECT_EQ(*GetDataRef(event), ref);
  }
}

TEST(DataRefTest, MayBeAbsent) { EXPECT_EQ(*GetDataRef(BuildEvent(PlainEvent())), std::nullopt); }

TEST(DataRefTest, TakesAUri) {
  EXPECT_EQ(*GetDataRef(EventWith("dataref", *AttributeValue::Uri(kRef))), kRef);
}

TEST(DataRefTest, NamesWhatBreaksARule) {
  EXPECT_THAT(RefusalOf(GetDataRef(EventWith("dataref", "not a reference"))),
              HasSubstr("attribute \"dataref\": \"not a reference\""));
  EXPECT_EQ(RefusalOf(GetDataRef(EventWith("dataref", std::int32_t{1}))),
            "attribute \"dataref\": its type must be URI-reference; it is Integer, \"1\"");
  EventBuilder builder = PlainEvent();
  EXPECT_THAT(RefusalOf(SetDataRef("a b", builder)), HasSubstr("attribute \"dataref\""));
  EXPECT_EQ(BuildEvent(builder), BuildEvent(PlainEvent()));
  FakeResolver resolver(ReferredData{});
  EXPECT_FALSE(ResolveData(EventWith("dataref", "a b"), resolver).ok());
  EXPECT_FALSE(VerifyData(EventWith("dataref", "a b"), resolver).ok());
  EXPECT_FALSE(ReplaceDataByRef(BuildEvent(PlainEvent()), "a b").ok());
  EXPECT_THAT(resolver.asked, IsEmpty());
}

// The two examples of the specification: an event with both, and one without its data.
constexpr char kBoth[] = R"({
    "specversion" : "1.0",
    "type" : "com.github.pull_request.opened",
    "source" : "https://github.com/cloudevents/spec/pull/123",
    "id" : "A234-1234-1234",
    "datacontenttype" : "text/xml",
    "data" : "<much wow=\"xml\"/>",
    "dataref" : "https://github.com/cloudevents/spec/pull/123/events/A234-1234-1234.xml"
})";
constexpr char kReplaced[] = R"({
    "specversion" : "1.0",
    "type" : "com.github.pull_request.opened",
    "source" : "https://github.com/cloudevents/spec/pull/123",
    "id" : "A234-1234-1234",
    "datacontenttype" : "text/xml",
    "dataref" : "https://tenant123.middleware.com/events/data/A234-1234-1234.xml"
})";

TEST(DataRefTest, PutsTheDataInPlace) {
  FakeResolver resolver(ReferredData{.bytes = "<much wow=\"xml\"/>"});
  const absl::StatusOr<Event> event = ResolveData(EventOfJson(kReplaced), resolver);
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_EQ(event->data_kind(), DataKind::kText);
  EXPECT_EQ(event->data(), "<much wow=\"xml\"/>");
  EXPECT_EQ(*GetDataRef(*event), kRef);
  EXPECT_THAT(resolver.asked, ElementsAre(internal::Cat("A234-1234-1234 ", kRef, " ", 16 << 20)));
}

TEST(DataRefTest, FetchesNothingForAnEventThatHasItsData) {
  FakeResolver resolver(absl::InternalError("not to be asked"));
  for (const Event& event :
       {EventOfJson(kBoth), BuildEvent(PlainEvent()), BuildEvent(PlainEvent().JsonData("null"))}) {
    EXPECT_EQ(*ResolveData(event, resolver), event);
  }
  EXPECT_THAT(resolver.asked, IsEmpty());
}

struct KindRow {
  std::string_view declared;
  std::string_view fetched;
  std::string_view bytes;
  DataKind kind;
  std::optional<std::string_view> media_type;
};

TEST(DataRefTest, DataIsWhatItsMediaTypeSays) {
  constexpr KindRow kRows[] = {
      {"application/json", "", "{}", DataKind::kJson, "application/json"},
      {"application/vnd.order+json", "text/plain", "1", DataKind::kJson,
       "application/vnd.order+json"},
      {"text/plain", "application/json", "{}", DataKind::kText, "text/plain"},
      {"text/plain", "", "\xFF", DataKind::kBinary, "text/plain"},
      {"image/png", "", "\x89PNG", DataKind::kBinary, "image/png"},
      {"", "application/json", "{}", DataKind::kJson, "application/json"},
      {"", "text/xml", "<a/>", DataKind::kText, "text/xml"},
      {"", "", "{}", DataKind::kBinary, std::nullopt},
      {"", "", "", DataKind::kBinary, std::nullopt},
  };
  for (const KindRow& row : kRows) {
    const absl::StatusOr<Event> event = Resolve(
        row.declared, {.bytes = std::string(row.bytes), .media_type = std::string(row.fetched)});
    ASSERT_TRUE(event.ok()) << event.status();
    EXPECT_EQ(event->data_kind(), row.kind) << *event;
    EXPECT_EQ(event->data(), row.bytes) << *event;
    EXPECT_EQ(event->datacontenttype(), row.media_type) << *event;
  }
}

TEST(DataRefTest, RefusesDataThatIsNotWhatItsMediaTypeSays) {
  EXPECT_THAT(RefusalOf(Resolve("application/json", {.bytes = "<a/>"})),
              AllOf(HasSubstr("dataref \"https://"), HasSubstr("data: ")));
  EXPECT_THAT(RefusalOf(Resolve("", {.bytes = "x", .media_type = "no media type"})),
              HasSubstr("dataref \"https://"));
}

TEST(DataRefTest, RefusesMoreThanTheLimit) {
  FakeResolver resolver(ReferredData{.bytes = "12345"});
  const Event claim = BuildEvent(Claim("text/plain"));
  EXPECT_TRUE(ResolveData(claim, resolver, {.max_bytes = 5}).ok());
  EXPECT_THAT(RefusalOf(ResolveData(claim, resolver, {.max_bytes = 4})),
              AllOf(HasSubstr("dataref \"https://"), HasSubstr("5 bytes, more than max_bytes, 4")));
}

TEST(DataRefTest, KeepsTheResolversCode) {
  for (const absl::Status& failure :
       {absl::NotFoundError("gone"), absl::PermissionDeniedError("no"),
        absl::UnavailableError("later")}) {
    FakeResolver resolver(failure);
    const absl::StatusOr<Event> event = ResolveData(BuildEvent(Claim("text/plain")), resolver);
    EXPECT_EQ(event.status().code(), failure.code());
    EXPECT_THAT(std::string(internal::Message(event.status())),
                AllOf(HasSubstr("dataref \"https://"), HasSubstr(internal::Message(failure))));
  }
}

TEST(DataRefTest, WhatIsReplacedIsResolvedAgain) {
  const Event events[] = {
      BuildEvent(PlainEvent().JsonData(R"({"a": 1.50})")),
      BuildEvent(PlainEvent().DataContentType("text/json").JsonData("null")),
      BuildEvent(PlainEvent().DataContentType("text/plain").TextData("x")),
      BuildEvent(PlainEvent().DataContentType("image/png").BinaryData("\x89PNG")),
      BuildEvent(PlainEvent().BinaryData("{}")),
  };
  for (const Event& event : events) {
    const absl::StatusOr<Event> claim = ReplaceDataByRef(event, kRef);
    ASSERT_TRUE(claim.ok()) << claim.status();
    EXPECT_EQ(claim->data_kind(), DataKind::kAbsent);
    FakeResolver resolver(ReferredData{.bytes = std::string(event.data())});
    const absl::StatusOr<Event> again = ResolveData(*claim, resolver);
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(again->data_kind(), event.data_kind());
    EXPECT_EQ(again->data(), event.data());
    EXPECT_THAT(BuildEvent(EventBuilder(*again).RemoveExtension("dataref")), EquivalentTo(event));
  }
}

TEST(DataRefTest, VerifiesDataAgainstItsPlace) {
  const Event xml = EventOfJson(kBoth);
  FakeResolver same(ReferredData{.bytes = "<much wow=\"xml\"/>"});
  EXPECT_TRUE(VerifyData(xml, same).ok());
  FakeResolver other(ReferredData{.bytes = "<much wow=\"XML\"/>"});
  const absl::Status differs = VerifyData(xml, other);
  EXPECT_TRUE(absl::IsFailedPrecondition(differs)) << differs;
  EXPECT_THAT(std::string(internal::Message(differs)), HasSubstr("dataref \"https://github.com"));
  FakeResolver gone(absl::NotFoundError("gone"));
  EXPECT_TRUE(absl::IsNotFound(VerifyData(xml, gone)));
}

TEST(DataRefTest, VerifiesJsonAsValues) {
  const Event json = BuildEvent(Claim("").JsonData(R"({"a": 1, "b": 2})"));
  FakeResolver same(ReferredData{.bytes = R"({"b":2,"a":1})", .media_type = "text/plain"});
  EXPECT_TRUE(VerifyData(json, same).ok());
  FakeResolver other(ReferredData{.bytes = R"({"b":2,"a":2})"});
  EXPECT_TRUE(absl::IsFailedPrecondition(VerifyData(json, other)));
}

TEST(DataRefTest, VerifiesDataWhoseMediaTypeOnlyItsStoreSays) {
  FakeResolver resolver(ReferredData{.bytes = "{}", .media_type = "application/octet-stream"});
  EXPECT_TRUE(VerifyData(BuildEvent(Claim("").BinaryData("{}")), resolver).ok());
  EXPECT_TRUE(VerifyData(BuildEvent(Claim("").TextData("{}")), resolver).ok());
  EXPECT_TRUE(VerifyData(BuildEvent(Claim("").JsonData("{}")), resolver).ok());
  EXPECT_TRUE(
      absl::IsFailedPrecondition(VerifyData(BuildEvent(Claim("").BinaryData("{ }")), resolver)));
}

TEST(DataRefTest, VerifyingHasTheErrorsOfResolving) {
  const Event json = BuildEvent(Claim("").JsonData("1"));
  FakeResolver broken(ReferredData{.bytes = "{"});
  EXPECT_THAT(RefusalOf(VerifyData(json, broken)), HasSubstr("dataref \"https://"));
  FakeResolver large(ReferredData{.bytes = "12345"});
  EXPECT_THAT(RefusalOf(VerifyData(json, large, {.max_bytes = 4})), HasSubstr("max_bytes, 4"));
}

TEST(DataRefTest, VerifiesOnlyWhatHasBoth) {
  FakeResolver resolver(ReferredData{});
  EXPECT_TRUE(absl::IsFailedPrecondition(VerifyData(EventOfJson(kReplaced), resolver)));
  EXPECT_TRUE(
      absl::IsFailedPrecondition(VerifyData(BuildEvent(PlainEvent().JsonData("1")), resolver)));
  EXPECT_THAT(resolver.asked, IsEmpty());
}

}  // namespace
}  // namespace cloudevents
