// RFC 3339 timestamps: what is one, and which instant it is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"

namespace cloudevents {
namespace {

// 2018-04-05T17:31:00Z
constexpr std::int64_t kInstant = 1522949460;

struct InstantRow {
  std::string_view text;
  std::int64_t seconds;
  std::int64_t nanoseconds;
};

TEST(TimestampTest, IsAnInstant) {
  const InstantRow rows[] = {
      {"1970-01-01T00:00:00Z", 0, 0},
      {"2018-04-05T17:31:00Z", kInstant, 0},
      {"2018-04-05t17:31:00z", kInstant, 0},
      {"2018-04-05T18:31:00+01:00", kInstant, 0},
      {"2018-04-05T16:31:00-01:00", kInstant, 0},
      {"2018-04-05T23:01:00+05:30", kInstant, 0},
      {"2018-04-06T17:30:00+23:59", kInstant, 0},
      {"2018-04-05T17:31:00-00:00", kInstant, 0},
      {"2018-04-05T17:31:00.5Z", kInstant, 500'000'000},
      {"2018-04-05T17:31:00.000000000Z", kInstant, 0},
      {"2018-04-05T17:31:00.123456789Z", kInstant, 123'456'789},
      {"2018-04-05T17:31:00.1234567899999Z", kInstant, 123'456'789},
      {"2018-04-05T17:31:00.000000001+00:00", kInstant, 1},
      {"2018-04-05T17:30:60Z", kInstant, 0},
      {"2016-12-31T23:59:60Z", 1483228800, 0},
      {"2017-01-01T00:59:60.25+01:00", 1483228800, 250'000'000},
      {"2016-02-29T00:00:00Z", 1456704000, 0},
      {"2000-02-29T00:00:00Z", 951782400, 0},
      {"0000-01-01T00:00:00Z", -62167219200, 0},
      {"9999-12-31T23:59:59Z", 253402300799, 0},
  };
  for (const InstantRow& row : rows) {
    EXPECT_TRUE(ValidateTimestamp(row.text).ok()) << row.text;
    const absl::StatusOr<absl::Time> instant = ParseTimestamp(row.text);
    ASSERT_TRUE(instant.ok()) << row.text << ": " << instant.status();
    EXPECT_EQ(*instant, absl::FromUnixSeconds(row.seconds) + absl::Nanoseconds(row.nanoseconds))
        << row.text;
  }
}

TEST(TimestampTest, RefusesWhatTheGrammarDoesNotHave) {
  const std::string_view rows[] = {
      "",
      "lunchtime",
      "2018-04-05",
      "2018-04-05T",
      "2018-04-05T17:31Z",
      "2018-04-05T17:31:00",
      "2018-04-05T18:31:00X",
      "2018-04-05T18:31:00+xx:00",
      "2018-04-05T18:31:00+0100",
      "2018-04-05T18:31:00+01",
      "2018-04-05T18:31:00+24:00",
      "2018-04-05T18:31:00+01:60",
      "2018-04-05T18:31:00+01:00Z",
      "2018-04-05T17:31:00ZZ",
      "2018-04-05T17:31:00Z ",
      " 2018-04-05T17:31:00Z",
      "2018-04-05 17:31:00Z",
      "2018-04-05T17:31:00 Z",
      "2018-04-05T17:31:00.Z",
      "2018-04-05T17:31:00,5Z",
      "2018-04-05T24:00:00Z",
      "2018-04-05T17:60:00Z",
      "2018-04-05T17:31:61Z",
      "2018-13-05T17:31:00Z",
      "2018-00-05T17:31:00Z",
      "2018-04-31T17:31:00Z",
      "2018-04-00T17:31:00Z",
      "2018-02-29T17:31:00Z",
      "1900-02-29T17:31:00Z",
      "18-04-05T17:31:00Z",
      "02018-04-05T17:31:00Z",
      "+2018-04-05T17:31:00Z",
      "-0001-04-05T17:31:00Z",
      "2018-4-5T17:31:00Z",
      "20180405T173100Z",
      "2018-04-05T1a:31:00Z",
      "2018-095T17:31:00Z",
      "1522949460",
      "infinite-future",
  };
  for (std::string_view text : rows) {
    EXPECT_FALSE(ValidateTimestamp(text).ok()) << text;
    EXPECT_FALSE(ParseTimestamp(text).ok()) << text;
  }
}

TEST(TimestampTest, IsWrittenInUtcWithTheDigitsThatItNeeds) {
  const absl::Time instant = absl::FromUnixSeconds(kInstant);
  EXPECT_EQ(AttributeValue(instant).text(), "2018-04-05T17:31:00Z");
  EXPECT_EQ(AttributeValue(instant + absl::Milliseconds(120)).text(), "2018-04-05T17:31:00.12Z");
  EXPECT_EQ(AttributeValue(instant + absl::Nanoseconds(1)).text(),
            "2018-04-05T17:31:00.000000001Z");
  EXPECT_EQ(AttributeValue(instant + absl::Nanoseconds(1) / 4).text(), "2018-04-05T17:31:00Z");
  EXPECT_EQ(AttributeValue(absl::FromUnixSeconds(-62167219200)).text(), "0000-01-01T00:00:00Z");
}

TEST(TimestampTest, RefusesInstantsOutsideTheFourDigitYears) {
  for (absl::Time instant :
       {absl::InfiniteFuture(), absl::InfinitePast(), absl::FromUnixSeconds(253402300800),
        absl::FromUnixSeconds(-62167219201)}) {
    const absl::StatusOr<Event> event =
        EventBuilder().Id("1").Source("/s").Type("t").Time(instant).Build();
    EXPECT_FALSE(event.ok()) << instant;
  }
}

}  // namespace
}  // namespace cloudevents
