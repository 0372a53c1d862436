#include "adapters/webhook/internal/request_answer.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "adapters/http/handler.h"
#include "adapters/webhook/internal/header_value.h"
#include "adapters/webhook/internal/problem.h"
#include "adapters/webhook/internal/retry_after.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/event_format.h"
#include "cloudevents/internal/abseil_strings.h"

namespace adapters::webhook_internal {

using ::cloudevents::internal::Cat;

std::string_view PathOf(std::string_view target) {
  if (!target.starts_with('/')) {
    const std::size_t scheme = target.find("://");
    if (scheme != std::string_view::npos) {
      const std::size_t path = target.find_first_of("/?", scheme + 3);
      if (path == std::string_view::npos || target[path] == '?') return "/";
      target.remove_prefix(path);
    }
  }
  return target.substr(0, target.find('?'));
}

bool IsReadable(const HttpServerRequest& request) {
  const std::optional<std::string_view> coding = HeaderValue(request.headers, "content-encoding");
  if (coding.has_value() && !SameName(*coding, "identity")) return false;
  const std::string_view type = HeaderValue(request.headers, "content-type").value_or("");
  if (cloudevents::DetectContentMode(type) != cloudevents::ContentMode::kBinary) return true;
  return std::any_of(request.headers.begin(), request.headers.end(),
                     [](const cloudevents::HttpHeader& header) {
                       return SameName(std::string_view(header.name).substr(0, 3), "ce-");
                     });
}

std::string Understood(cloudevents::EventFormats formats) {
  std::string types;
  for (const cloudevents::EventFormat& format : formats) {
    for (const std::string_view type : {format.media_type, format.batch_media_type}) {
      if (!type.empty()) types += Cat(types.empty() ? "" : ", ", type);
    }
  }
  return Cat(
      "the request is no CloudEvent in a known format: it needs ce- headers, or a "
      "Content-Type of these: ",
      types.empty() ? "none" : types, "; and no Content-Encoding");
}

HttpServerResponse ProblemAnswer(int status, std::string_view detail) {
  return {.status = status,
          .headers = {{"Content-Type", std::string(kProblemMediaType)}},
          .body = ProblemJson(status, detail)};
}

HttpServerResponse LaterAnswer(int status, std::string_view detail, absl::Duration retry_after) {
  HttpServerResponse answer = ProblemAnswer(status, detail);
  answer.headers.push_back({"Retry-After", FormatRetryAfter(retry_after)});
  return answer;
}

HttpServerResponse NotAllowedAnswer(std::string_view detail, std::string_view allowed) {
  HttpServerResponse answer = ProblemAnswer(405, detail);
  answer.headers.push_back({"Allow", std::string(allowed)});
  return answer;
}

HttpServerResponse RefusalAnswer(const absl::Status& status, absl::Duration retry_after) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
      return ProblemAnswer(400, cloudevents::internal::Message(status));
    case absl::StatusCode::kResourceExhausted:
      return LaterAnswer(429, "the receiver is at its limit: send again later", retry_after);
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kUnavailable:
      return LaterAnswer(503, "the receiver takes no events now: send again later", retry_after);
    default:
      return ProblemAnswer(500, "the receiver cannot take the events in");
  }
}

}  // namespace adapters::webhook_internal
