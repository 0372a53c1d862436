#include "cloudevents/formats/cbor_format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "cloudevents/attribute.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents {
namespace {

using internal::Cat;
using ::testing::HasSubstr;

std::string FromHex(std::string_view hex) { return absl::HexStringToBytes(internal::ToAbsl(hex)); }

std::string ToHex(std::string_view bytes) {
  return absl::BytesToHexString(internal::ToAbsl(bytes));
}

// A text string of at most 23 bytes.
std::string Text(std::string_view text) {
  return static_cast<char>(0x60 + text.size()) + std::string(text);
}

std::string Member(std::string_view name, std::string_view hex) {
  return Text(name) + FromHex(hex);
}

std::string TextMember(std::string_view name, std::string_view text) {
  return Text(name) + Text(text);
}

// A map of indefinite length: the required attributes, and then `members`.
std::string Document(std::string_view members = "") {
  return Cat("\xBF", Text("specversion"), Text("1.0"), Text("id"), Text("1"), Text("source"),
             Text("/s"), Text("type"), Text("t"), members, "\xFF");
}

Event Decode(std::string_view bytes, const DecodeOptions& options = {}) {
  absl::StatusOr<Event> event = DecodeCbor(std::string(bytes), options);
  EXPECT_TRUE(event.ok()) << ToHex(bytes) << ": " << event.status();
  return *std::move(event);
}

std::string ErrorOf(std::string_view bytes, const DecodeOptions& options = {}) {
  const absl::StatusOr<Event> event = DecodeCbor(std::string(bytes), options);
  EXPECT_FALSE(event.ok()) << ToHex(bytes);
  EXPECT_EQ(event.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(internal::Message(event.status()));
}

EventBuilder Minimal() { return EventBuilder().Id("1").Source("/s").Type("t"); }

// The bytes of this test are another implementation's (Python's cbor2).
TEST(CborFormatTest, WritesOneMap) {
  EXPECT_EQ(ToHex(*EncodeCbor(*Minimal().Build())),
            "a46b7370656376657273696f6e63312e30626964613166736f75726365d820622f73647479706561"
            "74");
  const absl::StatusOr<Event> event =
      EventBuilder()
          .Id("A-1")
          .Source("https://example.com/s")
          .Type("com.example.t")
          .DataContentType("text/plain")
          .DataSchema("https://example.com/schema")
          .Subject("caf\u00E9")
          .Time("2018-04-05T17:31:00.5+01:00")
          .Extension("abin", AttributeValue::Binary({"\0\1\xFF", 3}))
          .Extension("aflag", true)
          .Extension("aint", std::numeric_limits<int>::min())
          .Extension("anull", false)
          .Extension("aref", *AttributeValue::UriReference("../a"))
          .Extension("astr", "")
          .Extension("atime", *AttributeValue::Timestamp("2020-02-29T12:00:00Z"))
          .Extension("auri", *AttributeValue::Uri("urn:x:y"))
          .Extension("num", std::numeric_limits<int>::max())
          .Extension("zero", std::int32_t{0})
          .TextData("hello")
          .Build();
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_EQ(ToHex(*EncodeCbor(*event)),
            "b36b7370656376657273696f6e63312e3062696463412d3166736f75726365d8207568747470733a"
            "2f2f6578616d706c652e636f6d2f7364747970656d636f6d2e6578616d706c652e746f6461746163"
            "6f6e74656e74747970656a746578742f706c61696e6a64617461736368656d61d820781a68747470"
            "733a2f2f6578616d706c652e636f6d2f736368656d61677375626a65637465636166c3a96474696d"
            "65c0781b323031382d30342d30355431373a33313a30302e352b30313a3030646162696e430001ff"
            "6561666c6167f56461696e743a7fffffff65616e756c6cf46461726566d820642e2e2f6164617374"
            "7260656174696d65c074323032302d30322d32395431323a30303a30305a6461757269d820677572"
            "6e3a783a79636e756d1a7fffffff647a65726f0064646174616568656c6c6f");
  EXPECT_EQ(Decode(*EncodeCbor(*event)), *event);
}

struct ValueRow {
  std::string_view item;  // in hex
  AttributeType type;
  std::string_view text;
};

TEST(CborFormatTest, ReadsAttributesInTheirTypes) {
  constexpr ValueRow rows[] = {
      {"f5", AttributeType::kBoolean, "true"},
      {"f4", AttributeType::kBoolean, "false"},
      {"00", AttributeType::kInteger, "0"},
      {"1b0000000000000005", AttributeType::kInteger, "5"},
      {"20", AttributeType::kInteger, "-1"},
      {"1a7fffffff", AttributeType::kInteger, "2147483647"},
      {"3a7fffffff", AttributeType::kInteger, "-2147483648"},
      {"60", AttributeType::kString, ""},
      {"7800", AttributeType::kString, ""},
      {"6161", AttributeType::kString, "a"},
      {"7f616160616263e282acff", AttributeType::kString, "ab\u20AC"},
      {"40", AttributeType::kBinary, ""},
      {"424d61", AttributeType::kBinary, "TWE="},
      {"5f414d4161ff", AttributeType::kBinary, "TWE="},
      {"d8206775726e3a783a79", AttributeType::kUri, "urn:x:y"},
      {"da00000020642e2e2f61", AttributeType::kUriReference, "../a"},
      {"d82060", AttributeType::kUriReference, ""},
      {"c074323032302d30322d32395431323a30303a30305a", AttributeType::kTimestamp,
       "2020-02-29T12:00:00Z"},
      {"c07f6a323032302d30322d32396a5431323a30303a30305aff", AttributeType::kTimestamp,
       "2020-02-29T12:00:00Z"},
      // Tag 0 wants upper case.
      {"c074323032302d30322d32397431323a30303a30307a", AttributeType::kTimestamp,
       "2020-02-29T12:00:00Z"},
  };
  for (const ValueRow& row : rows) {
    const Event event = Decode(Document(Member("x", row.item)));
    ASSERT_TRUE(event.extension("x").has_value()) << row.item;
    EXPECT_EQ(*event.extension("x"), AttributeView(row.type, row.text)) << row.item;
    EXPECT_EQ(Decode(*EncodeCbor(event)), event) << row.item;
  }
}

TEST(CborFormatTest, CoreAttributesMayBePlainText) {
  const Event event = Decode(
      Document(TextMember("time", "2018-04-05t17:31:00z") + TextMember("dataschema", "urn:x:y")));
  EXPECT_EQ(event.time_text(), "2018-04-05T17:31:00Z");
  EXPECT_EQ(event.dataschema(), "urn:x:y");
  EXPECT_EQ(event.source(), "/s");
  EXPECT_EQ(Decode(*EncodeCbor(event)), event);
}

TEST(CborFormatTest, NullAndUndefinedAreUnset) {
  const Event minimal = *Minimal().Build();
  for (const std::string_view name : {"x", "subject", "time", "datacontenttype"}) {
    for (const std::string_view unset : {"f6", "f7"}) {
      EXPECT_EQ(Decode(Document(Member(name, unset))), minimal) << name;
      EXPECT_THAT(ErrorOf(Document(Member(name, unset) + Member(name, unset))),
                  HasSubstr("comes twice"));
      EXPECT_THAT(ErrorOf(Document(Member(name, unset) + TextMember(name, "a/b"))),
                  HasSubstr("comes twice"));
    }
  }
  EXPECT_THAT(ErrorOf(Cat("\xA1", Member("id", "f6"))), HasSubstr("it is required, and missing"));
}

struct DataRow {
  std::string_view media_type;  // empty: none
  std::string_view item;        // in hex
  DataKind kind;
  std::string data;
  std::string_view media_type_then;
};

TEST(CborFormatTest, ReadsData) {
  const DataRow rows[] = {
      {"text/plain", "6161", DataKind::kText, "a", "text/plain"},
      {"text/plain", "7f61616162ff", DataKind::kText, "ab", "text/plain"},
      {"text/plain", "4161", DataKind::kBinary, "a", "text/plain"},
      {"image/png", "5f41014102ff", DataKind::kBinary, "\1\2", "image/png"},
      {"image/png", "40", DataKind::kBinary, "", "image/png"},
      {"image/png", "6161", DataKind::kText, "a", "image/png"},
      {"a/json", "677b2261223a317d", DataKind::kJson, R"({"a":1})", "a/json"},
      {"a/json", "477b2261223a317d", DataKind::kJson, R"({"a":1})", "a/json"},
      {"a/json", "417b", DataKind::kBinary, "{", "a/json"},
      {"a/json", "646e756c6c", DataKind::kJson, "null", "a/json"},
      // Without a media type, strings are what they are, and any other item is CBOR.
      {"", "6161", DataKind::kText, "a", ""},
      {"", "417b", DataKind::kBinary, "{", ""},
      {"", "60", DataKind::kText, "", ""},
      {"", "05", DataKind::kBinary, FromHex("05"), "application/cbor"},
      {"", "f6", DataKind::kBinary, FromHex("f6"), "application/cbor"},
      {"", "bf616101ff", DataKind::kBinary, FromHex("bf616101ff"), "application/cbor"},
      {"", "d8184101", DataKind::kBinary, FromHex("d8184101"), "application/cbor"},
      // CBOR stays the item that it is, strings and their heads included.
      {"a/cbor", "a1616182f93c001801", DataKind::kBinary, FromHex("a1616182f93c001801"), "a/cbor"},
      {"a/b+cbor; c=d", "6161", DataKind::kBinary, FromHex("6161"), "a/b+cbor; c=d"},
      {"a/CBOR", "417b", DataKind::kBinary, FromHex("417b"), "a/CBOR"},
      {"a/cbor", "d818417b", DataKind::kBinary, FromHex("d818417b"), "a/cbor"},
      {"a/cbor", "f6", DataKind::kBinary, FromHex("f6"), "a/cbor"},
      {"a/cbor", "f7", DataKind::kBinary, FromHex("f7"), "a/cbor"},
      // A sequence is no item.
      {"application/cbor-seq", "420102", DataKind::kBinary, "\1\2", "application/cbor-seq"},
  };
  for (const DataRow& row : rows) {
    SCOPED_TRACE(Cat(row.media_type, " ", row.item));
    const std::string data = Member("data", row.item);
    std::string type;
    if (!row.media_type.empty()) type = TextMember("datacontenttype", row.media_type);
    // In either order.
    const Event event = Decode(Document(data + type));
    EXPECT_EQ(Decode(Document(type + data)), event);
    EXPECT_EQ(event.data_kind(), row.kind);
    EXPECT_EQ(event.data(), row.data);
    EXPECT_EQ(event.datacontenttype().value_or(""), row.media_type_then);
    EXPECT_EQ(Decode(*EncodeCbor(event)), event);
    EXPECT_EQ(Decode(Document(type + data), {.validate = Validation::kEnvelope}), event);
    if (type.empty()) {
      EXPECT_EQ(Decode(Document(data + Member("datacontenttype", "f6"))), event);
    }
  }
}

struct WriteRow {
  EventBuilder event;
  std::string_view media_type;
  std::string_view item;  // in hex
};

TEST(CborFormatTest, WritesData) {
  const WriteRow rows[] = {
      {Minimal().TextData("x"), "", "6178"},
      {Minimal().BinaryData("\1\2"), "", "420102"},
      {Minimal().BinaryData(""), "", "40"},
      {Minimal().JsonData("[1]"), "application/json", "635b315d"},
      {Minimal().JsonData("[1]").DataContentType("a/b+json"), "a/b+json", "635b315d"},
      {Minimal().JsonData("3e2").DataContentType("a/json"), "a/json", "63336532"},
      {Minimal().TextData("x").DataContentType("text/xml"), "text/xml", "6178"},
      {Minimal().BinaryData("\x89PNG").DataContentType("image/png"), "image/png", "4489504e47"},
      {Minimal().BinaryData(FromHex("a161618301f64178")).DataContentType("a/cbor"), "a/cbor",
       "a161618301f64178"},
      {Minimal().BinaryData(FromHex("9f1801ff")).DataContentType("a/b+cbor"), "a/b+cbor",
       "9f1801ff"},
      // Text that happens to be CBOR: a text string of one byte.
      {Minimal().TextData("aa").DataContentType("a/cbor"), "a/cbor", "6161"},
  };
  for (const WriteRow& row : rows) {
    SCOPED_TRACE(row.item);
    const Event event = *row.event.Build();
    const std::string bytes = *EncodeCbor(event);
    EXPECT_TRUE(bytes.ends_with(Member("data", row.item))) << ToHex(bytes);
    const std::string type = TextMember("datacontenttype", row.media_type);
    EXPECT_EQ(bytes.find(type) != std::string::npos, !row.media_type.empty()) << ToHex(bytes);
    EXPECT_TRUE(Equivalent(Decode(bytes), event)) << ToHex(bytes);
    EXPECT_EQ(*EncodeCbor(Decode(bytes)), bytes);
  }
}

TEST(CborFormatTest, DataThatSaysItIsCborMustBe) {
  const std::string deep = std::string(kMaxEncodedCborDepth, '\x81') + '\1';
  for (const std::string& bytes : {std::string(), FromHex("81"), FromHex("0000"), FromHex("ff"),
                                   FromHex("61c3"), std::string("plain"), '\x81' + deep}) {
    const Event event = *Minimal().DataContentType("a/b+cbor").BinaryData(bytes).Build();
    const absl::Status status = EncodeCbor(event).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << ToHex(bytes);
    EXPECT_THAT(internal::Message(status),
                HasSubstr("data: its datacontenttype \"a/b+cbor\" says that it is CBOR, and it is "
                          "not one CBOR item: malformed CBOR at byte "));
    EXPECT_THAT(internal::Message(status), HasSubstr("or another datacontenttype"));
  }
  EXPECT_TRUE(EncodeCbor(*Minimal().DataContentType("a/cbor").BinaryData(deep).Build()).ok());
}

TEST(CborFormatTest, LettersOfATimestampAreWrittenInUpperCase) {
  const Event event = *Minimal()
                           .Time("2018-04-05t17:31:00z")
                           .Extension("x", *AttributeValue::Timestamp("2016-12-31t23:59:60z"))
                           .Build();
  const Event again = Decode(*EncodeCbor(event));
  EXPECT_EQ(again.time_text(), "2018-04-05T17:31:00Z");
  EXPECT_EQ(again.extension("x")->text(), "2016-12-31T23:59:60Z");
  EXPECT_TRUE(Equivalent(again, event));
}

TEST(CborFormatTest, AnAbsoluteUriReferenceIsReadAsAUri) {
  const Event event = *Minimal().Extension("x", *AttributeValue::UriReference("urn:x:y")).Build();
  const Event again = Decode(*EncodeCbor(event));
  EXPECT_EQ(again.extension("x")->type(), AttributeType::kUri);
  EXPECT_TRUE(Equivalent(again, event));
  EXPECT_EQ(*EncodeCbor(again), *EncodeCbor(event));
}

struct ErrorRow {
  std::string bytes;
  std::string_view error;
};

TEST(CborFormatTest, RefusesWhatIsNoEvent) {
  const auto with = [](std::string_view name, std::string_view hex) {
    return Document(Member(name, hex));
  };
  const ErrorRow rows[] = {
      {"", "malformed CBOR at byte 0: it ends where an item must follow"},
      {"hello", "malformed CBOR at byte 1: a string of 8 bytes goes past the end"},
      {FromHex("80"), "the CBOR item is an array, and must be a map"},
      {FromHex("00"), "the CBOR item is an integer, and must be a map"},
      {FromHex("ff"), "the CBOR item is a break, and must be a map"},
      {FromHex("d9d9f7a0"), "the CBOR item is a tag, and must be a map"},
      {FromHex("a0"), "attribute \"specversion\": it is required, and missing"},
      {FromHex("bf"), "malformed CBOR at byte 1: it ends where an item must follow"},
      {FromHex("bc"), "malformed CBOR at byte 0: additional information 28 is reserved"},
      {FromHex("bb7fffffffffffffff"), "a map of 9223372036854775807 members goes past the end"},
      {Document() + "\xF6", "1 bytes follow the item"},
      {FromHex("a20102"), "malformed CBOR at byte 1: a map of 2 members goes past the end"},
      {FromHex("a10102"), "the map's key at byte 1 is an integer, and must be a text string"},
      {FromHex("a141610a"), "the map's key at byte 1 is a byte string, and must be a text string"},
      {FromHex("a1ff0a"), "the map's key at byte 1 is a break, and must be a text string"},
      {FromHex("bf6161ff"), "attribute \"a\": it is a break, which no attribute is"},
      {FromHex("a161c301"), "malformed CBOR at byte 2: a text string is not UTF-8"},
      {with("x", "61c3"), "attribute \"x\": malformed CBOR at byte "},
      {with("x", "6107"), "attribute \"x\": "},
      {with("X", "6161"), "\"X\" is no attribute name"},
      {with("", "6161"), "an attribute name is empty"},
      {with("id", "6132"), "attribute \"id\": it comes twice"},
      {Document(Member("x", "01") + Member("x", "01")), "attribute \"x\": it comes twice"},
      {Document(Member("data", "01") + Member("data", "01")), "data: it comes twice"},
      {with("x", "1a80000000"),
       "attribute \"x\": the integer 2147483648 is outside the 32 bits that an Integer has"},
      {with("x", "3a80000000"), "the integer -1 - 2147483648 is outside the 32 bits"},
      {with("x", "3bffffffffffffffff"), "the integer -1 - 18446744073709551615 is outside"},
      {with("x", "c24101"), "attribute \"x\": it has tag 2, and attributes have only 0 (a Timest"},
      {with("x", "c101"), "attribute \"x\": it has tag 1, and"},
      {with("x", "d9d9f76161"), "it has tag 55799, and"},
      {with("x", "c001"), "attribute \"x\": tag 0 holds an integer, and must hold a text string"},
      {with("x", "d8204161"), "tag 32 holds a byte string, and must hold a text string"},
      {with("x", "c0c06161"), "tag 0 holds a tag, and must hold a text string"},
      {with("x", "c06161"), "attribute \"x\": \"A\" is no RFC 3339 timestamp"},
      {with("x", "d8206120"), "attribute \"x\": \" \" is no URI-reference"},
      {with("x", "f93c00"), "attribute \"x\": it is a floating-point number, which no attribute"},
      {with("x", "80"), "attribute \"x\": it is an array, which no attribute is"},
      {with("x", "bfff"), "attribute \"x\": it is a map, which no attribute is"},
      {with("x", "e0"), "attribute \"x\": it is the simple value 0, which no attribute is"},
      {with("x", "f8ff"), "it is the simple value 255, which no attribute is"},
      {with("x", "f814"), "simple value 20 in two bytes"},
      {with("x", "7f4161ff"), "each chunk of a text string must be one of definite length"},
      {with("x", "5f5f4161ffff"), "each chunk of a byte string must be one of definite length"},
      {with("subject", "01"), "attribute \"subject\": it is a Integer, and must be a String"},
      {with("subject", "d8206161"), "attribute \"subject\": it is a URI-reference, and must be"},
      {with("subject", "60"), "attribute \"subject\": it is empty"},
      {with("dataschema", "d8206161"), "it is a URI-reference, and must be a URI"},
      {with("time", "01"), "attribute \"time\": it is a Integer, and must be a Timestamp"},
      {with("datacontenttype", "6161"), "attribute \"datacontenttype\": "},
      {with("data", "c0"), "data: malformed CBOR at byte "},
      {with("data", "8161c3"), "data: malformed CBOR at byte "},
      {with("data", "ff"), "data: malformed CBOR at byte "},
      {Document(TextMember("datacontenttype", "a/json") + Member("data", "a0")),
       "data: it is a map, and must be a text or byte string, since its datacontenttype "
       "\"a/json\" is not CBOR"},
      {Document(TextMember("datacontenttype", "a/b") + Member("data", "f6")),
       "data: it is a simple value, and must be a text or byte string"},
      {Document(TextMember("datacontenttype", "a/json") + Member("data", "617b")),
       "data: malformed JSON"},
      {Cat("\xA4", TextMember("specversion", "0.3"), TextMember("id", "1"),
           TextMember("source", "/s"), TextMember("type", "t")),
       "attribute \"specversion\": it is 0.3, which has no CBOR format"},
  };
  for (const ErrorRow& row : rows) {
    EXPECT_THAT(ErrorOf(row.bytes), HasSubstr(row.error)) << ToHex(row.bytes);
  }
}

TEST(CborFormatTest, EveryTruncationIsRefused) {
  const std::string bytes = Document(Member("data", "bf61619f01820203ff6162c06161ff") +
                                     Member("x", "d8206775726e3a783a79"));
  ASSERT_TRUE(DecodeCbor(bytes).ok());
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(DecodeCbor(bytes.substr(0, length)).ok()) << length;
  }
}

TEST(CborFormatTest, KeepsTheLimits) {
  EXPECT_THAT(ErrorOf(Document(), {.limits = {.max_bytes = 20}}), HasSubstr("max_bytes (20)"));
  EXPECT_THAT(ErrorOf(Document(), {.limits = {.max_attributes = 3}}),
              HasSubstr("max_attributes (3)"));
  EXPECT_THAT(
      ErrorOf(Document(TextMember("x", "123456789012")), {.limits = {.max_attribute_bytes = 11}}),
      HasSubstr("max_attribute_bytes (11)"));
  // The event's own map is the first level.
  const std::string deep = Document(Member("data", "8181c68180"));
  EXPECT_THAT(ErrorOf(deep, {.limits = {.max_depth = 5}}),
              HasSubstr("it nests deeper than max_depth (5)"));
  EXPECT_EQ(Decode(deep, {.limits = {.max_depth = 6}}).data(), FromHex("8181c68180"));
  EXPECT_THAT(ErrorOf(Document(Text("data") + std::string(1'000'000, '\x9F'))),
              HasSubstr("max_depth (128)"));
}

TEST(CborFormatTest, HasNoBatches) {
  EXPECT_EQ(kCborFormat.batch_media_type, "");
  EXPECT_EQ(kCborFormat.decode_batch, nullptr);
  EXPECT_EQ(kCborFormat.encode_batch, nullptr);
}

}  // namespace
}  // namespace cloudevents
