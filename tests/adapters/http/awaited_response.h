// Sends and waits: what a test does with an asynchronous sender.
#ifndef TESTS_ADAPTERS_HTTP_AWAITED_RESPONSE_H_
#define TESTS_ADAPTERS_HTTP_AWAITED_RESPONSE_H_

#include <condition_variable>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "adapters/http/sender.h"

namespace adapters::testing {

class AwaitedResponse {
 public:
  // Ends the test program when it is called twice.
  HttpDone Done() {
    return [state = state_](absl::StatusOr<HttpResponse> result) {
      std::lock_guard<std::mutex> lock(state->mutex);
      if (state->result.has_value()) std::abort();
      state->result = std::move(result);
      state->changed.notify_all();
    };
  }

  // To be called once. It leaves nothing behind: two threads that count references to one
  // absl::Status look like a race to ThreadSanitizer, which does not see into Debian's Abseil.
  absl::StatusOr<HttpResponse> Wait() {
    std::unique_lock<std::mutex> lock(state_->mutex);
    state_->changed.wait(lock, [this] { return state_->result.has_value(); });
    return std::move(*state_->result);
  }

 private:
  struct State {
    std::mutex mutex;
    std::condition_variable changed;
    std::optional<absl::StatusOr<HttpResponse>> result;  // guarded by mutex
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

inline absl::StatusOr<HttpResponse> SendAndWait(HttpSender& sender, HttpRequest request) {
  AwaitedResponse response;
  sender.Send(std::move(request), response.Done());
  return response.Wait();
}

}  // namespace adapters::testing

#endif  // TESTS_ADAPTERS_HTTP_AWAITED_RESPONSE_H_
