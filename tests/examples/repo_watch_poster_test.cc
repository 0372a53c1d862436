// The demo's poster loses no line, whatever the receiver answers.
#include "examples/repo_watch/poster.h"

#include <algorithm>
#include <cstddef>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/http/sender.h"
#include "eventbus/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace repo_watch {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

using Script = std::vector<absl::StatusOr<adapters::HttpResponse>>;

// Answers by a script, at once and on the calling thread; its last answer holds for all further
// requests.
class ScriptedSender final : public adapters::HttpSender {
 public:
  explicit ScriptedSender(Script script) : script_(std::move(script)) {}

  void Send(adapters::HttpRequest request, adapters::HttpDone done) override {
    const std::size_t turn = std::min(requests_.size(), script_.size() - 1);
    requests_.push_back(std::move(request));
    done(script_[turn]);
  }

  const std::vector<adapters::HttpRequest>& requests() const { return requests_; }

 private:
  Script script_;
  std::vector<adapters::HttpRequest> requests_;
};

constexpr char kTwoEvents[] =
    R"({"specversion":"1.0","id":"1","source":"/s","type":"t","datacontenttype":"application/json","data":{}})"
    "\n"
    R"({"specversion":"1.0","id":"2","source":"/s","type":"t","datacontenttype":"application/json","data":{}})"
    "\n";

PostReport Post(const std::string& lines, ScriptedSender& sender, int max_attempts = 3) {
  eventbus::SystemClock clock;
  std::istringstream in(lines);
  return PostEvents(in,
                    {.url = "http://127.0.0.1:1/events",
                     .max_attempts = max_attempts,
                     .retry_delay = absl::ZeroDuration()},
                    &sender, &clock);
}

TEST(PosterTest, PostsByTurnsInStructuredAndBinaryMode) {
  ScriptedSender sender(Script{adapters::HttpResponse{.status = 202}});
  const PostReport report = Post(kTwoEvents, sender);
  EXPECT_EQ(report.lines, 2u);
  EXPECT_EQ(report.binary, 1u);
  EXPECT_THAT(report.accepted, SizeIs(2));
  ASSERT_THAT(sender.requests(), SizeIs(2));
  EXPECT_EQ(sender.requests()[0].headers[0].value, "application/cloudevents+json");
  EXPECT_EQ(*sender.requests()[1].body, "{}");
}

TEST(PosterTest, PostsAgainAfter429And503AndNoAnswer) {
  ScriptedSender sender(
      Script{adapters::HttpResponse{.status = 429, .headers = {{"retry-after", "0"}}},
             adapters::HttpResponse{.status = 503}, absl::UnavailableError("no connection"),
             adapters::HttpResponse{.status = 202}});
  const PostReport report = Post(kTwoEvents, sender, 10);
  EXPECT_EQ(report.retries, 3u);
  EXPECT_THAT(report.accepted, SizeIs(2));
  EXPECT_THAT(report.given_up, SizeIs(0));
}

TEST(PosterTest, GivesUpAfterItsAttemptsAndSaysSo) {
  ScriptedSender sender(Script{adapters::HttpResponse{.status = 503, .body = "full"}});
  const PostReport report = Post(kTwoEvents, sender, 2);
  EXPECT_THAT(report.accepted, SizeIs(0));
  ASSERT_THAT(report.given_up, SizeIs(2));
  EXPECT_EQ(report.given_up[0].reason, "503 full");
  EXPECT_THAT(sender.requests(), SizeIs(4));
}

TEST(PosterTest, PostsALineThatIsNoEventAsItIsAndKeepsTheReceiversReason) {
  ScriptedSender sender(
      Script{adapters::HttpResponse{.status = 400, .body = R"({"detail":"no event"})"}});
  const PostReport report = Post("\nnot json\n", sender);
  EXPECT_EQ(report.lines, 1u);
  ASSERT_THAT(report.rejected, SizeIs(1));
  EXPECT_EQ(report.rejected[0].number, 2u);
  EXPECT_EQ(report.rejected[0].reason, "400 no event");
  EXPECT_EQ(*sender.requests()[0].body, "not json");
}

TEST(PosterTest, DoesNotBelieveAnAnswerThatAcceptsWhatIsNoEvent) {
  ScriptedSender sender(Script{adapters::HttpResponse{.status = 202, .body = "fine"}});
  const PostReport report = Post("not json\n", sender);
  EXPECT_THAT(report.accepted, SizeIs(0));
  ASSERT_THAT(report.given_up, SizeIs(1));
  EXPECT_THAT(report.given_up[0].reason, HasSubstr("202"));
}

}  // namespace
}  // namespace repo_watch
