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

}  // namespace adapters::webhook_internal

#endif  // ADAPTERS_WEBHOOK_INTERNAL_ANSWER_OUTCOME_H_
