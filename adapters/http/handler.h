// The incoming side of HTTP as adapters see it: a request, its response, and the handler that turns
// one into the other, now or later. It knows no server: HttpServer (server.h) is one that calls
// such handlers, and who has an HTTP server already calls them from there.
//
//   adapters::HttpHandler hello = [](adapters::HttpServerRequest request,
//                                    adapters::HttpResponder responder) {
//     responder.Respond({.status = 200, .body = "hello, " + request.target});
//   };
//
//   // From another server:
//   hello({.method = "GET", .target = "/world"},
//         adapters::HttpResponder([](adapters::HttpServerResponse response) { ... }));
#ifndef ADAPTERS_HTTP_HANDLER_H_
#define ADAPTERS_HTTP_HANDLER_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "cloudevents/bindings/http_message.h"

namespace adapters {

struct HttpServerRequest {
  std::string method;  // as it came: "POST"
  std::string target;  // as it came: "/hook?a=b"
  std::vector<cloudevents::HttpHeader> headers;
  std::string body;
};

struct HttpServerResponse {
  int status = 200;  // 200 to 599

  // Connection, Content-Length, Date and Transfer-Encoding are the server's and are left out.
  std::vector<cloudevents::HttpHeader> headers;
  std::string body;
};

// The right and the duty to answer one request. Move-only; may be handed to another thread, used
// by one thread at a time. A responder that is destroyed unanswered answers 500, so no request
// stays open by accident.
class HttpResponder {
 public:
  using Send = absl::AnyInvocable<void(HttpServerResponse)>;

  // `send` is called at most once, on the thread that answers; it must not throw.
  explicit HttpResponder(Send send) : send_(std::move(send)) {}

  HttpResponder(HttpResponder&& other) noexcept : send_(std::exchange(other.send_, nullptr)) {}
  HttpResponder& operator=(HttpResponder&& other) noexcept {
    if (this != &other) {
      Abandon();
      send_ = std::exchange(other.send_, nullptr);
    }
    return *this;
  }
  ~HttpResponder() { Abandon(); }

  // Answers. Only the first call counts; if the connection is gone by now nothing happens.
  void Respond(HttpServerResponse response) {
    if (!send_) return;
    Send send = std::exchange(send_, nullptr);
    send(std::move(response));
  }

 private:
  void Abandon() {
    if (send_) Respond({.status = 500});
  }

  Send send_;
};

// Called on a thread of the server, from several at once if it has several threads: it must be
// thread-safe then, and must not block, since other connections wait meanwhile. A handler that
// throws has answered 500, unless it had answered or moved its responder away before.
using HttpHandler = absl::AnyInvocable<void(HttpServerRequest, HttpResponder)>;

}  // namespace adapters

#endif  // ADAPTERS_HTTP_HANDLER_H_
