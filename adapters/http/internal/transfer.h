// One request on its way: a libcurl easy handle with what its callbacks fill in. Handles are
// recycled, and what the next request has in common with the last (URL, method) is not set again.
#ifndef ADAPTERS_HTTP_INTERNAL_TRANSFER_H_
#define ADAPTERS_HTTP_INTERNAL_TRANSFER_H_

#include <curl/curl.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "adapters/http/client.h"
#include "adapters/http/sender.h"

namespace adapters::internal {

// Told about every socket of a connection, when it is opened and when it has to be closed.
class SocketOwner {
 public:
  virtual ~SocketOwner() = default;
  virtual void Opened(int socket) = 0;
  virtual void Close(int socket) = 0;
};

// Used on the client's thread only. A transfer of one request: Prepare, then the multi handle runs
// easy(), then Finish.
class Transfer {
 public:
  // `options` and `owner` must outlive every connection that the handle opens. Null when libcurl
  // gives no handle.
  static std::unique_ptr<Transfer> Create(const HttpClientOptions& options, SocketOwner& owner);

  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  CURL* easy() { return easy_; }

  // Sets the handle up. After an error the handle must not be run, but may be prepared again.
  absl::Status Prepare(HttpRequest request, HttpDone done, std::chrono::milliseconds timeout);

  // What the request came to, when libcurl ended it with `code`; drops the request.
  absl::StatusOr<HttpResponse> Finish(CURLcode code);

  // The `done` of the request. May be taken once.
  HttpDone TakeDone();

 private:
  Transfer(const HttpClientOptions& options, SocketOwner& owner, CURL* easy);

  void SetForGood();
  absl::Status SetUrl(std::string_view url);
  void SetMethod(std::string_view method, bool has_body);
  absl::Status SetHeaders();
  absl::Status Failure(CURLcode code) const;

  bool OnHeaderLine(std::string_view line);
  bool OnBody(std::string_view bytes);
  curl_socket_t OnOpenSocket(const curl_sockaddr& address);

  static std::size_t HeaderCallback(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t BodyCallback(char* data, std::size_t size, std::size_t count, void* self);
  static curl_socket_t OpenCallback(void* self, curlsocktype purpose, curl_sockaddr* address);
  static int AttemptCallback(void* self, char*, char*, int, int);
  static int CloseCallback(void* owner, curl_socket_t socket);

  const HttpClientOptions& options_;
  SocketOwner& owner_;
  CURL* const easy_;
  std::array<char, CURL_ERROR_SIZE> error_text_ = {};

  // What the handle is set to, kept between requests.
  std::string url_;
  std::string host_;
  bool private_allowed_ = false;
  std::string method_;
  bool method_has_body_ = false;

  // The request.
  HttpRequest request_;
  HttpDone done_;
  std::string header_text_;              // "Name: value\0..." for all headers
  std::vector<std::size_t> header_at_;   // where each begins in header_text_
  std::vector<curl_slist> header_list_;  // libcurl's view of header_text_

  // The response, and why it was not taken.
  HttpResponse response_;
  std::size_t header_bytes_ = 0;
  bool in_header_ = true;
  bool header_too_large_ = false;
  bool body_too_large_ = false;
  int sockets_opened_ = 0;
  int attempts_ = 0;                // connections that the request was sent on
  std::string_view refused_range_;  // of the last private address that was not connected to
};

}  // namespace adapters::internal

#endif  // ADAPTERS_HTTP_INTERNAL_TRANSFER_H_
