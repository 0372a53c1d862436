// `eventbus send` and `eventbus listen`, one talking to the other over loopback.
#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "cli/listen_command.h"
#include "cli/program.h"
#include "cli/send_command.h"
#include "cli/streams.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/run_command.h"
#include "tests/cli/string_streams.h"

namespace eventbus::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::StartsWith;

// Standard error of a `listen` on another thread: tells when the first line is complete.
class FirstLineOutput final : public Output {
 public:
  absl::Status Write(std::string_view bytes) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    text_.append(bytes);
    changed_.notify_all();
    return absl::OkStatus();
  }
  absl::Status Flush() override { return absl::OkStatus(); }

  std::string WaitForLine() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return text_.find('\n') != std::string::npos; });
    return text_.substr(0, text_.find('\n'));
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string text_;
};

// A `listen` on a thread of its own, which must end by itself.
class Listening {
 public:
  explicit Listening(std::vector<std::string> flags, std::size_t out_limit = std::string::npos)
      : flags_(std::move(flags)), out_(out_limit), thread_([this] { Run(); }) {
    const std::string line = err_.WaitForLine();
    EXPECT_THAT(line, MatchesRegex("listening on 127.0.0.1:[1-9][0-9]*"));
    url_ = "http://" + line.substr(line.rfind(' ') + 1) + "/";
  }
  ~Listening() {
    if (thread_.joinable()) thread_.join();
  }
  Listening(const Listening&) = delete;
  Listening& operator=(const Listening&) = delete;

  const std::string& url() const { return url_; }

  // Waits for the end.
  CommandResult Join() {
    thread_.join();
    return {code_, out_.text(), err_.WaitForLine()};
  }

 private:
  void Run() {
    const Command commands[] = {ListenCommand()};
    std::vector<std::string_view> args = {"listen", "127.0.0.1:0"};
    args.insert(args.end(), flags_.begin(), flags_.end());
    StringInput in("");
    code_ = static_cast<int>(
        RunProgram("eventbus", commands, args, Streams{.in = &in, .out = &out_, .err = &err_}));
  }

  std::vector<std::string> flags_;
  StringOutput out_;
  FirstLineOutput err_;
  int code_ = -1;
  std::string url_;
  std::thread thread_;
};

CommandResult Send(const Listening& listening, std::vector<std::string_view> flags,
                   std::string_view in) {
  flags.insert(flags.end(), {"--allow-private=127.0.0.1", listening.url()});
  return RunCommand(SendCommand(), flags, in);
}

constexpr std::string_view kEvents =
    R"({"specversion":"1.0","id":"1","source":"/s","type":"t","datacontenttype":"application/json",)"
    R"("subject":"\"Käse\" & 100%","data":{"n":1.50e3}})"
    "\n"
    R"({"specversion":"1.0","id":"2","source":"/s","type":"t"})"
    "\n"
    R"({"specversion":"1.0","id":"3","source":"/s","type":"t","datacontenttype":"text/plain",)"
    R"("data":"two\nlines"})"
    "\n";

TEST(WebhookCommandsTest, WhatIsSentArrivesInEveryMode) {
  const std::vector<std::vector<std::string_view>> modes = {
      {},
      {"--mode=binary"},
      {"--mode=structured"},
      {"--mode=batched"},
      {"--mode=batched", "--batch=2"},
      {"--mode=batched", "--batch=1"},
  };
  for (const auto& mode : modes) {
    Listening listening({"--count=3"});
    const CommandResult sent = Send(listening, mode, kEvents);
    EXPECT_EQ(sent.code, 0) << sent.err;
    EXPECT_EQ(sent.out, "line 1: ok\nline 2: ok\nline 3: ok\n");
    const CommandResult received = listening.Join();
    EXPECT_EQ(received.code, 0);
    EXPECT_EQ(received.out, kEvents);
  }
}

TEST(WebhookCommandsTest, ResultsKeepTheOrderOfTheLinesWithManyInFlight) {
  constexpr int kCount = 50;
  std::string in;
  std::string expected;
  for (int i = 1; i <= kCount; ++i) {
    const std::string n = std::to_string(i);
    in += R"({"specversion":"1.0","source":"/s","type":"t","id":")" + n + "\"}\n";
    expected += "line " + n + ": ok\n";
  }
  Listening listening({"--count=50"});
  const CommandResult sent = Send(listening, {"--in-flight=8"}, in);
  EXPECT_EQ(sent.code, 0);
  EXPECT_EQ(sent.out, expected);
  EXPECT_EQ(listening.Join().out.size(), in.size());
}

TEST(WebhookCommandsTest, GoesOnAfterABadLine) {
  Listening listening({"--count=1"});
  const CommandResult sent = Send(listening, {"--mode=batched"},
                                  "{}\n\n"
                                  R"({"specversion":"1.0","id":"1","source":"/s","type":"t"})"
                                  "\n\xff\n");
  EXPECT_EQ(sent.code, 1);
  EXPECT_THAT(sent.out, MatchesRegex("line 1: error: [^\n]*\nline 3: ok\nline 4: error: [^\n]*\n"));
  EXPECT_EQ(listening.Join().code, 0);
}

TEST(WebhookCommandsTest, DataOnSeveralLinesIsPrintedOnOne) {
  Listening listening({"--count=1"});
  // As JSON text in a line of the input has no line ends, they come as binary data of type JSON.
  const CommandResult sent =
      Send(listening, {},
           R"({"specversion":"1.0","id":"1","source":"/s","type":"t",)"
           R"("datacontenttype":"application/json","data_base64":"ewogImEiOg0KICJcbiIKfQ=="})");
  EXPECT_EQ(sent.out, "line 1: ok\n");
  const CommandResult received = listening.Join();
  EXPECT_THAT(received.out, MatchesRegex("[^\n\r]*\n"));
}

TEST(WebhookCommandsTest, TheTokenIsAsked) {
  Listening listening({"--count=1", "--bearer=secret=="});
  const std::string_view event = R"({"specversion":"1.0","id":"1","source":"/s","type":"t"})";
  const CommandResult refused = Send(listening, {}, event);
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.out, HasSubstr("401"));
  EXPECT_EQ(Send(listening, {"--bearer", "wrong"}, event).code, 1);
  EXPECT_EQ(Send(listening, {"--bearer", "secret=="}, event).code, 0);
  EXPECT_EQ(listening.Join().code, 0);
}

TEST(WebhookCommandsTest, PermissionIsAskedAndGranted) {
  Listening listening({"--count=3", "--allow-origin=shop.example", "--allow-rate=3"});
  CommandResult sent = Send(listening, {}, kEvents);
  EXPECT_EQ(sent.code, 1);
  EXPECT_THAT(sent.out, HasSubstr("WebHook-Request-Origin"));
  sent = Send(listening, {"--require-consent", "--origin=other.example"}, kEvents);
  EXPECT_EQ(sent.code, 1);
  EXPECT_THAT(sent.out, HasSubstr("no consent"));
  sent = Send(listening, {"--require-consent", "--origin=shop.example"}, kEvents);
  EXPECT_EQ(sent.out, "line 1: ok\nline 2: ok\nline 3: ok\n");
  EXPECT_EQ(listening.Join().out, kEvents);
}

TEST(WebhookCommandsTest, APrivateAddressIsRefusedUnlessItIsOpened) {
  Listening listening({"--count=1"});
  const std::string_view event = R"({"specversion":"1.0","id":"1","source":"/s","type":"t"})";
  const CommandResult refused = RunCommand(SendCommand(), {listening.url()}, event);
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.out, HasSubstr("loopback"));
  EXPECT_THAT(refused.out, HasSubstr("--allow-private"));
  EXPECT_EQ(Send(listening, {}, event).code, 0);
  listening.Join();
}

TEST(WebhookCommandsTest, AClosedOutputOfListenIsToldToTheSender) {
  Listening listening({}, /*out_limit=*/5);
  const std::string_view event = R"({"specversion":"1.0","id":"1","source":"/s","type":"t"})";
  const CommandResult sent = Send(listening, {}, event);
  EXPECT_EQ(sent.code, 1);
  EXPECT_THAT(sent.out, HasSubstr("503"));
  const CommandResult received = listening.Join();
  EXPECT_EQ(received.code, 1);
  EXPECT_EQ(received.out, "");
}

TEST(WebhookCommandsTest, NobodyThereIsAnError) {
  std::string url;
  {
    Listening listening({"--count=1"});
    url = listening.url();
    Send(listening, {}, R"({"specversion":"1.0","id":"1","source":"/s","type":"t"})");
  }
  const CommandResult sent = RunCommand(SendCommand(), {"--allow-private=127.0.0.1", url}, kEvents);
  EXPECT_EQ(sent.code, 1);
  EXPECT_THAT(sent.out, StartsWith("line 1: error: "));
  EXPECT_THAT(sent.out, HasSubstr("\nline 3: error: "));
}

TEST(WebhookCommandsTest, WrongUsage) {
  const std::vector<std::vector<std::string_view>> sends = {
      {},
      {"ftp://example.com/"},
      {"example.com"},
      {"http://"},
      {"--mode=json", "http://example.com"},
      {"--batch=5", "http://example.com"},
      {"--batch=0", "--mode=batched", "http://example.com"},
      {"--in-flight=0", "http://example.com"},
      {"--bearer=a b", "http://example.com"},
      {"--bearer=", "http://example.com"},
      {"--require-consent", "http://example.com"},
      {"--origin=http://a", "http://example.com"},
  };
  for (const auto& args : sends) {
    const CommandResult result = RunCommand(SendCommand(), args, "");
    EXPECT_EQ(result.code, 2) << result.err;
    EXPECT_THAT(result.err, StartsWith("eventbus send: "));
  }
  const std::vector<std::vector<std::string_view>> listens = {
      {},
      {"127.0.0.1"},
      {":80"},
      {"127.0.0.1:"},
      {"127.0.0.1:65536"},
      {"127.0.0.1:-1"},
      {"example.com:80"},
      {"127.0.0.1:0", "127.0.0.1:0"},
      {"--count=0", "127.0.0.1:0"},
      {"--bearer=\n", "127.0.0.1:0"},
      {"--allow-rate=1", "127.0.0.1:0"},
      {"--allow-origin=a", "--allow-rate=0", "127.0.0.1:0"},
      {"--allow-origin=a b", "127.0.0.1:0"},
  };
  for (const auto& args : listens) {
    const CommandResult result = RunCommand(ListenCommand(), args, "");
    EXPECT_EQ(result.code, 2) << result.err;
    EXPECT_THAT(result.err, StartsWith("eventbus listen: "));
  }
}

}  // namespace
}  // namespace eventbus::cli
