#include "cli/convert_command.h"

#include <fstream>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "cli/validate_command.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/run_command.h"

namespace eventbus::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::StartsWith;

constexpr std::string_view kOrder =
    R"({"specversion":"1.0","id":"1","source":"/s","type":"t","datacontenttype":"application/json",)"
    R"("n":7,"data":{"a":[1.50,3e2]}})";
constexpr std::string_view kText =
    R"({"specversion":"1.0","id":"2","source":"/s","type":"t","datacontenttype":"text/plain",)"
    R"("data":"gr\u00fc\u00dfe"})";
// An extension's name that no XML element can have.
constexpr std::string_view kNotForXml =
    R"({"specversion":"1.0","id":"3","source":"/s","type":"t","7up":"x"})";

std::string Lines(std::initializer_list<std::string_view> lines) {
  std::string text;
  for (const std::string_view line : lines) text.append(line).append("\n");
  return text;
}

CommandResult Convert(std::vector<std::string_view> args, std::string_view in) {
  return RunCommand(ConvertCommand(), std::move(args), in);
}

TEST(ConvertCommandTest, EveryFormatThereAndBack) {
  for (const std::string_view format :
       {"json", "json-batch", "protobuf", "protobuf-batch", "xml", "xml-batch", "avro", "cbor"}) {
    for (const std::string_view event : {kOrder, kText}) {
      const std::string in = Convert({}, Lines({event})).out;
      const CommandResult there = Convert({"--to", format}, in);
      EXPECT_EQ(there.code, 0) << format << there.err;
      const CommandResult back = Convert({"--from", format}, there.out);
      EXPECT_EQ(back.code, 0) << format << back.err;
      EXPECT_EQ(back.out, in) << format;
    }
  }
}

TEST(ConvertCommandTest, BatchesTakeAnyNumber) {
  for (const std::string_view format : {"json-batch", "protobuf-batch", "xml-batch"}) {
    const std::string in = Convert({}, Lines({kOrder, kText, kOrder})).out;
    for (const std::string& events : {in, std::string()}) {
      const CommandResult batch = Convert({"--to", format}, events);
      EXPECT_EQ(batch.code, 0) << batch.err;
      EXPECT_EQ(Convert({"--from", format}, batch.out).out, events) << format;
    }
  }
}

TEST(ConvertCommandTest, Base64LinesStreamAnyFormat) {
  for (const std::string_view format : {"protobuf", "xml", "avro", "cbor"}) {
    const std::string in = Convert({}, Lines({kOrder, kText})).out;
    const CommandResult lines = Convert({"--to", format, "--base64-lines"}, in);
    EXPECT_THAT(lines.out, MatchesRegex("[A-Za-z0-9+/=]+\n[A-Za-z0-9+/=]+\n"));
    EXPECT_EQ(Convert({"--from", format, "--base64-lines"}, lines.out).out, in) << format;
  }
  const CommandResult bad = Convert({"--from=protobuf", "--base64-lines"}, "?\n");
  EXPECT_EQ(bad.code, 1);
  EXPECT_EQ(bad.err, "line 1: error: it is no base64\n");
}

TEST(ConvertCommandTest, JsonIsOneLineAnEvent) {
  const CommandResult result = Convert({"--from=json-batch"},
                                       "[{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/"
                                       "s\",\"type\":\"t\",\"data\":[1,\r\n2]}]");
  EXPECT_THAT(result.out, MatchesRegex("[^\n]*\\[1,  2\\]\\}\n"));
}

TEST(ConvertCommandTest, GoesOnAfterABadEvent) {
  const CommandResult result =
      Convert({"--to=xml-batch"}, Lines({"{}", kOrder, kNotForXml, kText}));
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, MatchesRegex("line 1: error: [^\n]*specversion[^\n]*\n"
                                       "line 3: error: [^\n]*7up[^\n]*\n"));
  EXPECT_EQ(Convert({"--from=xml-batch"}, result.out).out, Convert({}, Lines({kOrder, kText})).out);
}

TEST(ConvertCommandTest, OneEventAFileTakesNoSecond) {
  const CommandResult result = Convert({"--to=protobuf"}, Lines({kOrder, kText}));
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, AllOf(StartsWith("line 2: error: "), HasSubstr("--base64-lines")));
  EXPECT_EQ(Convert({"--from=protobuf"}, result.out).out, Convert({}, Lines({kOrder})).out);
}

TEST(ConvertCommandTest, NoEventIsNoFileOfOne) {
  const CommandResult result = Convert({"--to=xml"}, "\n");
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, HasSubstr("no event"));
  EXPECT_EQ(Convert({"--to=xml", "--base64-lines"}, "").code, 0);
}

TEST(ConvertCommandTest, ABadBatchIsRefusedWhole) {
  const CommandResult result = Convert({"--from=json-batch"}, "[" + std::string(kOrder) + ",{}]");
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, AllOf(StartsWith("standard input: error: "), HasSubstr("1")));
}

TEST(ConvertCommandTest, FilesAreNamed) {
  const std::string path = ::testing::TempDir() + "/convert_command_test.xml";
  std::ofstream(path) << "<event/>";
  const CommandResult result =
      Convert({"--from=xml", path, "no/such.xml", "-"}, Convert({"--to=xml"}, kOrder).out);
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.out, Convert({}, kOrder).out);
  EXPECT_THAT(result.err,
              MatchesRegex(path + ": error: [^\n]*\n"
                                  "error: cannot open no/such.xml: No such file or directory\n"));
}

TEST(ConvertCommandTest, LargeFilesAreBad) {
  const std::string xml = Convert({"--to=xml"}, kOrder).out;
  const std::string exact = "--max-line-bytes=" + std::to_string(xml.size());
  EXPECT_EQ(Convert({"--from=xml", exact}, xml).code, 0);
  const CommandResult result = Convert({"--from=xml", exact}, xml + " ");
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("--max-line-bytes"));
}

TEST(ConvertCommandTest, UnknownFormatsAreUsageErrors) {
  for (const std::string_view flag : {"--from=yaml", "--to=yaml"}) {
    const CommandResult result = Convert({flag}, kOrder);
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err, AllOf(HasSubstr("protobuf-batch"), HasSubstr("\"yaml\"")));
    EXPECT_EQ(result.out, "");
  }
}

TEST(ConvertCommandTest, AClosedOutputEndsIt) {
  const CommandResult result =
      RunCommand(ConvertCommand(), {"--to=json"}, Lines({kOrder, kText}), /*out_limit=*/10);
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("Broken pipe"));
}

TEST(ConvertCommandTest, ValidateReadsTheSameFormats) {
  const std::string batch = Convert({"--to=protobuf-batch"}, Lines({kOrder, kText})).out;
  const CommandResult good = RunCommand(ValidateCommand(), {"--format=protobuf-batch"}, batch);
  EXPECT_EQ(good.code, 0);
  EXPECT_EQ(good.out, "standard input, event 0: ok\nstandard input, event 1: ok\n");
  const CommandResult bad = RunCommand(ValidateCommand(), {"--format=xml"}, "<!DOCTYPE x><x/>");
  EXPECT_EQ(bad.code, 1);
  EXPECT_THAT(bad.out, StartsWith("standard input: error: "));
  EXPECT_EQ(RunCommand(ValidateCommand(), {"--format=yaml"}, "").code, 2);
}

}  // namespace
}  // namespace eventbus::cli
