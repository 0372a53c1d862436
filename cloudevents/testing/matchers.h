// gMock matchers for events.
//
//   EXPECT_THAT(sink.events(), ElementsAre(AllOf(
//       HasType("com.shop.order.placed"),
//       HasAttribute("region", StartsWith("eu-")),
//       JsonDataIs(R"({"total_cents": 129900, "country": "JP"})"))));
//   EXPECT_THAT(received, EquivalentTo(sent));
//
// Each takes an Event. A failure prints the event and says which part differs.
#ifndef CLOUDEVENTS_TESTING_MATCHERS_H_
#define CLOUDEVENTS_TESTING_MATCHERS_H_

#include <gmock/gmock.h>

#include <string>
#include <string_view>

#include "cloudevents/event.h"
#include "nlohmann/json_fwd.hpp"

namespace cloudevents::testing {

// The event's type, source, subject or id matches `text`, a string or a matcher of std::string.
// HasSubject fails for an event without a subject.
::testing::Matcher<const Event&> HasType(const ::testing::Matcher<const std::string&>& text);
::testing::Matcher<const Event&> HasSource(const ::testing::Matcher<const std::string&>& text);
::testing::Matcher<const Event&> HasSubject(const ::testing::Matcher<const std::string&>& text);
::testing::Matcher<const Event&> HasId(const ::testing::Matcher<const std::string&>& text);

// The context attribute `name`, extensions included, is set, and its canonical text matches.
::testing::Matcher<const Event&> HasAttribute(std::string_view name,
                                              const ::testing::Matcher<const std::string&>& text);

// The context attribute `name` is unset.
::testing::Matcher<const Event&> LacksAttribute(std::string_view name);

// The event's data, as bytes, matches. Fails for an event without data.
::testing::Matcher<const Event&> DataIs(const ::testing::Matcher<const std::string&>& bytes);

// The event has no data.
::testing::Matcher<const Event&> HasNoData();

// The event's data is JSON and equal, as a value, to this JSON text. What differs is printed as a
// JSON Patch (RFC 6902) from the expected value. A text that is no JSON matches nothing.
::testing::Matcher<const Event&> JsonDataIs(std::string_view json_text);

// The event's data is JSON, and its value matches: JsonDataIs(Contains(Pair("id", 5))) and the like
// need <nlohmann/json.hpp>.
::testing::Matcher<const Event&> JsonDataMatches(
    const ::testing::Matcher<const nlohmann::json&>& value);

// The event says the same as `expected` (see cloudevents::Equivalent).
::testing::Matcher<const Event&> EquivalentTo(const Event& expected);

}  // namespace cloudevents::testing

#endif  // CLOUDEVENTS_TESTING_MATCHERS_H_
