#include "cli/line_reader.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/streams.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/string_streams.h"

namespace eventbus::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// What the reader says of each line: its number and text, or that it is too long.
std::vector<std::string> ReadAll(std::string_view text, std::size_t max_line_bytes,
                                 std::size_t read_bytes) {
  StringInput input(text, read_bytes);
  LineReader reader(&input, {.max_line_bytes = max_line_bytes});
  std::vector<std::string> lines;
  absl::StatusOr<bool> more = reader.Next();
  for (; more.ok() && *more; more = reader.Next()) {
    const std::string number = std::to_string(reader.number());
    lines.push_back(reader.too_long() ? number + " too long" : number + ":" + reader.TakeText());
  }
  EXPECT_TRUE(more.ok()) << more.status();
  return lines;
}

TEST(LineReaderTest, SplitsAtLineFeedsHoweverTheBytesArrive) {
  for (const std::size_t read_bytes : {1, 2, 3, 100}) {
    EXPECT_THAT(ReadAll("one\n\nthree\r\nfour", 100, read_bytes),
                ElementsAre("1:one", "2:", "3:three\r", "4:four"));
    EXPECT_THAT(ReadAll("", 100, read_bytes), IsEmpty());
    EXPECT_THAT(ReadAll("\n", 100, read_bytes), ElementsAre("1:"));
    EXPECT_THAT(ReadAll(std::string_view("a\0b\n\xff\n", 6), 100, read_bytes),
                ElementsAre(std::string("1:a\0b", 5), "2:\xff"));
  }
}

TEST(LineReaderTest, ReadsPastLinesThatAreTooLong) {
  for (const std::size_t read_bytes : {1, 2, 100}) {
    EXPECT_THAT(ReadAll("1234\n12345\n1234\n123456789", 4, read_bytes),
                ElementsAre("1:1234", "2 too long", "3:1234", "4 too long"));
  }
}

TEST(LineReaderTest, ReadsLinesLongerThanItsBuffer) {
  const std::string line(1 << 20, 'x');
  EXPECT_THAT(ReadAll(line + "\nend", 1 << 20, std::string::npos),
              ElementsAre("1:" + line, "2:end"));
}

TEST(LineReaderTest, ReportsAFailingInput) {
  StringInput input("one\ntwo", std::string::npos, absl::UnavailableError("no disk"));
  LineReader reader(&input, {});
  ASSERT_TRUE(*reader.Next());
  EXPECT_EQ(reader.text(), "one");
  EXPECT_EQ(reader.Next().status(), absl::UnavailableError("no disk"));
}

// Counts flushes that come before a read.
class CountingOutput final : public Output {
 public:
  absl::Status Write(std::string_view) override { return absl::OkStatus(); }
  absl::Status Flush() override {
    ++flushes_;
    return absl::OkStatus();
  }
  int flushes() const { return flushes_; }

 private:
  int flushes_ = 0;
};

TEST(LineReaderTest, FlushesTheOutputOnlyBeforeItMayWait) {
  StringInput input("one\ntwo\nthree\nfour\n", 8);  // two lines, then the rest in two reads
  CountingOutput output;
  LineReader reader(&input, {}, &output);
  ASSERT_TRUE(*reader.Next());
  EXPECT_EQ(output.flushes(), 1);
  ASSERT_TRUE(*reader.Next());
  EXPECT_EQ(output.flushes(), 1);
  ASSERT_TRUE(*reader.Next());
  EXPECT_EQ(output.flushes(), 2);
}

}  // namespace
}  // namespace eventbus::cli
