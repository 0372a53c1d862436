// The outgoing side of HTTP as adapters see it: a request, its response, and who sends it. It knows
// no HTTP library; CurlHttpClient (client.h) is the implementation, tests bring their own.
//
//   sender.Send({.url = "https://example.com/hook",
//                .headers = {{"Content-Type", "text/plain"}},
//                .body = std::make_shared<const std::string>("hello")},
//               [](absl::StatusOr<adapters::HttpResponse> response) {
//                 if (response.ok() && response->status / 100 == 2) ...
//               });
#ifndef ADAPTERS_HTTP_SENDER_H_
#define ADAPTERS_HTTP_SENDER_H_

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "cloudevents/bindings/http_message.h"

namespace adapters {

struct HttpRequest {
  std::string method = "POST";

  // Absolute, http or https, without user information.
  std::string url;

  // Sent in this order. Host may be given; Connection, Content-Length, Expect, Transfer-Encoding
  // and Upgrade belong to the sender and are refused.
  std::vector<cloudevents::HttpHeader> headers;

  // Shared, so that the bytes of a retried request are kept once. Null is no body.
  std::shared_ptr<const std::string> body;

  // From Send to the last byte of the response; the sender's own default where absent.
  std::optional<std::chrono::milliseconds> timeout;
};

struct HttpResponse {
  int status = 0;

  // As they came; trailers are left out.
  std::vector<cloudevents::HttpHeader> headers;
  std::string body;
};

// What became of a request. A response of any status, 500 as well, is an OK result.
using HttpDone = absl::AnyInvocable<void(absl::StatusOr<HttpResponse>)>;

// Thread-safe.
class HttpSender {
 public:
  virtual ~HttpSender() = default;

  // Sends without waiting. `done` is called exactly once: on a thread of the sender, or, when the
  // request is refused at once because the queue is full or the sender is stopped, on the calling
  // thread before Send returns; so do not hold a lock that `done` takes. `done` must not block or
  // throw; it may call Send.
  //
  // The code tells whether the request can have been received.
  //   It cannot, and never would be:
  // InvalidArgument: the request cannot be sent by anyone (URL, scheme, method, headers, size).
  // PermissionDenied: the sender's policy forbids the destination.
  //   It cannot, and may be sent again:
  // Unauthenticated: the server's certificate is not trusted.
  // Unavailable: no connection, within the timeout.
  // ResourceExhausted: the queue is full, or the machine has no resources for another connection.
  //   It may have been:
  // DeadlineExceeded: no whole response within the timeout.
  // OutOfRange: the response exceeds a limit.
  // Unknown: the connection broke, or the response is no HTTP.
  // Cancelled: the sender was stopped.
  virtual void Send(HttpRequest request, HttpDone done) = 0;
};

}  // namespace adapters

#endif  // ADAPTERS_HTTP_SENDER_H_
