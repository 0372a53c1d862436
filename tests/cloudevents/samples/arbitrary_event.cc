#include "tests/cloudevents/samples/arbitrary_event.h"

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"

namespace cloudevents {
namespace {

// Reads choices from bytes. When they are used up, every choice is the first.
class Choices {
 public:
  explicit Choices(std::string_view bytes) : bytes_(bytes) {}

  std::size_t Byte() {
    if (bytes_.empty()) return 0;
    const auto byte = static_cast<unsigned char>(bytes_.front());
    bytes_.remove_prefix(1);
    return byte;
  }

  // One of [0, count), where count is at most 256.
  std::size_t Below(std::size_t count) { return Byte() % count; }
  bool Yes() { return Below(2) == 1; }

  template <std::size_t kCount>
  std::string_view Of(const std::string_view (&values)[kCount]) {
    return values[Below(kCount)];
  }

 private:
  std::string_view bytes_;
};

constexpr std::string_view kTextPieces[] = {
    "a",
    "Z9",
    " ",
    "%",
    "%41",
    "%zz",
    "\"",
    "\\",
    "'",
    "<",
    "&amp;",
    "]]>",
    "{}",
    ",",
    ";",
    "=",
    "\u00E9",
    "\u0141",
    "\u65E5\u672C",
    "\u202E",
    "\uFEFF",
    "\uE000",
    "\U0001F600",
    "\U0010FFFD",
    "true",
    "-12",
    "2020-01-01T00:00:00Z",
};

// What data may hold, and attributes may not.
constexpr std::string_view kControlPieces[] = {"\n", "\r\n", "\t", "\x01", "\x7f", "\u0085"};

constexpr std::string_view kUris[] = {"urn:isbn:0451450523", "https://example.com/a?b=%20#c",
                                      "mailto:a@example.com", "x:", "http://[::1]:80/%C3%A9"};

constexpr std::string_view kReferences[] = {"/a", "../a?b#c", "#", "?q", "a/b", "//host/p"};

constexpr std::string_view kTimes[] = {
    "2018-04-05T17:31:00Z",           "2018-04-05T17:31:00.123456789Z", "2018-04-05t17:31:00.5z",
    "2018-04-05T17:31:00.120+05:30",  "2016-12-31T23:59:60Z",           "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59.1-00:00"};

constexpr std::string_view kNumbers[] = {
    "0",   "-0",     "1",   "-1",   "2147483648", "9007199254740993", "18446744073709551616",
    "1.5", "-0.250", "3e2", "1E-7", "1e+300"};

constexpr std::string_view kTextMediaTypes[] = {"text/plain", "text/plain; charset=utf-8",
                                                "application/xml", "text/xml",
                                                "application/x-unknown"};
constexpr std::string_view kJsonMediaTypes[] = {"application/json", "application/cloud+json",
                                                "text/json; a=\"b c\""};
// Not JSON's: bytes that are said to be JSON and are not are refused by whoever reads a body.
constexpr std::string_view kBinaryMediaTypes[] = {"application/octet-stream", "image/png",
                                                  "text/plain", "application/protobuf"};

std::string Text(Choices& choices, bool controls) {
  std::string text;
  for (std::size_t left = choices.Below(8); left > 0; --left) {
    text +=
        controls && choices.Below(6) == 0 ? choices.Of(kControlPieces) : choices.Of(kTextPieces);
  }
  return text;
}

std::string Bytes(Choices& choices) {
  std::string bytes;
  for (std::size_t left = choices.Below(20); left > 0; --left) {
    bytes += static_cast<char>(choices.Byte());
  }
  return bytes;
}

std::string JsonString(Choices& choices) {
  std::string json = "\"";
  for (const char c : Text(choices, /*controls=*/false)) {
    if (c == '"' || c == '\\') json += '\\';
    json += c;
  }
  constexpr std::string_view kEscapes[] = {"", "\\n", "\\u0000", "\\ud83d\\ude00", "\\/"};
  json += choices.Of(kEscapes);
  return json + "\"";
}

std::string Json(Choices& choices, std::size_t depth) {
  constexpr std::string_view kSpaces[] = {"", " ", "\n", "\t\r"};
  switch (choices.Below(depth > 4 ? 4 : 6)) {
    case 0:
      return "null";
    case 1:
      return choices.Yes() ? "true" : "false";
    case 2:
      return std::string(choices.Of(kNumbers));
    case 3:
      return JsonString(choices);
    case 4: {
      std::string json = "[";
      for (std::size_t left = choices.Below(4); left > 0; --left) {
        json += Json(choices, depth + 1);
        json += choices.Of(kSpaces);
        if (left > 1) json += ",";
      }
      return json + "]";
    }
    default: {
      std::string json = "{";
      for (std::size_t left = choices.Below(4); left > 0; --left) {
        json += choices.Of(kSpaces);
        json += JsonString(choices) + ":" + Json(choices, depth + 1);
        if (left > 1) json += ",";
      }
      return json + "}";
    }
  }
}

void ChooseData(Choices& choices, EventBuilder& builder) {
  const bool typed = choices.Yes();
  switch (choices.Below(4)) {
    case 0:
      if (typed) builder.DataContentType(choices.Of(kBinaryMediaTypes));
      return;
    case 1:
      if (typed) builder.DataContentType(choices.Of(kJsonMediaTypes));
      builder.JsonData(Json(choices, 0));
      return;
    case 2:
      if (typed) builder.DataContentType(choices.Of(kTextMediaTypes));
      builder.TextData(Text(choices, /*controls=*/true));
      return;
    default:
      if (typed) builder.DataContentType(choices.Of(kBinaryMediaTypes));
      builder.BinaryData(Bytes(choices));
  }
}

std::string ExtensionName(Choices& choices) {
  constexpr std::string_view kNames[] = {"a",   "traceparent", "x1", "zz",
                                         "idx", "datax",       "7",  "00e"};
  return std::string(choices.Of(kNames)) + (choices.Yes() ? "n" : "");
}

AttributeValue ExtensionValue(Choices& choices) {
  switch (choices.Below(7)) {
    case 0:
      return choices.Yes();
    case 1: {
      const std::size_t high = choices.Byte() << 24;
      return static_cast<std::int32_t>(static_cast<std::uint32_t>(high | choices.Byte()));
    }
    case 2:
      return Text(choices, /*controls=*/false);
    case 3:
      return AttributeValue::Binary(Bytes(choices));
    case 4:
      return *AttributeValue::Uri(choices.Of(kUris));
    case 5:
      return *AttributeValue::UriReference(choices.Of(kReferences));
    default:
      return *AttributeValue::Timestamp(choices.Of(kTimes));
  }
}

}  // namespace

Event ArbitraryEvent(std::string_view choices) {
  Choices next(choices);
  EventBuilder builder;
  builder.Id("i" + Text(next, /*controls=*/false)).Type("t" + Text(next, /*controls=*/false));
  builder.Source(next.Yes() ? next.Of(kUris) : next.Of(kReferences));
  ChooseData(next, builder);
  if (next.Yes()) builder.Subject("s" + Text(next, /*controls=*/false));
  if (next.Yes()) builder.Time(next.Of(kTimes));
  if (next.Yes()) builder.DataSchema(next.Of(kUris));
  for (std::size_t left = next.Below(6); left > 0; --left) {
    builder.Extension(ExtensionName(next), ExtensionValue(next));
  }
  return builder.Build().value();
}

std::string RandomChoices(std::mt19937_64& random) {
  std::string choices(160, '\0');
  for (char& choice : choices) choice = static_cast<char>(random());
  return choices;
}

}  // namespace cloudevents
