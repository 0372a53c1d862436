// Failures on purpose, so that the report has something to show: every n-th call fails.
//
//   PlannedFailures failures(3);
//   if (absl::Status status = failures.Next(); !status.ok()) return status;
#ifndef EXAMPLES_REPO_WATCH_MODULES_PLANNED_FAILURES_H_
#define EXAMPLES_REPO_WATCH_MODULES_PLANNED_FAILURES_H_

#include <atomic>
#include <cstddef>

#include "absl/status/status.h"

namespace repo_watch {

// Thread-safe.
class PlannedFailures {
 public:
  // 0: never.
  explicit PlannedFailures(std::size_t every) : every_(every) {}

  // Internal for every n-th call, else OK.
  absl::Status Next() {
    if (every_ == 0 || ++calls_ % every_ != 0) return absl::OkStatus();
    return absl::InternalError("failed on purpose");
  }

 private:
  const std::size_t every_;
  std::atomic<std::size_t> calls_ = 0;
};

}  // namespace repo_watch

#endif  // EXAMPLES_REPO_WATCH_MODULES_PLANNED_FAILURES_H_
