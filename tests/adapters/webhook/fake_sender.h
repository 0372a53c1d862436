// An HttpSender that keeps what it is given and answers when the test says so.
#ifndef TESTS_ADAPTERS_WEBHOOK_FAKE_SENDER_H_
#define TESTS_ADAPTERS_WEBHOOK_FAKE_SENDER_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "adapters/http/sender.h"

namespace adapters {

// Used on one thread.
class FakeSender final : public HttpSender {
 public:
  void Send(HttpRequest request, HttpDone done) override {
    requests.push_back(std::move(request));
    dones.push_back(std::move(done));
  }

  void Answer(std::size_t index, absl::StatusOr<HttpResponse> answer) {
    std::exchange(dones.at(index), nullptr)(std::move(answer));
  }

  std::optional<std::string> HeaderOf(std::size_t index, std::string_view name) const {
    for (const cloudevents::HttpHeader& header : requests.at(index).headers) {
      if (header.name == name) return header.value;
    }
    return std::nullopt;
  }

  std::vector<HttpRequest> requests;
  std::vector<HttpDone> dones;
};

}  // namespace adapters

#endif  // TESTS_ADAPTERS_WEBHOOK_FAKE_SENDER_H_
