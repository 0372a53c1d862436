#include "tests/cloudevents/samples/hard_events.h"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "cloudevents/attribute.h"
#include "cloudevents/event.h"

namespace cloudevents {
namespace {

EventBuilder Named(std::string_view id) {
  return EventBuilder().Id(id).Source("/hard").Type("com.example.hard");
}

std::string AllBytes() {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
  return bytes;
}

EventBuilder ManyExtensions() {
  EventBuilder builder = Named("many extensions");
  for (int i = 0; i < 60; ++i) {
    builder.Extension("x" + std::to_string(i), std::string(static_cast<std::size_t>(i), 'v'));
  }
  return builder;
}

std::vector<EventBuilder> AttributesThatHurt() {
  return {
      Named("unicode \u00E9\u20AC\U0001F600 \u202E \uFEFF")
          .Type("com.example.\u00FCber")
          .Source("/caf%C3%A9?x=%25#%20")
          .Subject("\u65E5\u672C \U0001F9D1\u200D\U0001F680")
          .Extension("word", "\u0420\u0443\u0441\u0441\u043A\u0438\u0439"),
      Named("100% %20 %zz %25").Subject("%").Extension("percent", "%C0%A0"),
      Named("quotes \" ' \\ <&> ]]> {} [] ; , =").Subject(" leading and trailing "),
      Named("time with offset").Time("2018-04-05T18:31:00.120+01:00"),
      Named("time with nanoseconds").Time("2018-04-05T17:31:00.123456789Z"),
      Named("time in lower case").Time("2018-04-05t17:31:00z"),
      Named("time of a leap second").Time("2016-12-31T23:59:60Z"),
      Named("time of the first year").Time("0000-01-01T00:00:00Z"),
      Named("time of the last year").Time("9999-12-31T23:59:59.999999999Z"),
      Named("time past the last year in UTC").Time("9999-12-31T23:59:59-01:00"),
      Named("every extension type")
          .Extension("yes", true)
          .Extension("no", false)
          .Extension("least", std::numeric_limits<std::int32_t>::min())
          .Extension("most", std::numeric_limits<std::int32_t>::max())
          .Extension("zero", std::int32_t{0})
          .Extension("empty", "")
          .Extension("spaces", "  ")
          .Extension("nothing", AttributeValue::Binary(""))
          .Extension("bytes", AttributeValue::Binary(AllBytes()))
          .Extension("uri", *AttributeValue::Uri("urn:isbn:0451450523"))
          .Extension("reference", *AttributeValue::UriReference("../a?b#c"))
          .Extension("self", *AttributeValue::UriReference(""))
          .Extension("instant", *AttributeValue::Timestamp("2020-02-29T12:00:00.5-03:30"))
          .Extension("looksliketime", "2020-02-29T12:00:00Z")
          .Extension("lookslikenumber", "007"),
      ManyExtensions(),
      Named("names of digits").Extension("0", "zero").Extension("123", "x"),
      Named(std::string(4000, 'i')).Subject(std::string(900, '%')),
      Named("everything")
          .DataContentType("application/json; charset=utf-8; profile=\"a b;c\"")
          .DataSchema("https://example.com/schema?v=1#top")
          .Subject("s")
          .Time("2024-01-02T03:04:05Z")
          .Extension("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
          .JsonData(R"({"a":[1,2,{"b":null}]})"),
  };
}

std::vector<EventBuilder> DataThatHurts() {
  const std::string json = "application/json";
  return {
      Named("no data but a media type").DataContentType("text/plain"),
      Named("null").DataContentType(json).JsonData("null"),
      Named("json without a media type").JsonData(R"({"a":1})"),
      Named("a string that holds json").DataContentType(json).JsonData(R"("{\"a\":1}")"),
      Named("a string without a media type").JsonData(R"("text")"),
      Named("numbers as they came")
          .DataContentType(json)
          .JsonData(R"([3e2, 300.0, 12345678901234567890123, -0, 1E-7])"),
      Named("a member twice").DataContentType(json).JsonData(R"({"a":1,"a":2})"),
      Named("json with spaces")
          .DataContentType("application/vnd.x+json")
          .JsonData("{ \"a\" :\n1 }"),
      Named("json with every escape")
          .DataContentType(json)
          .JsonData(R"("\u0000\ud83d\ude00\"\\\/\b\f\n\r\t")"),
      Named("json nested")
          .DataContentType(json)
          .JsonData(std::string(60, '[') + "1" + std::string(60, ']')),
      Named("text").DataContentType("text/plain").TextData("line\r\nline\ttab \u20AC]]>"),
      Named("text with parameters")
          .DataContentType("text/plain; charset=\"utf-8\"; format=flowed")
          .TextData("a"),
      Named("text with control characters")
          .DataContentType("text/plain")
          .TextData(std::string_view("\0\x01\x1B\x7F\uFFFE", 7)),
      Named("text with spaces around").DataContentType("text/plain").TextData("\n  x \t\n"),
      Named("text without a media type").TextData("plain"),
      Named("empty text").DataContentType("text/plain").TextData(""),
      Named("xml")
          .DataContentType("application/xml")
          .TextData("<?xml version=\"1.0\"?>\n<!-- c --><a xmlns='urn:x' "
                    "b=\"&lt;\">t<![CDATA[<]]></a>\n"),
      Named("xml of one element").DataContentType("text/xml").TextData("<a><b/></a>"),
      Named("xml that is none").DataContentType("application/xml").TextData("<a><b></a>"),
      Named("bytes").DataContentType("application/octet-stream").BinaryData(AllBytes()),
      Named("bytes without a media type").BinaryData(AllBytes()),
      Named("bytes of a picture").DataContentType("image/png").BinaryData("\x89PNG\r\n\x1A\n"),
      Named("empty bytes").DataContentType("application/octet-stream").BinaryData(""),
      Named("bytes that are text").DataContentType("text/plain").BinaryData("plain"),
      Named("cbor").DataContentType("application/cbor").BinaryData("\xA1\x61\x61\x01"),
      Named("cbor of indefinite length")
          .DataContentType("application/vnd.x+cbor; v=1")
          .BinaryData("\x9F\x18\x01\x7F\x61\x61\xFF\xF6\xFF"),
      Named("cbor that is none").DataContentType("application/cbor").BinaryData("\x81"),
      Named("protobuf")
          .DataContentType("application/protobuf")
          .DataSchema("https://type.googleapis.com/google.protobuf.Duration")
          .BinaryData("\x08\x01"),
      Named("protobuf by parameter")
          .DataContentType("application/protobuf; proto=google.protobuf.Duration")
          .BinaryData("\x08\x01"),
      Named("protobuf of an unknown type")
          .DataContentType("application/protobuf")
          .BinaryData("\x08\x01"),
  };
}

}  // namespace

std::vector<Event> HardEvents() {
  std::vector<Event> events;
  for (const auto& builders : {AttributesThatHurt(), DataThatHurts()}) {
    for (const EventBuilder& builder : builders) events.push_back(*builder.Build());
  }
  return events;
}

}  // namespace cloudevents
