// RFC 3339 timestamps, read and written by hand: absl::ParseTime takes what the grammar does not
// ("infinite-future", a space for the T, 24:00) and costs ten times as much.
// Proved by tests/cloudevents/timestamp_test.cc.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "cloudevents/attribute.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/quoted.h"
#include "cloudevents/internal/timestamp.h"

namespace cloudevents {
namespace {

struct TimestampFields {
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  std::int32_t nanosecond = 0;
  int offset_minutes = 0;
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

int DaysInMonth(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[month - 1];
}

// Reads the text from left to right; each step says whether the text went on as the grammar wants.
class TimestampReader {
 public:
  explicit TimestampReader(std::string_view text) : rest_(text) {}

  // What is wrong, or nullptr.
  const char* Read(TimestampFields& fields) {
    if (!Digits(4, fields.year) || !Literal('-', '-') || !Digits(2, fields.month) ||
        !Literal('-', '-') || !Digits(2, fields.day)) {
      return "the date is not YYYY-MM-DD";
    }
    if (fields.month < 1 || fields.month > 12) return "the month is not 01 to 12";
    if (fields.day < 1 || fields.day > DaysInMonth(fields.year, fields.month)) {
      return "the month has no such day";
    }
    if (!Literal('T', 't')) return "the date is not followed by T";
    if (!Digits(2, fields.hour) || !Literal(':', ':') || !Digits(2, fields.minute) ||
        !Literal(':', ':') || !Digits(2, fields.second)) {
      return "the time is not hh:mm:ss";
    }
    if (fields.hour > 23) return "the hour is not 00 to 23";
    if (fields.minute > 59) return "the minute is not 00 to 59";
    if (fields.second > 60) return "the second is not 00 to 60";
    if (Literal('.', '.') && !Fraction(fields.nanosecond)) return "the fraction has no digits";
    if (Literal('Z', 'z')) return rest_.empty() ? nullptr : "something follows the Z";
    return ReadOffset(fields.offset_minutes);
  }

 private:
  const char* ReadOffset(int& minutes) {
    const bool negative = rest_.starts_with('-');
    if (!Literal('+', '-')) return "the time is not followed by Z or an offset";
    int hour = 0;
    int minute = 0;
    if (!Digits(2, hour) || !Literal(':', ':') || !Digits(2, minute)) {
      return "the offset is not +hh:mm or -hh:mm";
    }
    if (hour > 23) return "the offset's hour is not 00 to 23";
    if (minute > 59) return "the offset's minute is not 00 to 59";
    minutes = negative ? -(hour * 60 + minute) : hour * 60 + minute;
    return rest_.empty() ? nullptr : "something follows the offset";
  }

  bool Literal(char a, char b) {
    if (rest_.empty() || (rest_.front() != a && rest_.front() != b)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool Digits(std::size_t count, int& value) {
    if (rest_.size() < count) return false;
    value = 0;
    for (char c : rest_.substr(0, count)) {
      if (!IsDigit(c)) return false;
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(count);
    return true;
  }

  // One digit or more; those after the ninth are grammatical but below a nanosecond.
  bool Fraction(std::int32_t& nanosecond) {
    std::size_t count = 0;
    std::int32_t unit = 100'000'000;
    for (; count < rest_.size() && IsDigit(rest_[count]); ++count) {
      nanosecond += (rest_[count] - '0') * unit;
      unit /= 10;
    }
    rest_.remove_prefix(count);
    return count > 0;
  }

  std::string_view rest_;
};

absl::Status NoTimestamp(std::string_view text, const char* why) {
  return internal::InvalidArgument(internal::Quoted(text), " is no RFC 3339 timestamp: ", why);
}

void AppendTwoDigits(int value, std::string& out) {
  out += static_cast<char>('0' + value / 10);
  out += static_cast<char>('0' + value % 10);
}

}  // namespace

absl::Status ValidateTimestamp(std::string_view text) {
  TimestampFields fields;
  const char* wrong = TimestampReader(text).Read(fields);
  return wrong == nullptr ? absl::OkStatus() : NoTimestamp(text, wrong);
}

absl::StatusOr<absl::Time> ParseTimestamp(std::string_view text) {
  TimestampFields fields;
  if (const char* wrong = TimestampReader(text).Read(fields); wrong != nullptr) {
    return NoTimestamp(text, wrong);
  }
  // CivilSecond carries what is out of range: second 60 is the next minute's 0.
  const absl::CivilSecond local(fields.year, fields.month, fields.day, fields.hour, fields.minute,
                                fields.second);
  return absl::FromCivil(local, absl::UTCTimeZone()) + absl::Nanoseconds(fields.nanosecond) -
         absl::Minutes(fields.offset_minutes);
}

namespace internal {

std::string FormatTimestamp(absl::Time instant) {
  const absl::TimeZone::CivilInfo utc = absl::UTCTimeZone().At(instant);
  if (utc.cs.year() < 0 || utc.cs.year() > 9999)
    return absl::FormatTime(absl::RFC3339_full, instant, absl::UTCTimeZone());
  std::string text;
  text.reserve(30);
  AppendTwoDigits(static_cast<int>(utc.cs.year() / 100), text);
  AppendTwoDigits(static_cast<int>(utc.cs.year() % 100), text);
  text += '-';
  AppendTwoDigits(utc.cs.month(), text);
  text += '-';
  AppendTwoDigits(utc.cs.day(), text);
  text += 'T';
  AppendTwoDigits(utc.cs.hour(), text);
  text += ':';
  AppendTwoDigits(utc.cs.minute(), text);
  text += ':';
  AppendTwoDigits(utc.cs.second(), text);
  std::int64_t nanosecond = absl::ToInt64Nanoseconds(utc.subsecond);
  if (nanosecond != 0) {
    text += '.';
    for (std::int64_t unit = 100'000'000; nanosecond != 0; unit /= 10) {
      text += static_cast<char>('0' + nanosecond / unit);
      nanosecond %= unit;
    }
  }
  text += 'Z';
  return text;
}

}  // namespace internal
}  // namespace cloudevents
