#include "adapters/webhook/internal/answer_outcome.h"

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/http/sender.h"
#include "adapters/webhook/internal/header_value.h"
#include "adapters/webhook/internal/problem.h"
#include "adapters/webhook/internal/retry_after.h"
#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/settle.h"

namespace adapters::webhook_internal {
namespace {

using ::cloudevents::internal::Annotate;
using ::cloudevents::internal::Cat;
using ::cloudevents::internal::ToAbsl;
using ::eventbus::Outcome;
using ::eventbus::OutcomeKind;

constexpr std::size_t kMaxDetailBytes = 200;

OutcomeKind KindOf(int status) {
  if (status >= 200 && status <= 299) return OutcomeKind::kDelivered;
  if (status == 408 || status == 425 || status == 429) return OutcomeKind::kRetry;
  if (status >= 500 && status <= 599) return OutcomeKind::kRetry;
  if (status >= 300 && status <= 499) return OutcomeKind::kPermanent;
  return OutcomeKind::kUnknown;  // no final status of HTTP
}

absl::StatusCode CodeOf(int status) {
  switch (status) {
    case 401:
      return absl::StatusCode::kUnauthenticated;
    case 403:
      return absl::StatusCode::kPermissionDenied;
    case 404:
      return absl::StatusCode::kNotFound;
    case 413:
    case 429:
      return absl::StatusCode::kResourceExhausted;
    case 410:
      return absl::StatusCode::kFailedPrecondition;
    case 408:
    case 425:
      return absl::StatusCode::kUnavailable;
    default:
      break;
  }
  if (status >= 500 && status <= 599) return absl::StatusCode::kUnavailable;
  if (status >= 400 && status <= 499) return absl::StatusCode::kInvalidArgument;
  if (status >= 300 && status <= 399) return absl::StatusCode::kFailedPrecondition;
  return absl::StatusCode::kUnknown;
}

std::string_view Advice(int status) {
  if (status == 410) return " (the target is gone: stop sending to it)";
  if (status >= 300 && status <= 399) return " (a redirect is never followed: correct the URL)";
  if (status == 415) return " (the target does not read this format: try another mode)";
  return {};
}

Outcome OfResponse(const HttpResponse& response, std::string_view origin, absl::Time now,
                   absl::Duration max_retry_after) {
  Outcome outcome{.kind = KindOf(response.status)};
  if (outcome.kind == OutcomeKind::kDelivered) return outcome;
  const std::string detail = ProblemDetail(
      HeaderValue(response.headers, "content-type").value_or(""), response.body, kMaxDetailBytes);
  outcome.status =
      absl::Status(CodeOf(response.status),
                   ToAbsl(Cat(origin, " answered ", response.status, Advice(response.status),
                              detail.empty() ? "" : ": ", detail)));
  if (const auto value = HeaderValue(response.headers, "retry-after");
      value.has_value() && outcome.kind == OutcomeKind::kRetry) {
    outcome.retry_after = ParseRetryAfter(*value, now, max_retry_after);
  }
  return outcome;
}

// By the contract of HttpSender::Send.
OutcomeKind KindOf(const absl::Status& failure) {
  switch (failure.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kPermissionDenied:
      return OutcomeKind::kPermanent;
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
      return OutcomeKind::kRetry;
    default:
      return OutcomeKind::kUnknown;
  }
}

}  // namespace

Outcome AnswerOutcome(const absl::StatusOr<HttpResponse>& answer, std::string_view origin,
                      absl::Time now, absl::Duration max_retry_after) {
  if (answer.ok()) return OfResponse(*answer, origin, now, max_retry_after);
  return {.kind = KindOf(answer.status()), .status = Annotate(origin, answer.status())};
}

Outcome RefusalOutcome(const absl::StatusOr<HttpResponse>& answer, const absl::Status& why,
                       bool has_callback, std::string_view origin, absl::Time now,
                       absl::Duration max_retry_after) {
  Outcome outcome =
      AnswerOutcome(answer, Cat("validation request: ", origin), now, max_retry_after);
  if (outcome.kind == OutcomeKind::kUnknown) outcome.kind = OutcomeKind::kRetry;
  if (!answer.ok() || outcome.kind == OutcomeKind::kRetry) return outcome;
  outcome.kind = has_callback ? OutcomeKind::kRetry : OutcomeKind::kPermanent;
  outcome.status = Annotate(Cat("validation request: ", origin, " answered ", answer->status), why);
  return outcome;
}

Outcome UnsharedCopy(const Outcome& outcome) {
  return {.kind = outcome.kind,
          .status = absl::Status(outcome.status.code(), outcome.status.message()),
          .retry_after = outcome.retry_after};
}

}  // namespace adapters::webhook_internal
