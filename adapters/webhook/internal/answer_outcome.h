// What an answer, or the lack of one, says about the delivery of the events of a request. The
// table stands in webhook_sink.h; tests/adapters/webhook/answer_outcome_test.cc walks through it.
#ifndef ADAPTERS_WEBHOOK_INTERNAL_ANSWER_OUTCOME_H_
#define ADAPTERS_WEBHOOK_INTERNAL_ANSWER_OUTCOME_H_

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/http/sender.h"
#include "eventbus/settle.h"

namespace adapters::webhook_internal {

// `origin` names the target in texts; `now` is what a Retry-After date is compared with, and
// `max_retry_after` cuts it.
eventbus::Outcome AnswerOutcome(const absl::StatusOr<HttpResponse>& answer, std::string_view origin,
                                absl::Time now, absl::Duration max_retry_after);

// What a handshake that brought no consent says about the events that waited for it: none was sent,
// so nothing is unknown. `why` is the failure of ReadConsent where there was an answer at all. An
// answer that says "not now" (429, 5xx and their like) and a lost one are worth another attempt, as
// is one that may be followed by a callback.
eventbus::Outcome RefusalOutcome(const absl::StatusOr<HttpResponse>& answer,
                                 const absl::Status& why, bool has_callback,
                                 std::string_view origin, absl::Time now,
                                 absl::Duration max_retry_after);

// A copy whose status shares nothing: the events of a batch go on in different threads, and
// ThreadSanitizer cannot see the counted references of a shared status where Abseil is not
// instrumented. Delivered, the usual case, allocates nothing.
eventbus::Outcome UnsharedCopy(const eventbus::Outcome& outcome);

}  // namespace adapters::webhook_internal

#endif  // ADAPTERS_WEBHOOK_INTERNAL_ANSWER_OUTCOME_H_
