// The requests that a webhook source reads, and its answers to the others.
#ifndef ADAPTERS_WEBHOOK_INTERNAL_REQUEST_ANSWER_H_
#define ADAPTERS_WEBHOOK_INTERNAL_REQUEST_ANSWER_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "adapters/http/handler.h"
#include "cloudevents/event_format.h"

namespace adapters::webhook_internal {

// The path of a request target, in origin or absolute form (RFC 9112, section 3.2), without query.
std::string_view PathOf(std::string_view target);

// Whether the request is a notification in some format: it has a ce- header or a CloudEvents media
// type, and its body is not compressed. What is none gets 415.
bool IsReadable(const HttpServerRequest& request);

// What a 415 says that is understood, in one sentence.
std::string Understood(cloudevents::EventFormats formats);

// An answer with a problem description.
HttpServerResponse ProblemAnswer(int status, std::string_view detail);

// The same with Retry-After.
HttpServerResponse LaterAnswer(int status, std::string_view detail, absl::Duration retry_after);

// 405 with Allow.
HttpServerResponse NotAllowedAnswer(std::string_view detail, std::string_view allowed);

// The answer for events that the bus did not take in.
HttpServerResponse RefusalAnswer(const absl::Status& status, absl::Duration retry_after);

}  // namespace adapters::webhook_internal

#endif  // ADAPTERS_WEBHOOK_INTERNAL_REQUEST_ANSWER_H_
