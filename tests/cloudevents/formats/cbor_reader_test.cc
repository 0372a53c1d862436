#include "cloudevents/formats/internal/cbor_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents::internal {
namespace {

using ::testing::HasSubstr;

constexpr std::size_t kMaxDepth = 128;

std::string FromHex(std::string_view hex) { return absl::HexStringToBytes(ToAbsl(hex)); }

// RFC 8949, appendix A.
constexpr std::string_view kWellFormed[] = {
    "00",
    "01",
    "0a",
    "17",
    "1818",
    "1819",
    "1864",
    "1903e8",
    "1a000f4240",
    "1b000000e8d4a51000",
    "1bffffffffffffffff",
    "c249010000000000000000",
    "3bffffffffffffffff",
    "c349010000000000000000",
    "20",
    "29",
    "3863",
    "3903e7",
    "f90000",
    "f98000",
    "f93c00",
    "fb3ff199999999999a",
    "f93e00",
    "f97bff",
    "fa47c35000",
    "fa7f7fffff",
    "fb7e37e43c8800759c",
    "f90001",
    "f90400",
    "f9c400",
    "fbc010666666666666",
    "f97c00",
    "f97e00",
    "f9fc00",
    "fa7f800000",
    "fa7fc00000",
    "faff800000",
    "fb7ff0000000000000",
    "fb7ff8000000000000",
    "fbfff0000000000000",
    "f4",
    "f5",
    "f6",
    "f7",
    "f0",
    "f8ff",
    "c074323031332d30332d32315432303a30343a30305a",
    "c11a514b67b0",
    "c1fb41d452d9ec200000",
    "d74401020304",
    "d818456449455446",
    "d82076687474703a2f2f7777772e6578616d706c652e636f6d",
    "40",
    "4401020304",
    "60",
    "6161",
    "6449455446",
    "62225c",
    "62c3bc",
    "63e6b0b4",
    "64f0908591",
    "80",
    "83010203",
    "8301820203820405",
    "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
    "a0",
    "a201020304",
    "a26161016162820203",
    "826161a161626163",
    "a56161614161626142616361436164614461656145",
    "5f42010243030405ff",
    "7f657374726561646d696e67ff",
    "9fff",
    "9f018202039f0405ffff",
    "9f01820203820405ff",
    "83018202039f0405ff",
    "83019f0203ff820405",
    "9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff",
    "bf61610161629f0203ffff",
    "826161bf61626163ff",
    "bf6346756ef563416d7421ff",
    // Longer than they need be, empty, or of no meaning, and well-formed all the same.
    "1800",
    "1b0000000000000001",
    "5800",
    "9b0000000000000000",
    "bb000000000000000100f5",
    "5fff",
    "7fff",
    "bfff",
    "f820",
    "e0",
    "c0f6",
    "dbffffffffffffffff00",
    "a200000000",
};

// RFC 8949, appendix F, and what it has no example of.
constexpr std::string_view kMalformed[] = {
    "",
    // The end within a head.
    "18", "19", "1a", "1b", "1901", "1a0102", "1b01020304050607", "38", "58", "78", "98",
    "9a01ff00", "b8", "d8", "f8", "f900", "fa0000", "fb000000",
    // Strings with too few bytes.
    "41", "61", "5affffffff00", "5bffffffffffffffff010203", "7affffffff00",
    "7b7fffffffffffffff010203",
    // Arrays and maps with too few items.
    "81", "818181818181818181", "8200", "a1", "a20102", "a100", "a2000000", "9bffffffffffffffff00",
    "bb7fffffffffffffff0000", "bb80000000000000000000",
    // A tag without content.
    "c0",
    // Indefinite lengths without their break.
    "5f4100", "7f6100", "9f", "9f0102", "bf", "bf01020102", "819f", "9f8000", "9f9f9f9f9fffffffff",
    "9f819f819f9fffffff",
    // Reserved additional information.
    "1c", "1d", "1e", "3c", "3d", "3e", "5c", "5d", "5e", "7c", "7d", "7e", "9c", "9d", "9e", "bc",
    "bd", "be", "dc", "dd", "de", "fc", "fd", "fe",
    // Simple values that have one byte alone.
    "f800", "f801", "f818", "f81f",
    // Chunks of another type, or of indefinite length.
    "5f00ff", "5f21ff", "5f6100ff", "5f80ff", "5fa0ff", "5fc000ff", "5fe0ff", "7f4100ff",
    "5f5f4100ffff", "7f7f6100ffff",
    // Breaks where none may stand.
    "ff", "81ff", "8200ff", "a1ff", "a1ff00", "a100ff", "a20000ff", "9f81ff",
    "9f829f819f9fffffffff", "bf00ff", "bf000000ff", "c0ff", "9fc0ff",
    // No indefinite length.
    "1f", "3f", "df",
    // Text that is not UTF-8; also where only the chunks together are.
    "61c3", "62c328", "64eda080", "7f61c361bcff", "81a161c300",
    // More than one item.
    "0000", "a000", "9fffff"};

TEST(CborReaderTest, TakesWhatIsWellFormed) {
  for (const std::string_view hex : kWellFormed) {
    EXPECT_TRUE(ValidateCborItem(FromHex(hex), kMaxDepth).ok())
        << hex << ": " << ValidateCborItem(FromHex(hex), kMaxDepth);
  }
}

TEST(CborReaderTest, RefusesWhatIsMalformed) {
  for (const std::string_view hex : kMalformed) {
    const absl::Status status = ValidateCborItem(FromHex(hex), kMaxDepth);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << hex;
    EXPECT_THAT(Message(status), HasSubstr("malformed CBOR at byte ")) << hex;
  }
}

TEST(CborReaderTest, DelimitsAnItemAmongOthers) {
  for (const std::string_view hex : kWellFormed) {
    const std::string item = FromHex(hex);
    const std::string bytes = Cat("\x01", item, "\xFF");
    CborReader reader(bytes, kMaxDepth);
    ASSERT_EQ(reader.ReadHead()->argument, 1u);
    const absl::StatusOr<std::string_view> found = reader.ReadItem(0, CborUtf8::kChecked);
    ASSERT_TRUE(found.ok()) << hex << ": " << found.status();
    EXPECT_EQ(*found, item) << hex;
    EXPECT_FALSE(reader.ReadEnd().ok());
    EXPECT_TRUE(reader.TakeBreakIf());
    EXPECT_TRUE(reader.ReadEnd().ok());
  }
}

TEST(CborReaderTest, TextIsCheckedWhereThatIsAskedFor) {
  const std::string bytes = FromHex("8161c3");
  EXPECT_TRUE(CborReader(bytes, kMaxDepth).ReadItem(0, CborUtf8::kUnchecked).ok());
  EXPECT_THAT(Message(CborReader(bytes, kMaxDepth).ReadItem(0, CborUtf8::kChecked).status()),
              HasSubstr("malformed CBOR at byte 2: a text string is not UTF-8"));
}

TEST(CborReaderTest, ArraysMapsAndTagsNestAsDeepAsTheLimit) {
  for (const std::string_view open : {"\x81", "\x9F", "\xC6", "\xBF\x01"}) {
    std::string bytes;
    for (int i = 0; i < 5; ++i) bytes += open;
    bytes += '\0';
    if (open == "\x9F" || open == "\xBF\x01") bytes += "\xFF\xFF\xFF\xFF\xFF";
    EXPECT_TRUE(ValidateCborItem(bytes, 5).ok());
    EXPECT_THAT(Message(ValidateCborItem(bytes, 4)), HasSubstr("deeper than max_depth (4)"));
    EXPECT_FALSE(CborReader(bytes, 5).ReadItem(/*depth=*/1, CborUtf8::kChecked).ok());
  }
}

TEST(CborReaderTest, AMillionOpenItemsTakeNoStack) {
  for (const char open : {'\x81', '\x9F', '\xC0'}) {
    const std::string bytes(1'000'000, open);
    EXPECT_FALSE(ValidateCborItem(bytes, bytes.size()).ok());
    EXPECT_FALSE(ValidateCborItem(bytes, kMaxDepth).ok());
  }
}

TEST(CborReaderTest, JoinsTheChunksOfAString) {
  const std::string bytes = FromHex("7f60617861796063e282acff5f41004101ff4102");
  CborReader reader(bytes, kMaxDepth);
  std::string content;
  ASSERT_TRUE(reader.ReadString(*reader.ReadHead(), content).ok());
  EXPECT_EQ(content, "xy\u20AC");
  ASSERT_TRUE(reader.ReadString(*reader.ReadHead(), content).ok());
  EXPECT_EQ(content, std::string("\0\x01", 2));
  ASSERT_TRUE(reader.ReadString(*reader.ReadHead(), content).ok());
  EXPECT_EQ(content, "\x02");
  EXPECT_TRUE(reader.ReadEnd().ok());
}

// The naive oracle: RFC 8949's appendix C, by recursion. The number of bytes that the item at the
// front of `bytes` has; nullopt if it is malformed.
class Oracle {
 public:
  static std::optional<std::size_t> Length(std::string_view bytes) {
    Oracle oracle(bytes);
    if (oracle.Item(/*breakable=*/false) == Found::kError) return std::nullopt;
    return oracle.next_;
  }

 private:
  enum class Found { kError, kBreak, kItem };

  explicit Oracle(std::string_view bytes) : bytes_(bytes) {}

  std::optional<unsigned> Byte() {
    if (next_ == bytes_.size()) return std::nullopt;
    return static_cast<unsigned char>(bytes_[next_++]);
  }

  Found Items(std::uint64_t count) {
    for (; count > 0; --count) {
      if (Item(/*breakable=*/false) == Found::kError) return Found::kError;
    }
    return Found::kItem;
  }

  Found IndefiniteItems(unsigned major) {
    for (;;) {
      const std::size_t start = next_;
      const Found found = Item(/*breakable=*/true);
      if (found == Found::kError) return Found::kError;
      if (found == Found::kBreak) return Found::kItem;
      const unsigned first = static_cast<unsigned char>(bytes_[start]);
      const bool string = major == 2 || major == 3;
      if (string && (first >> 5 != major || (first & 31) == 31)) return Found::kError;
      if (major == 5 && Item(/*breakable=*/false) == Found::kError) return Found::kError;
    }
  }

  Found Item(bool breakable) {
    const std::optional<unsigned> first = Byte();
    if (!first.has_value()) return Found::kError;
    const unsigned major = *first >> 5;
    const unsigned info = *first & 31;
    if (info == 31) {
      if (major == 7) return breakable ? Found::kBreak : Found::kError;
      return major >= 2 && major <= 5 ? IndefiniteItems(major) : Found::kError;
    }
    if (info > 27) return Found::kError;
    std::uint64_t value = info;
    if (info >= 24) {
      value = 0;
      for (int i = 0; i < 1 << (info - 24); ++i) {
        const std::optional<unsigned> byte = Byte();
        if (!byte.has_value()) return Found::kError;
        value = value * 256 + *byte;
      }
    }
    if (major == 2 || major == 3) {
      for (; value > 0; --value) {
        if (!Byte().has_value()) return Found::kError;
      }
    }
    if (major == 4) return Items(value);
    if (major == 5 && Items(value) == Found::kError) return Found::kError;
    if (major == 5 || major == 6) return Items(major == 5 ? value : 1);
    if (major == 7 && info == 24 && value < 32) return Found::kError;
    return Found::kItem;
  }

  std::string_view bytes_;
  std::size_t next_ = 0;
};

TEST(CborReaderTest, AgreesWithTheAppendixOnRandomBytes) {
  constexpr int kRuns = 50'000;
  // Heads that make long items, so that not every run ends at once.
  constexpr std::string_view kBytes =
      "\x01\x18\x20\x40\x41\x42\x5F\x58\x60\x61\x7F\x80\x81\x82\x9F\xA0\xA1\xA2\xBF\xC0\xD8\xF6\xF8"
      "\xF9\xFF\xFF\xFF\xFF";
  std::mt19937 random(8949);
  int well_formed = 0;
  for (int run = 0; run < kRuns; ++run) {
    std::string bytes(random() % 16, '\0');
    for (char& byte : bytes) {
      byte = random() % 8 == 0 ? static_cast<char>(random()) : kBytes[random() % kBytes.size()];
    }
    const std::optional<std::size_t> expected = Oracle::Length(bytes);
    CborReader reader(bytes, kMaxDepth);
    const absl::StatusOr<std::string_view> item = reader.ReadItem(0, CborUtf8::kUnchecked);
    ASSERT_EQ(item.ok(), expected.has_value())
        << absl::BytesToHexString(ToAbsl(bytes)) << ": " << item.status();
    if (!item.ok()) continue;
    ASSERT_EQ(item->size(), *expected) << absl::BytesToHexString(ToAbsl(bytes));
    well_formed += item->size() > 3 ? 1 : 0;
  }
  EXPECT_GT(well_formed, kRuns / 40);
}

}  // namespace
}  // namespace cloudevents::internal
