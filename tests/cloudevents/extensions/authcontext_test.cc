#include "cloudevents/extensions/authcontext.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "tests/cloudevents/extensions/journeys.h"

namespace cloudevents {
namespace {

using ::testing::HasSubstr;

constexpr AuthContext kRows[] = {
    {.type = "system"},
    {.type = "user", .id = "jane@example.com"},
    {.type = "robot", .claims = R"({"sub": "1", "name": "J\u00FCrgen"})"},
    {.type = "service_account", .id = "s-1", .claims = "{}"},
    // Nothing says that these must not be empty.
    {.type = "", .id = "", .claims = ""},
};

TEST(AuthContextTest, SurvivesJsonAndHttp) {
  for (const AuthContext& row : kRows) {
    EventBuilder builder = PlainEvent();
    ASSERT_TRUE(SetAuthContext(row, builder).ok());
    for (const Event& event : Journeys(builder)) EXPECT_EQ(*GetAuthContext(event), row);
  }
}

TEST(AuthContextTest, MayBeAbsent) {
  EXPECT_EQ(*GetAuthContext(BuildEvent(PlainEvent())), std::nullopt);
}

TEST(AuthContextTest, NamesTheTypesOfTheSpecification) {
  struct Row {
    AuthType type;
    std::string_view name;
  };
  constexpr Row kTypes[] = {
      {AuthType::kAppUser, "app_user"},
      {AuthType::kUser, "user"},
      {AuthType::kServiceAccount, "service_account"},
      {AuthType::kApiKey, "api_key"},
      {AuthType::kSystem, "system"},
      {AuthType::kUnauthenticated, "unauthenticated"},
      {AuthType::kUnknown, "unknown"},
  };
  for (const Row& row : kTypes) {
    EXPECT_EQ(AuthTypeName(row.type), row.name);
    EXPECT_EQ(FindAuthType(row.name), row.type);
  }
  for (const std::string_view name : {"", "User", "robot", "app-user"}) {
    EXPECT_EQ(FindAuthType(name), std::nullopt) << name;
  }
}

TEST(AuthContextTest, NamesWhatBreaksARule) {
  EXPECT_EQ(RefusalOf(GetAuthContext(EventWith("authid", "jane"))),
            "attribute \"authtype\": it is not set, and is required beside \"authid\"");
  EXPECT_EQ(RefusalOf(GetAuthContext(EventWith("authtype", true))),
            "attribute \"authtype\": its type must be String; it is Boolean, \"true\"");
  EventBuilder builder = PlainEvent();
  EXPECT_THAT(RefusalOf(SetAuthContext({.type = "user", .claims = "{\n}"}, builder)),
              HasSubstr("attribute \"authclaims\": \"{\\n}\" has the control character"));
  EXPECT_EQ(BuildEvent(builder), BuildEvent(PlainEvent()));
}

}  // namespace
}  // namespace cloudevents
