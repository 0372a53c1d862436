// Which calls of a recording handler fail, and how.
//
//   eventbus::testing::CallScript script;
//   script.FailNth(2, absl::UnavailableError("closed"));
//   script.Play(1);  // OK
//   script.Play(2);  // Unavailable
#ifndef EVENTBUS_TESTING_CALL_SCRIPT_H_
#define EVENTBUS_TESTING_CALL_SCRIPT_H_

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <variant>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "eventbus/internal/mutex.h"

namespace eventbus::testing {

// Calls are counted from 1; the last word on a call holds. Thread-safe.
class CallScript {
 public:
  void FailNth(std::size_t nth, const absl::Status& status);
  void ThrowNth(std::size_t nth, std::string_view message);

  // Ends the `nth` call: returns OK or the scripted status (its code and message), or throws a
  // std::runtime_error. Each call is played once; what was scripted for it is used up.
  absl::Status Play(std::size_t nth);

 private:
  struct Throw {
    std::string message;
  };
  using Ending = std::variant<absl::Status, Throw>;

  internal::Mutex mutex_;
  std::map<std::size_t, Ending> endings_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace eventbus::testing

#endif  // EVENTBUS_TESTING_CALL_SCRIPT_H_
