// The bytes here are written by hand, or by fastavro with the specification's schema where a
// comment says so.
#include "cloudevents/formats/avro_format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
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

// The required attributes, in a block of their own: 43 bytes.
constexpr std::string_view kRequired =
    "08"
    " 167370656376657273696f6e 0606312e30"  // specversion: "1.0"
    " 046964 060231"                        // id: "1"
    " 0c736f75726365 06042f73"              // source: "/s"
    " 0874797065 060274";                   // type: "t"
// One more block each, with datacontenttype.
constexpr std::string_view kIsText =
    "02 1e64617461636f6e74656e7474797065 0614746578742f706c61696e";  // text/plain
constexpr std::string_view kIsJson =
    "02 1e64617461636f6e74656e7474797065 060c612f6a736f6e";  // a/json

// From hexadecimal digits, with spaces where they help.
std::string Bytes(std::string_view hex) {
  std::string digits(hex);
  std::erase(digits, ' ');
  return absl::HexStringToBytes(digits);
}

std::string Hex(std::string_view bytes) { return absl::BytesToHexString(internal::ToAbsl(bytes)); }

// An event of the required attributes, whatever follows them, and this data.
std::string Record(std::string_view attributes_hex, std::string_view data_hex) {
  return Bytes(Cat(kRequired, attributes_hex, "00", data_hex));
}

Event Decode(std::string_view bytes, const DecodeOptions& options = {}) {
  absl::StatusOr<Event> event = DecodeAvro(std::string(bytes), options);
  EXPECT_TRUE(event.ok()) << Hex(bytes) << ": " << event.status();
  return *std::move(event);
}

std::string ErrorOf(std::string_view bytes, const DecodeOptions& options = {}) {
  const absl::StatusOr<Event> event = DecodeAvro(std::string(bytes), options);
  EXPECT_FALSE(event.ok()) << Hex(bytes);
  EXPECT_EQ(event.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(internal::Message(event.status()));
}

EventBuilder Minimal() { return EventBuilder().Id("1").Source("/s").Type("t"); }

// By fastavro: twelve attributes more, and the data "hi".
constexpr std::string_view kWhole =
    "20 167370656376657273696f6e0606312e30 046964060231 0c736f7572636506042f73 0874797065060274 "
    "1e64617461636f6e74656e74747970650614746578742f706c61696e "
    "1464617461736368656d61060e75726e3a783a79 0e7375626a656374060673c3a9 "
    "0874696d650632323032302d30332d31395431323a35343a30302d30373a3030 0662696e08044d61 "
    "08666c61670201 0a6c6561737404ffffffff0f 086d6f737404feffffff0f 046e6f0200 "
    "0672656606082e2e2f61 06757269060e75726e3a783a79 "
    "087768656e0628323032302d30312d30315430303a30303a30305a 00 0c046869";

TEST(AvroFormatTest, WritesOneRecord) {
  const absl::StatusOr<Event> event =
      Minimal()
          .DataContentType("text/plain")
          .DataSchema("urn:x:y")
          .Subject("s\u00E9")
          .Time("2020-03-19T12:54:00-07:00")
          .Extension("bin", AttributeValue::Binary("Ma"))
          .Extension("flag", true)
          .Extension("least", std::int32_t{-2'147'483'648})
          .Extension("most", std::int32_t{2'147'483'647})
          .Extension("no", false)
          .Extension("ref", *AttributeValue::UriReference("../a"))
          .Extension("uri", *AttributeValue::Uri("urn:x:y"))
          .Extension("when", *AttributeValue::Timestamp("2020-01-01T00:00:00Z"))
          .TextData("hi")
          .Build();
  EXPECT_EQ(Hex(EncodeAvro(*event)), Hex(Bytes(kWhole)));
}

TEST(AvroFormatTest, ReadsAttributesInTheirTypes) {
  const Event event = Decode(Bytes(kWhole));
  EXPECT_EQ(event.datacontenttype(), "text/plain");
  EXPECT_EQ(event.dataschema(), "urn:x:y");
  EXPECT_EQ(event.subject(), "s\u00E9");
  EXPECT_EQ(event.time_text(), "2020-03-19T12:54:00-07:00");
  EXPECT_EQ(event.extension("bin")->binary(), "Ma");
  EXPECT_EQ(event.extension("flag")->boolean(), true);
  EXPECT_EQ(event.extension("least")->integer(), -2'147'483'648);
  EXPECT_EQ(event.extension("most")->integer(), 2'147'483'647);
  EXPECT_EQ(event.extension("no")->boolean(), false);
  // The format has one type for all of these.
  for (std::string_view name : {"ref", "uri", "when"}) {
    EXPECT_EQ(event.extension(name)->type(), AttributeType::kString) << name;
  }
  EXPECT_EQ(event.extension("when")->text(), "2020-01-01T00:00:00Z");
  EXPECT_EQ(Hex(EncodeAvro(event)), Hex(Bytes(kWhole)));
}

TEST(AvroFormatTest, ANullAttributeIsUnset) {
  const Event event = Decode(Record("04 0e7375626a65637400 027800", "02"));
  EXPECT_EQ(event.subject(), std::nullopt);
  EXPECT_TRUE(event.extensions().empty());
}

TEST(AvroFormatTest, ReadsEventsOfVersion03) {
  const Event event =
      Decode(Bytes("0a 167370656376657273696f6e0606302e33 046964060231 0c736f7572636506042f73 "
                   "0874797065060274 12736368656d6175726c060e75726e3a783a79 00 02"));
  EXPECT_EQ(event.specversion(), "1.0");
  EXPECT_EQ(event.dataschema(), "urn:x:y");
}

// Of version 0.3, with datacontentencoding and a block of other attributes.
std::string OldRecord(std::string_view encoding_hex, std::string_view attributes_hex,
                      std::string_view data_hex) {
  return Bytes(
      Cat("0a 167370656376657273696f6e0606302e33 046964060231 0c736f7572636506042f73 "
          "0874797065060274 2664617461636f6e74656e74656e636f64696e67 06",
          encoding_hex, attributes_hex, "00", data_hex));
}

TEST(AvroFormatTest, UndoesTheBase64OfVersion03) {
  const std::string_view base64 = "0c626173653634";
  const std::string_view text = "0c 18 65794a68496a6f7866513d3d";  // eyJhIjoxfQ==
  const Event json = Decode(OldRecord(base64, kIsJson, text));
  EXPECT_EQ(json.data_kind(), DataKind::kJson);
  EXPECT_EQ(json.data(), R"({"a":1})");
  EXPECT_TRUE(json.extensions().empty());
  for (std::string_view media_type : {std::string_view(), kIsText}) {
    const Event bytes = Decode(OldRecord(base64, media_type, text));
    EXPECT_EQ(bytes.data_kind(), DataKind::kBinary);
    EXPECT_EQ(bytes.data(), R"({"a":1})");
  }
  EXPECT_THAT(ErrorOf(OldRecord(base64, kIsJson, "0c0221")), HasSubstr("is not base64"));
  EXPECT_THAT(ErrorOf(OldRecord(base64, kIsJson, "0600")), HasSubstr("says that it is base64"));
  // Other encodings change nothing: "8bit".
  EXPECT_EQ(Decode(OldRecord("0838626974", kIsJson, text)).data(), R"("eyJhIjoxfQ==")");
}

struct WrittenRow {
  EventBuilder event;
  std::string_view hex;  // what stands after the required attributes' entries
};

TEST(AvroFormatTest, WritesData) {
  const std::string_view json =
      "1e64617461636f6e74656e7474797065 06206170706c69636174696f6e2f6a736f6e";
  const WrittenRow rows[] = {
      {Minimal(), "00 02"},
      {Minimal().BinaryData(std::string_view("\0\xFF", 2)), "00 000400ff"},
      {Minimal().BinaryData(""), "00 0000"},
      // Read as bytes: a string without a media type would be a JSON string.
      {Minimal().TextData("hi"), "00 00046869"},
  };
  for (const WrittenRow& row : rows) {
    EXPECT_EQ(Hex(EncodeAvro(*row.event.Build())), Hex(Bytes(Cat(kRequired, row.hex))));
  }
  // JSON says that it is JSON.
  EXPECT_EQ(Hex(EncodeAvro(*Minimal().JsonData("{}").Build())),
            Hex(Bytes(Cat("0a", kRequired.substr(2), json, "00 00047b7d"))));
}

struct DataRow {
  std::string_view attributes;
  std::string_view data;
  DataKind kind;
  std::string_view text;
};

TEST(AvroFormatTest, ReadsData) {
  const DataRow rows[] = {
      {"", "02", DataKind::kAbsent, ""},
      {kIsText, "02", DataKind::kAbsent, ""},
      {"", "00027b", DataKind::kBinary, "{"},
      {"", "0000", DataKind::kBinary, ""},
      {kIsText, "00027b", DataKind::kBinary, "{"},
      {kIsJson, "00047b7d", DataKind::kJson, "{}"},
      {kIsJson, "00027b", DataKind::kBinary, "{"},
      {kIsText, "0c046869", DataKind::kText, "hi"},
      {kIsText, "0c00", DataKind::kText, ""},
      {kIsJson, "0c047b7d", DataKind::kJson, "\"{}\""},
      {"", "0c00", DataKind::kJson, "\"\""},
      // From here on by fastavro.
      {"", "0c10610022e282ac0a5c", DataKind::kJson, "\"a\\u0000\\\"\u20AC\\n\\\\\""},
      {"", "0401", DataKind::kJson, "true"},
      {kIsJson, "0400", DataKind::kJson, "false"},
      {"", "0a00000000000004c0", DataKind::kJson, "-2.5"},
      {"", "0a000000000000f03f", DataKind::kJson, "1"},
      {"", "0a9a9999999999b93f", DataKind::kJson, "0.1"},
      {"", "0affffffffffffef7f", DataKind::kJson, "1.7976931348623157e+308"},
      {"", "0a0100000000000000", DataKind::kJson, "5e-324"},
      {"", "0a0000000000000080", DataKind::kJson, "-0"},
      {"", "0600", DataKind::kJson, "{}"},
      {"", "0800", DataKind::kJson, "[]"},
      {"", "080402026108000000000000f03f000000", DataKind::kJson, R"([{"a":1},{}])"},
      {kIsJson,
       "060a026e000262020102640692d54d06cff080440273080278026f0408026106040002027a089a9999999999b9 "
       "3f0000026d0402026b02027100000002740a00026602000000",
       DataKind::kJson,
       R"({"n":null,"b":true,"d":1e+22,"s":"x",)"
       R"("o":{"a":[{},{"z":0.1}],"m":{"k":{"q":null}},"t":"","f":false}})"},
  };
  for (const DataRow& row : rows) {
    const Event event = Decode(Record(row.attributes, row.data));
    EXPECT_EQ(event.data_kind(), row.kind) << row.data;
    EXPECT_EQ(event.data(), row.text) << row.data;
    const Event again = Decode(EncodeAvro(event));
    EXPECT_TRUE(Equivalent(again, event)) << again << " " << event;
    EXPECT_EQ(again.data(), event.data());
    EXPECT_EQ(Decode(EncodeAvro(again)), again);
  }
}

TEST(AvroFormatTest, ReadsBlocksOfEverySort) {
  // Two attributes, and data of two entries.
  const std::string_view rows[] = {
      "04 0278 0201 0279 00 00 06 04 0261 00 0262 0201 00",
      // One block each.
      "02 0278 0201 02 0279 00 00 06 02 0261 00 02 0262 0201 00",
      // With their sizes: a negative count, then the bytes.
      "03 0e 0278 0201 0279 00 00 06 03 0e 0261 00 0262 0201 00",
      // With a size, then without, and a number in more bytes than it needs.
      "01 08 0278 0201 8200 0279 00 00 06 01 06 0261 00 02 0262 0201 808000",
  };
  for (std::string_view row : rows) {
    const Event event = Decode(Bytes(Cat(kRequired, row)));
    EXPECT_EQ(event.extension("x")->boolean(), true) << row;
    EXPECT_EQ(event.extensions().size(), 1u) << row;
    EXPECT_EQ(event.data(), R"({"a":null,"b":true})") << row;
  }
  // Arrays, and blocks within blocks.
  EXPECT_EQ(Decode(Record("", "08 03 04 00 00 02 00 00")).data(), "[{},{},{}]");
  EXPECT_EQ(Decode(Record("", "08 01 0e 01 08 0261 0200 00 00")).data(), R"([{"a":false}])");
}

struct ErrorRow {
  std::string hex;  // what stands after the required attributes
  std::string_view error;
};

TEST(AvroFormatTest, RefusesWhatIsMalformed) {
  const ErrorRow rows[] = {
      {"", "malformed Avro at byte 43: the input ends within a number"},
      {"80", "malformed Avro at byte 43: the input ends within a number"},
      {"00", "data: malformed Avro at byte 44: the input ends within a number"},
      {"000e", "data: malformed Avro at byte 44: branch 7 of a union that has 7"},
      {"0001", "data: malformed Avro at byte 44: branch -1 of a union that has 7"},
      {"000200", "malformed Avro at byte 45: the input goes on after the record (bytes: 1)"},
      {"00 04", "data: malformed Avro at byte 45: the input ends where a boolean must come"},
      {"00 0402", "data: malformed Avro at byte 45: a boolean is 0 or 1, and not 2"},
      {"00 0a00000000000000", "data: malformed Avro at byte 45: the input ends within a double"},
      {"00 0001", "data: malformed Avro at byte 45: the length -1 is negative"},
      {"00 000461",
       "data: malformed Avro at byte 45: the length 2 is more than the bytes left (1)"},
      {"00 00feffffffffffffffff01",
       "data: malformed Avro at byte 45: the length 9223372036854775807 is more than the bytes "
       "left (0)"},
      {"00 0c02ff", "data: malformed Avro at byte 45: a string is not UTF-8"},
      // Attributes.
      {"02 02ff 00", "malformed Avro at byte 44: a string is not UTF-8"},
      {"02 0278 0a", "attribute \"x\": malformed Avro at byte 46: branch 5 of a union that has 5"},
      {"02 0278 0602ff", "attribute \"x\": malformed Avro at byte 47: a string is not UTF-8"},
      {"02 0278 0802",
       "attribute \"x\": malformed Avro at byte 47: the length 1 is more than the bytes left (0)"},
      {"02 0278 02ff",
       "attribute \"x\": malformed Avro at byte 47: a boolean is 0 or 1, and not 255"},
      {"02 0278 048080808010",
       "attribute \"x\": malformed Avro at byte 47: the int 2147483648 has more than 32 bits"},
      {"02 0278 048180808010",
       "attribute \"x\": malformed Avro at byte 47: the int -2147483649 has more than 32 bits"},
      {"02 0278 04ffffffffffffffffff01",
       "attribute \"x\": malformed Avro at byte 47: the int -9223372036854775808 has more than 32 "
       "bits"},
      {"02 0278 04ffffffffffffffffff02",
       "attribute \"x\": malformed Avro at byte 47: a number has more than 64 bits"},
      {"02 0278 048080808080808080808000",
       "attribute \"x\": malformed Avro at byte 47: a number has more than 64 bits"},
      // Blocks.
      {"00 08 04 00",
       "data: malformed Avro at byte 45: a block of 2 items is more than the bytes left (1) hold"},
      {"00 06 04 0261 00",
       "data: malformed Avro at byte 45: a block of 2 items is more than the bytes left (3) hold"},
      {"00 08 01 01", "data: malformed Avro at byte 46: the length -1 is negative"},
      {"00 08 01 04 00",
       "data: malformed Avro at byte 46: the length 2 is more than the bytes left (1)"},
      {"00 08 01 04 00 00",
       "data: malformed Avro at byte 48: the items of a block end here, and by its size at byte "
       "49"},
      {"00 08 01 00 00 00",
       "data: malformed Avro at byte 48: the items of a block end here, and by its size at byte "
       "47"},
      // What JSON does not have.
      {"00 0a000000000000f87f",
       "data: malformed Avro at byte 45: a double is not finite, and no JSON number"},
      {"00 0a000000000000f0ff",
       "data: malformed Avro at byte 45: a double is not finite, and no JSON number"},
      {"00 06 04 0261 00 0261 0201 00",
       "data: malformed Avro at byte 53: a map has the key \"a\" twice"},
      {"00 06 02 0261 00 02 0261 00 00",
       "data: malformed Avro at byte 53: a map has the key \"a\" twice"},
      {"00 08 02 04 0261 04 00 0261 00 00 00",
       "data: malformed Avro at byte 54: a map has the key \"a\" twice"},
  };
  for (const ErrorRow& row : rows) {
    EXPECT_EQ(ErrorOf(Bytes(Cat(kRequired, row.hex))), row.error) << row.hex;
  }
}

TEST(AvroFormatTest, AKeyMayComeAgainElsewhere) {
  EXPECT_EQ(Decode(Record("", "06 04 0261 04 02 0261 00 00 0262 00 00")).data(),
            R"({"a":{"a":null},"b":null})");
}

TEST(AvroFormatTest, RefusesWhatIsNoEvent) {
  const ErrorRow rows[] = {
      {"02 046964 00 0002", "attribute \"id\": it comes twice"},
      {"04 0278 00 0278 0201 0002", "attribute \"x\": it comes twice"},
      {"02 0258 00 0002", "\"X\" is no attribute name"},
      {"02 0864617461 00 0002", "\"data\" is no attribute name"},
      {"02 0278 060201 0002", "attribute \"x\": "},
      {"02 0e7375626a656374 0600 0002", "attribute \"subject\": it is empty"},
      {"02 0e7375626a656374 0402 0002",
       "attribute \"subject\": it is a Integer, and must be a String"},
      {"02 0874696d65 060278 0002", "attribute \"time\": "},
      {Cat(kIsText, "00 0c02ff"), "data: \"\\xff\" is not UTF-8 text"},
      {Cat(kIsText, "00 0401"), "\"text/plain\" is no JSON media type, but the data is JSON"},
  };
  for (const ErrorRow& row : rows) {
    EXPECT_THAT(ErrorOf(Bytes(Cat(kRequired, row.hex))), HasSubstr(row.error)) << row.hex;
  }
  EXPECT_EQ(ErrorOf(""), "malformed Avro at byte 0: the input ends within a number");
  EXPECT_EQ(ErrorOf(Bytes("0002")), "attribute \"specversion\": it is required, and missing");
  EXPECT_FALSE(DecodeAvro(R"({"specversion":"1.0"})").ok());
}

TEST(AvroFormatTest, AHugeCountFailsAtOnce) {
  const std::string_view error = " items is more than the bytes left (7) hold";
  // 2^60, 2^63 - 1, and -2^63 with a size of 0.
  const std::string_view counts[] = {"808080808080808020", "feffffffffffffffff01",
                                     "ffffffffffffffffff0100"};
  for (std::string_view count : counts) {
    EXPECT_THAT(ErrorOf(Record("", Cat("08", count, "00000000000000"))), HasSubstr(error));
    EXPECT_THAT(ErrorOf(Record("", Cat("06", count, "00000000000000"))), HasSubstr(error));
    EXPECT_THAT(ErrorOf(Bytes(Cat(count, "00000000000000"))), HasSubstr(error));
  }
}

// An array of one record whose one value is such an array, and so on; each is two JSON values deep.
std::string Nested(std::size_t arrays) {
  std::string data = "\x08";
  for (std::size_t i = 1; i < arrays; ++i) data += std::string_view("\2\2\2a\6", 5);
  data += '\0';
  for (std::size_t i = 1; i < arrays; ++i) data += std::string_view("\0\0", 2);
  return Record("", "") + data;
}

TEST(AvroFormatTest, KeepsTheLimits) {
  const std::string small = Record("", "02");
  EXPECT_EQ(ErrorOf(small, {.limits = {.max_bytes = 44}}),
            "the input has 45 bytes, more than max_bytes (44)");
  EXPECT_TRUE(DecodeAvro(small, {.limits = {.max_bytes = 45}}).ok());
  EXPECT_THAT(ErrorOf(small, {.limits = {.max_attributes = 3}}), HasSubstr("max_attributes (3)"));
  EXPECT_THAT(ErrorOf(small, {.limits = {.max_attribute_bytes = 10}}),
              HasSubstr("max_attribute_bytes (10)"));
  // Base64 is what counts.
  const std::string binary = Record("02 0278 0816 6162636465666768696a6b", "02");
  EXPECT_TRUE(DecodeAvro(binary, {.limits = {.max_attribute_bytes = 16}}).ok());
  EXPECT_THAT(ErrorOf(binary, {.limits = {.max_attribute_bytes = 15}}),
              HasSubstr("max_attribute_bytes (15)"));
  EXPECT_EQ(Decode(Nested(2)).data(), R"([{"a":[]}])");
  EXPECT_TRUE(DecodeAvro(Nested(2), {.limits = {.max_depth = 3}}).ok());
  EXPECT_THAT(ErrorOf(Nested(2), {.limits = {.max_depth = 2}}), HasSubstr("max_depth (2)"));
  EXPECT_TRUE(DecodeAvro(Nested(64)).ok());
  EXPECT_THAT(ErrorOf(Nested(65)), HasSubstr("max_depth (128)"));
  EXPECT_THAT(ErrorOf(Record("", "0800"), {.limits = {.max_depth = 0}}),
              HasSubstr("max_depth (0)"));
  EXPECT_TRUE(DecodeAvro(Record("", "0401"), {.limits = {.max_depth = 0}}).ok());
}

TEST(AvroFormatTest, NestingDoesNotUseTheMachinesStack) {
  constexpr std::size_t kArrays = 100'000;
  const Event event = Decode(Nested(kArrays), {.limits = {.max_depth = 2 * kArrays}});
  EXPECT_EQ(event.data().size(), 8 * kArrays - 6);
}

TEST(AvroFormatTest, EveryChangedBitIsRefusedOrReadWithoutHarm) {
  const std::string map = Record("",
                                 "06 06 026e00 026f 04 06 0261 06 04 00 02 027a 0201 00 00"
                                 " 026d 04 02 026b 02 0271 00 00 00 0264 08 000000000000e03f 00"
                                 " 0266 0200 00");
  for (const std::string& bytes : {Bytes(kWhole), map}) {
    ASSERT_TRUE(DecodeAvro(bytes).ok());
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
      std::string changed = bytes;
      changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
      const absl::StatusOr<Event> event = DecodeAvro(changed);
      if (!event.ok()) continue;
      const Event again = Decode(EncodeAvro(*event));
      EXPECT_TRUE(Equivalent(again, *event)) << Hex(changed);
      EXPECT_EQ(Decode(EncodeAvro(again)), again) << Hex(changed);
    }
  }
}

}  // namespace
}  // namespace cloudevents
