// An HTTP/1.1 server for webhooks: keep-alive, pipelining, limits and timeouts, graceful stop.
//
//   absl::StatusOr<std::unique_ptr<adapters::HttpServer>> server = adapters::HttpServer::Start(
//       {.port = 8080},
//       [](adapters::HttpServerRequest request, adapters::HttpResponder responder) {
//         responder.Respond({.status = 204});
//       });
//   if (!server.ok()) return server.status();
//   ...
//   (*server)->Stop(std::chrono::seconds(5));
//
// It answers by itself: 400 what is no HTTP, 408 a request that comes too slowly, 413 a body and
// 431 a header beyond their limits, 417 an unknown expectation, 500 a handler's failure, 503 a
// connection too many. It has no TLS: put it behind a proxy that ends TLS.
#ifndef ADAPTERS_HTTP_SERVER_H_
#define ADAPTERS_HTTP_SERVER_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "adapters/http/handler.h"

namespace adapters {

struct HttpServerOptions {
  // A numeric address; only this machine can connect by default.
  std::string address = "127.0.0.1";

  // 0 takes a free one; HttpServer::port() tells which.
  std::uint16_t port = 0;

  // Threads that read, call the handler and write. A connection stays on one. At least 1.
  int threads = 1;

  // Open at once; one more is answered 503 and closed. At least 1.
  std::size_t max_connections = 1024;

  // Request line and headers together; and the body. At least 1 KiB and 0.
  std::size_t max_header_bytes = std::size_t{8} << 10;
  std::size_t max_body_bytes = std::size_t{1} << 20;

  // All positive.
  std::chrono::milliseconds idle_timeout = std::chrono::seconds(60);    // without a request
  std::chrono::milliseconds header_timeout = std::chrono::seconds(10);  // first byte to last header
  std::chrono::milliseconds body_timeout = std::chrono::seconds(30);    // the whole body
  std::chrono::milliseconds write_timeout = std::chrono::seconds(30);   // the whole response
};

class HttpServer {
 public:
  // Listens and starts the threads; `handler` is called from now on. InvalidArgument: an option
  // out of its range. Unavailable: the address cannot be listened at (taken, not of this machine).
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(HttpServerOptions options,
                                                           HttpHandler handler);

  // As Stop without grace.
  ~HttpServer();

  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // The port that it listens at.
  std::uint16_t port() const;

  // Accepts nothing more, closes idle connections, lets requests that have begun to arrive end
  // within `grace`, closes the rest and joins the threads; the handler is not running afterwards
  // and is destroyed. Responders may outlive the server; their answers are dropped.
  // DeadlineExceeded: says how many connections were cut off. Later calls do nothing and return
  // OK. Must not be called by the handler. Thread-safe.
  absl::Status Stop(std::chrono::milliseconds grace);

 private:
  class Listener;

  explicit HttpServer(std::unique_ptr<Listener> listener);

  std::unique_ptr<Listener> listener_;
};

}  // namespace adapters

#endif  // ADAPTERS_HTTP_SERVER_H_
