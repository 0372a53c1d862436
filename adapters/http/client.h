// An HTTP client on libcurl's multi interface: one thread, many requests in flight, connections
// kept and used again.
//
//   absl::StatusOr<std::unique_ptr<adapters::CurlHttpClient>> client =
//       adapters::CurlHttpClient::Create({.allowed_private_hosts = {"127.0.0.1"}});
//   if (!client.ok()) return client.status();
//   (*client)->Send({.url = "http://127.0.0.1:8080/", .body = bytes}, done);
//   ...
//   (*client)->Stop();
//
// What it never does: follow a redirect, read a proxy or a .netrc from the environment, speak
// another protocol than HTTP, accept an untrusted certificate, or connect to a private address
// that was not opened by name. It may send a request again, once, when a kept connection turns out
// to have been closed before a byte of the answer came: a request is received at least once.
#ifndef ADAPTERS_HTTP_CLIENT_H_
#define ADAPTERS_HTTP_CLIENT_H_

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "adapters/http/sender.h"

namespace adapters {

struct HttpClientOptions {
  // Until TCP, and TLS where asked for, are set up. Positive.
  std::chrono::milliseconds connect_timeout = std::chrono::seconds(10);

  // From Send to the last byte of the response, time in the queue included, for a request that
  // names none itself. Positive.
  std::chrono::milliseconds request_timeout = std::chrono::seconds(30);

  // Requests that are on the wire at once, to all hosts together; also the connections kept when
  // they are idle. At least 1.
  std::size_t max_in_flight = 64;

  // Requests that wait for their turn. One more is refused with ResourceExhausted.
  std::size_t max_queued = 4096;

  // Body of a request. A larger one is refused with InvalidArgument.
  std::size_t max_request_bytes = std::size_t{16} << 20;

  // Status line, headers and trailers of a response, interim responses included; and its body.
  // Exceeding either ends the request with OutOfRange.
  std::size_t max_response_header_bytes = std::size_t{64} << 10;
  std::size_t max_response_body_bytes = std::size_t{1} << 20;

  // URL hosts, as they stand in the URL ("localhost", "127.0.0.1", "[::1]"), that may resolve to
  // addresses which are not public (address_guard.h). Every other host is refused with
  // PermissionDenied when all its addresses are private; the check is made on the address that
  // the connection is really opened to.
  std::vector<std::string> allowed_private_hosts;

  // PEM certificates that are trusted instead of the system's: a file's path, or the text itself.
  // At most one of the two.
  std::string ca_file;
  std::string ca_pem;

  // The User-Agent header; none when empty.
  std::string user_agent = "eventbus";
};

// Thread-safe, except that Stop and the destructor must not run on the client's own thread, that
// is, in a `done`.
class CurlHttpClient final : public HttpSender {
 public:
  // Starts the client's thread. InvalidArgument: an option out of its range, or a CA file that
  // cannot be read. Internal: libcurl or the kernel gives no resources.
  static absl::StatusOr<std::unique_ptr<CurlHttpClient>> Create(HttpClientOptions options);

  // As Stop.
  ~CurlHttpClient() override;

  CurlHttpClient(const CurlHttpClient&) = delete;
  CurlHttpClient& operator=(const CurlHttpClient&) = delete;

  // By HttpSender's contract. The `done`s of all requests are called on one and the same thread,
  // so one that takes long holds up the others.
  void Send(HttpRequest request, HttpDone done) override;

  // Ends every request that is queued or in flight with Cancelled, after which no `done` is
  // running, and joins the thread. Later requests are refused with Cancelled. Idempotent.
  void Stop();

 private:
  class Loop;

  explicit CurlHttpClient(std::unique_ptr<Loop> loop);

  std::unique_ptr<Loop> loop_;
};

}  // namespace adapters

#endif  // ADAPTERS_HTTP_CLIENT_H_
