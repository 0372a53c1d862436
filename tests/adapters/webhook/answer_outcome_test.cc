// The sink's table of answers, and the pieces that both directions read headers with.
#include "adapters/webhook/internal/answer_outcome.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/http/sender.h"
#include "adapters/webhook/internal/bearer_tokens.h"
#include "adapters/webhook/internal/problem.h"
#include "adapters/webhook/internal/retry_after.h"
#include "adapters/webhook/internal/webhook_url.h"
#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/settle.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace adapters::webhook_internal {
namespace {

using ::cloudevents::internal::Message;
using ::eventbus::Outcome;
using ::eventbus::OutcomeKind;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// 1994-11-06T08:49:37Z, the instant of RFC 9110's examples.
const absl::Time kRfcInstant = absl::FromUnixSeconds(784111777);
constexpr std::string_view kOrigin = "https://shop.example";

Outcome Of(int status, std::vector<cloudevents::HttpHeader> headers = {}, std::string body = "") {
  return AnswerOutcome(
      HttpResponse{.status = status, .headers = std::move(headers), .body = std::move(body)},
      kOrigin, kRfcInstant, absl::Hours(1));
}

struct StatusCase {
  int status;
  OutcomeKind kind;
  absl::StatusCode code;
};

TEST(AnswerOutcomeTest, EachStatusHasOneOutcome) {
  using Code = absl::StatusCode;
  const StatusCase cases[] = {
      {200, OutcomeKind::kDelivered, Code::kOk},
      {201, OutcomeKind::kDelivered, Code::kOk},
      {202, OutcomeKind::kDelivered, Code::kOk},
      {204, OutcomeKind::kDelivered, Code::kOk},
      {299, OutcomeKind::kDelivered, Code::kOk},
      {301, OutcomeKind::kPermanent, Code::kFailedPrecondition},
      {307, OutcomeKind::kPermanent, Code::kFailedPrecondition},
      {400, OutcomeKind::kPermanent, Code::kInvalidArgument},
      {401, OutcomeKind::kPermanent, Code::kUnauthenticated},
      {403, OutcomeKind::kPermanent, Code::kPermissionDenied},
      {404, OutcomeKind::kPermanent, Code::kNotFound},
      {405, OutcomeKind::kPermanent, Code::kInvalidArgument},
      {408, OutcomeKind::kRetry, Code::kUnavailable},
      {410, OutcomeKind::kPermanent, Code::kFailedPrecondition},
      {413, OutcomeKind::kPermanent, Code::kResourceExhausted},
      {415, OutcomeKind::kPermanent, Code::kInvalidArgument},
      {422, OutcomeKind::kPermanent, Code::kInvalidArgument},
      {425, OutcomeKind::kRetry, Code::kUnavailable},
      {429, OutcomeKind::kRetry, Code::kResourceExhausted},
      {499, OutcomeKind::kPermanent, Code::kInvalidArgument},
      {500, OutcomeKind::kRetry, Code::kUnavailable},
      {502, OutcomeKind::kRetry, Code::kUnavailable},
      {503, OutcomeKind::kRetry, Code::kUnavailable},
      {504, OutcomeKind::kRetry, Code::kUnavailable},
      {599, OutcomeKind::kRetry, Code::kUnavailable},
      {101, OutcomeKind::kUnknown, Code::kUnknown},
      {700, OutcomeKind::kUnknown, Code::kUnknown},
  };
  for (const StatusCase& c : cases) {
    SCOPED_TRACE(c.status);
    const Outcome outcome = Of(c.status);
    EXPECT_EQ(outcome.kind, c.kind);
    EXPECT_EQ(outcome.status.code(), c.code);
    if (!outcome.status.ok()) {
      EXPECT_THAT(std::string(Message(outcome.status)),
                  AllOf(HasSubstr(std::string(kOrigin)), HasSubstr(std::to_string(c.status))));
    }
  }
}

TEST(AnswerOutcomeTest, EveryRedirectIsPermanent) {
  for (int status = 300; status <= 399; ++status) {
    const Outcome outcome =
        Of(status, {{"Location", "https://elsewhere.example/"}, {"Retry-After", "7"}});
    EXPECT_EQ(outcome.kind, OutcomeKind::kPermanent) << status;
    EXPECT_EQ(outcome.retry_after, std::nullopt) << status;
    EXPECT_THAT(std::string(Message(outcome.status)), HasSubstr("never followed")) << status;
  }
}

TEST(AnswerOutcomeTest, NoAnswerIsUnknownUnlessTheSenderProvesMore) {
  const struct {
    absl::Status status;
    OutcomeKind kind;
  } cases[] = {
      {absl::UnknownError("reset"), OutcomeKind::kUnknown},
      {absl::DeadlineExceededError("timeout"), OutcomeKind::kUnknown},
      {absl::CancelledError("stopped"), OutcomeKind::kUnknown},
      {absl::OutOfRangeError("response too large"), OutcomeKind::kUnknown},
      {absl::UnavailableError("connection refused"), OutcomeKind::kRetry},
      {absl::ResourceExhaustedError("the queue is full"), OutcomeKind::kRetry},
      {absl::UnauthenticatedError("certificate"), OutcomeKind::kRetry},
      {absl::InvalidArgumentError("header"), OutcomeKind::kPermanent},
      {absl::PermissionDeniedError("private address"), OutcomeKind::kPermanent},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.status.ToString());
    const Outcome outcome = AnswerOutcome(c.status, kOrigin, kRfcInstant, absl::Hours(1));
    EXPECT_EQ(outcome.kind, c.kind);
    EXPECT_EQ(outcome.status.code(), c.status.code());
  }
}

TEST(AnswerOutcomeTest, RetryAfterIsTakenFromRetriesOnly) {
  for (const int status : {408, 429, 500, 503}) {
    EXPECT_EQ(Of(status, {{"retry-AFTER", "7"}}).retry_after, absl::Seconds(7)) << status;
    EXPECT_EQ(Of(status, {{"Retry-After", "soon"}}).retry_after, std::nullopt) << status;
  }
  EXPECT_EQ(Of(410, {{"Retry-After", "7"}}).retry_after, std::nullopt);
  EXPECT_EQ(Of(204, {{"Retry-After", "7"}}).retry_after, std::nullopt);
}

TEST(AnswerOutcomeTest, TheTextSaysWhatToDoAndWhatTheTargetSaid) {
  EXPECT_THAT(std::string(Message(Of(410).status)), HasSubstr("stop sending"));
  EXPECT_THAT(std::string(Message(Of(302).status)), HasSubstr("redirect"));
  const Outcome outcome = Of(400, {{"content-type", "application/problem+json"}},
                             R"({"title":"Bad","detail":"ce-id\u0007 is\nempty"})");
  EXPECT_THAT(std::string(Message(outcome.status)), HasSubstr("ce-id  is empty"));
}

TEST(RefusalOutcomeTest, NothingWasSentSoNothingIsUnknown) {
  using Kind = OutcomeKind;
  using Code = absl::StatusCode;
  const absl::Status why = absl::PermissionDeniedError("no consent");
  const struct {
    absl::StatusOr<HttpResponse> answer;
    bool has_callback;
    Kind kind;
    Code code;
  } cases[] = {
      {HttpResponse{.status = 200}, false, Kind::kPermanent, Code::kPermissionDenied},
      {HttpResponse{.status = 200}, true, Kind::kRetry, Code::kPermissionDenied},
      {HttpResponse{.status = 302}, false, Kind::kPermanent, Code::kPermissionDenied},
      {HttpResponse{.status = 405}, false, Kind::kPermanent, Code::kPermissionDenied},
      {HttpResponse{.status = 405}, true, Kind::kRetry, Code::kPermissionDenied},
      {HttpResponse{.status = 429}, false, Kind::kRetry, Code::kResourceExhausted},
      {HttpResponse{.status = 503}, true, Kind::kRetry, Code::kUnavailable},
      {absl::UnavailableError("refused"), false, Kind::kRetry, Code::kUnavailable},
      {absl::DeadlineExceededError("late"), false, Kind::kRetry, Code::kDeadlineExceeded},
      {absl::PermissionDeniedError("private"), true, Kind::kPermanent, Code::kPermissionDenied},
      {absl::InvalidArgumentError("header"), true, Kind::kPermanent, Code::kInvalidArgument},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.answer.ok() ? std::to_string(c.answer->status) : c.answer.status().ToString());
    const Outcome outcome =
        RefusalOutcome(c.answer, why, c.has_callback, kOrigin, kRfcInstant, absl::Hours(1));
    EXPECT_EQ(outcome.kind, c.kind);
    EXPECT_EQ(outcome.status.code(), c.code);
    EXPECT_THAT(std::string(Message(outcome.status)), HasSubstr(std::string(kOrigin)));
  }
}

TEST(ProblemDetailTest, IsOneShortReadableLine) {
  EXPECT_EQ(ProblemDetail("text/plain", "a\r\nb\x7f", 100), "a  b ");
  EXPECT_EQ(ProblemDetail("text/plain", "\xff!", 100), "\xEF\xBF\xBD!");
  EXPECT_EQ(ProblemDetail("text/plain", "\xC2\x85!", 100), "  !");
  EXPECT_EQ(ProblemDetail("application/json", R"({"title":"only"})", 100), "only");
  EXPECT_EQ(ProblemDetail("application/json", R"({"detail":7})", 100), R"({"detail":7})");
  EXPECT_EQ(ProblemDetail("application/json", "{", 100), "{");
  EXPECT_EQ(ProblemDetail("", "123456789", 6), "123...");
  EXPECT_EQ(ProblemDetail("", "12\xC3\xA9zzzz", 6), "12...");
}

TEST(ProblemJsonTest, HasTheFourMembers) {
  EXPECT_EQ(ProblemJson(400, "say \"what\"\n"),
            R"({"type":"about:blank","title":"Bad Request","status":400,)"
            R"("detail":"say \"what\"\n"})");
  EXPECT_THAT(ProblemJson(400, "\xff"), HasSubstr("\xEF\xBF\xBD"));
}

TEST(RetryAfterTest, ReadsSecondsAndAllThreeDates) {
  const absl::Time now = kRfcInstant - absl::Seconds(30);
  const struct {
    std::string_view text;
    std::optional<absl::Duration> delay;
  } cases[] = {
      {"0", absl::ZeroDuration()},
      {" 120 ", absl::Seconds(120)},
      {"99999999999999999999999999", absl::Hours(1)},
      {"Sun, 06 Nov 1994 08:49:37 GMT", absl::Seconds(30)},
      {"Sunday, 06-Nov-94 08:49:37 GMT", absl::Seconds(30)},
      {"Sun Nov  6 08:49:37 1994", absl::Seconds(30)},
      {"Sun, 06 Nov 1994 08:49:00 GMT", absl::ZeroDuration()},
      {"Sun, 06 Nov 2094 08:49:37 GMT", absl::Hours(1)},
      {"", std::nullopt},
      {"-1", std::nullopt},
      {"1.5", std::nullopt},
      {"1 2", std::nullopt},
      {"tomorrow", std::nullopt},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(ParseRetryAfter(c.text, now, absl::Hours(1)), c.delay) << c.text;
  }
}

TEST(RetryAfterTest, IsWrittenInWholeSecondsRoundedUp) {
  EXPECT_EQ(FormatRetryAfter(absl::Seconds(5)), "5");
  EXPECT_EQ(FormatRetryAfter(absl::Milliseconds(1001)), "2");
  EXPECT_EQ(FormatRetryAfter(absl::ZeroDuration()), "0");
  EXPECT_EQ(FormatRetryAfter(-absl::Seconds(5)), "0");
}

TEST(BearerTokensTest, YesAndNo) {
  using Verdict = TokenVerdict;
  const BearerTokens tokens({"old-1", "new/2=="});
  const struct {
    std::optional<std::string_view> authorization;
    std::string_view target;
    Verdict verdict;
  } cases[] = {
      {"Bearer old-1", "/", Verdict::kAllowed},
      {"bearer  new/2==", "/", Verdict::kAllowed},
      {"BEARER old-1 ", "/?a=b", Verdict::kAllowed},
      {"Bearer old-2", "/", Verdict::kRefused},
      {"Bearer old-", "/", Verdict::kRefused},
      {"Bearer old-12", "/", Verdict::kRefused},
      {"Bearer", "/", Verdict::kRefused},
      {"Bearer ", "/", Verdict::kRefused},
      {"Basic old-1", "/", Verdict::kRefused},
      {"old-1", "/", Verdict::kRefused},
      {"", "/", Verdict::kRefused},
      {std::nullopt, "/", Verdict::kRefused},
      {std::nullopt, "/?access_token=old-1", Verdict::kAllowed},
      {std::nullopt, "/?a=b&access_token=new%2F2%3d%3D&c", Verdict::kAllowed},
      {std::nullopt, "/?xaccess_token=old-1", Verdict::kRefused},
      {std::nullopt, "/?x=?access_token=old-1", Verdict::kRefused},
      {std::nullopt, "/?access_token", Verdict::kRefused},
      {std::nullopt, "/?access_token=", Verdict::kRefused},
      {std::nullopt, "/access_token=old-1", Verdict::kRefused},
      // More than one method, or one that is no use (RFC 6750, sections 2 and 3.1).
      {std::nullopt, "/?access_token=old-1&access_token=old-1", Verdict::kAmbiguous},
      {std::nullopt, "/?access_token=old-1%", Verdict::kAmbiguous},
      {"Bearer old-1", "/?access_token=old-1", Verdict::kAmbiguous},
      {"Bearer nobody", "/?access_token=old-1", Verdict::kAmbiguous},
      {"Basic old-1", "/?access_token=old-1", Verdict::kAmbiguous},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(tokens.Check(c.authorization, c.target), c.verdict)
        << c.authorization.value_or("(none)") << " " << c.target;
  }
  EXPECT_EQ(BearerTokens({}).Check(std::nullopt, "/"), Verdict::kAllowed);
}

TEST(WebhookUrlTest, YesAndNo) {
  for (const std::string_view url :
       {"https://a.example", "http://127.0.0.1:8080/x?y=z", "HTTPS://[::1]/", "http://h?q"}) {
    EXPECT_TRUE(ValidateWebhookUrl(url).ok()) << url;
  }
  for (const std::string_view url :
       {"", "a.example/x", "ftp://a.example", "https://", "https:///x", "https://:80/",
        "https://u:secret@a.example/", "https://a.example/#secret", "https://a.example/ secret",
        "https://a.example/secret\r\nX: y", "https://a.example/secret\xC3\xA9"}) {
    const absl::Status status = ValidateWebhookUrl(url);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << url;
    EXPECT_THAT(std::string(Message(status)), Not(HasSubstr("secret"))) << url;
  }
  EXPECT_EQ(UrlOrigin("https://a.example:8/secret?token"), "https://a.example:8");
  EXPECT_EQ(UrlOrigin("http://a.example?token"), "http://a.example");
}

}  // namespace
}  // namespace adapters::webhook_internal
