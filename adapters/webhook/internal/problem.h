// Problem details for HTTP APIs (RFC 9457), both ways.
#ifndef ADAPTERS_WEBHOOK_INTERNAL_PROBLEM_H_
#define ADAPTERS_WEBHOOK_INTERNAL_PROBLEM_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace adapters::webhook_internal {

inline constexpr std::string_view kProblemMediaType = "application/problem+json";

// {"type":"about:blank","title":"Bad Request","status":400,"detail":"..."}. The type "about:blank"
// says that the problem is what the status code says (section 4.2.1); the title is that code's
// name. Bytes of `detail` that are no UTF-8 are replaced.
std::string ProblemJson(int status, std::string_view detail);

// The registered name of a status code that a webhook source answers, else "Error".
std::string_view ReasonPhrase(int status);

// What a failed answer says to people, in one line of at most `max_bytes`: a problem's "detail", or
// its "title", else the start of the body. Control characters become spaces, bytes that are no
// UTF-8 become U+FFFD: the text may go to a log.
std::string ProblemDetail(std::string_view content_type, std::string_view body,
                          std::size_t max_bytes);

}  // namespace adapters::webhook_internal

#endif  // ADAPTERS_WEBHOOK_INTERNAL_PROBLEM_H_
