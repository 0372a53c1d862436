#include "adapters/http/internal/transfer.h"

#include <curl/curl.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "adapters/http/address_guard.h"
#include "adapters/http/client.h"
#include "adapters/http/internal/field_syntax.h"
#include "adapters/http/sender.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/internal/abseil_strings.h"

namespace adapters::internal {
namespace {

using ::cloudevents::internal::Cat;
using ::cloudevents::internal::InvalidArgument;
using ::cloudevents::internal::ToAbsl;

// The sender's own business: one of these from outside would contradict what libcurl writes.
bool IsFramingHeader(std::string_view name) {
  for (std::string_view framing :
       {"connection", "content-length", "expect", "transfer-encoding", "upgrade"}) {
    if (EqualsIgnoringCase(name, framing)) return true;
  }
  return false;
}

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

// A part of a parsed URL, or nothing when the URL has none.
std::optional<std::string> Part(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK || text == nullptr) return std::nullopt;
  std::string copy(text);
  curl_free(text);
  return copy;
}

std::string_view TrimBlanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace

std::unique_ptr<Transfer> Transfer::Create(const HttpClientOptions& options, SocketOwner& owner) {
  CURL* easy = curl_easy_init();
  if (easy == nullptr) return nullptr;
  return std::unique_ptr<Transfer>(new Transfer(options, owner, easy));
}

Transfer::Transfer(const HttpClientOptions& options, SocketOwner& owner, CURL* easy)
    : options_(options), owner_(owner), easy_(easy) {
  SetForGood();
}

Transfer::~Transfer() { curl_easy_cleanup(easy_); }

void Transfer::SetForGood() {
  curl_easy_setopt(easy_, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy_, CURLOPT_ERRORBUFFER, error_text_.data());
  curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy_, CURLOPT_NOPROGRESS, 1L);
  curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy_, CURLOPT_FOLLOWLOCATION, 0L);
  // The empty string, unlike a null pointer, keeps libcurl from asking the environment.
  curl_easy_setopt(easy_, CURLOPT_PROXY, "");
  curl_easy_setopt(easy_, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(easy_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(options_.connect_timeout.count()));
  // A name server that does not answer must hold up only its own request: the thread that waits
  // for it is left behind instead of joined.
  curl_easy_setopt(easy_, CURLOPT_QUICK_EXIT, 1L);
  if (!options_.user_agent.empty()) {
    curl_easy_setopt(easy_, CURLOPT_USERAGENT, options_.user_agent.c_str());
  }

  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(easy_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!options_.ca_file.empty() || !options_.ca_pem.empty()) {
    const bool file = !options_.ca_file.empty();
    curl_easy_setopt(easy_, CURLOPT_CAINFO, file ? options_.ca_file.c_str() : nullptr);
    curl_easy_setopt(easy_, CURLOPT_CAPATH, nullptr);
    if (!file) {
      curl_blob pem = {const_cast<char*>(options_.ca_pem.data()), options_.ca_pem.size(),
                       CURL_BLOB_NOCOPY};
      curl_easy_setopt(easy_, CURLOPT_CAINFO_BLOB, &pem);
    }
  }

  curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &Transfer::HeaderCallback);
  curl_easy_setopt(easy_, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &Transfer::BodyCallback);
  curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy_, CURLOPT_PREREQFUNCTION, &Transfer::AttemptCallback);
  curl_easy_setopt(easy_, CURLOPT_PREREQDATA, this);
  curl_easy_setopt(easy_, CURLOPT_OPENSOCKETFUNCTION, &Transfer::OpenCallback);
  curl_easy_setopt(easy_, CURLOPT_OPENSOCKETDATA, this);
  // A connection outlives the transfer that opened it.
  curl_easy_setopt(easy_, CURLOPT_CLOSESOCKETFUNCTION, &Transfer::CloseCallback);
  curl_easy_setopt(easy_, CURLOPT_CLOSESOCKETDATA, &owner_);
}

absl::Status Transfer::Prepare(HttpRequest request, HttpDone done,
                               std::chrono::milliseconds timeout) {
  request_ = std::move(request);
  done_ = std::move(done);
  response_ = {};
  header_bytes_ = 0;
  in_header_ = true;
  header_too_large_ = body_too_large_ = false;
  sockets_opened_ = 0;
  attempts_ = 0;
  refused_range_ = {};
  error_text_[0] = '\0';

  if (absl::Status status = SetUrl(request_.url); !status.ok()) return status;
  if (!IsToken(request_.method)) return InvalidArgument("HTTP method: not a token");
  if (absl::Status status = SetHeaders(); !status.ok()) return status;

  const std::size_t size = request_.body == nullptr ? 0 : request_.body->size();
  if (size > options_.max_request_bytes) {
    return InvalidArgument("request body: ", size, " bytes, and max_request_bytes is ",
                           options_.max_request_bytes);
  }
  const bool has_body = request_.body != nullptr || request_.method == "POST" ||
                        request_.method == "PUT" || request_.method == "PATCH";
  SetMethod(request_.method, has_body);
  if (has_body) {
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(size));
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, size == 0 ? "" : request_.body->data());
  }
  curl_easy_setopt(easy_, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
  return absl::OkStatus();
}

absl::Status Transfer::SetUrl(std::string_view url) {
  if (!url_.empty() && url == url_) return absl::OkStatus();
  url_.clear();
  if (url.find('\0') != std::string_view::npos) return InvalidArgument("URL: has a NUL byte");

  std::unique_ptr<CURLU, FreeUrl> parsed(curl_url());
  if (parsed == nullptr) return absl::ResourceExhaustedError("URL: out of memory");
  std::string text(url);
  if (CURLUcode code = curl_url_set(parsed.get(), CURLUPART_URL, text.c_str(), 0);
      code != CURLUE_OK) {
    return InvalidArgument("URL: ", curl_url_strerror(code));
  }
  const std::optional<std::string> scheme = Part(parsed.get(), CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") {
    return InvalidArgument("URL: its scheme must be http or https");
  }
  // They would end up in logs, and in an Authorization header that nobody asked for.
  if (Part(parsed.get(), CURLUPART_USER) || Part(parsed.get(), CURLUPART_PASSWORD)) {
    return InvalidArgument("URL: user and password must not stand in it");
  }
  std::string host = Part(parsed.get(), CURLUPART_HOST).value_or("");
  if (host.empty()) return InvalidArgument("URL: has no host");
  std::transform(host.begin(), host.end(), host.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });

  if (curl_easy_setopt(easy_, CURLOPT_URL, text.c_str()) != CURLE_OK) {
    return absl::ResourceExhaustedError("URL: out of memory");
  }
  host_ = std::move(host);
  private_allowed_ = std::any_of(
      options_.allowed_private_hosts.begin(), options_.allowed_private_hosts.end(),
      [this](const std::string& allowed) { return EqualsIgnoringCase(allowed, host_); });
  url_ = std::move(text);
  return absl::OkStatus();
}

void Transfer::SetMethod(std::string_view method, bool has_body) {
  if (method == method_ && has_body == method_has_body_) return;
  method_ = method;
  method_has_body_ = has_body;
  curl_easy_setopt(easy_, has_body ? CURLOPT_POST : CURLOPT_HTTPGET, 1L);
  curl_easy_setopt(easy_, CURLOPT_NOBODY, method == "HEAD" && !has_body ? 1L : 0L);
  // NOBODY leaves its mark on the method that libcurl would choose; naming it is always right.
  curl_easy_setopt(easy_, CURLOPT_CUSTOMREQUEST, method_.c_str());
}

absl::Status Transfer::SetHeaders() {
  header_text_.clear();
  header_at_.clear();
  const auto add = [this](std::string_view name, std::string_view value) {
    header_at_.push_back(header_text_.size());
    header_text_.append(name);
    // libcurl reads "Name:" as "leave it out" and "Name;" as "send it empty".
    if (value.empty()) {
      header_text_.push_back(';');
    } else {
      header_text_.append(": ").append(value);
    }
    header_text_.push_back('\0');
  };

  bool content_type = false;
  for (const cloudevents::HttpHeader& header : request_.headers) {
    if (!IsToken(header.name)) return InvalidArgument("HTTP header: its name is not a token");
    if (!IsFieldValue(header.value)) {
      return InvalidArgument("HTTP header ", header.name, ": a control character in its value");
    }
    if (IsFramingHeader(header.name)) {
      return InvalidArgument("HTTP header ", header.name, ": belongs to the client");
    }
    content_type = content_type || EqualsIgnoringCase(header.name, "content-type");
    add(header.name, TrimBlanks(header.value));
  }
  // What libcurl would add of its own: a wait for "100 Continue", and a form's media type.
  const auto leave_out = [this](std::string_view name) {
    header_at_.push_back(header_text_.size());
    header_text_.append(name).append(":").push_back('\0');
  };
  leave_out("Expect");
  if (!content_type) leave_out("Content-Type");

  header_list_.resize(header_at_.size());
  for (std::size_t i = 0; i < header_at_.size(); ++i) {
    header_list_[i].data = header_text_.data() + header_at_[i];
    header_list_[i].next = i + 1 < header_at_.size() ? &header_list_[i + 1] : nullptr;
  }
  curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, header_list_.data());
  return absl::OkStatus();
}

absl::StatusOr<HttpResponse> Transfer::Finish(CURLcode code) {
  // A header that breaks off, or an interim response alone, is success to libcurl.
  if (code == CURLE_OK && (in_header_ || response_.status < 200)) code = CURLE_WEIRD_SERVER_REPLY;
  absl::StatusOr<HttpResponse> result =
      code == CURLE_OK ? absl::StatusOr<HttpResponse>(std::move(response_)) : Failure(code);
  request_ = {};
  response_ = {};
  // libcurl counts the dead connections that a handle has met in all its life, and gives up at the
  // sixth; only a reset makes it forget (lib/transfer.c, Curl_retry_request, of 7.88).
  if (attempts_ > 1) {
    curl_easy_reset(easy_);
    url_.clear();
    method_.clear();
    SetForGood();
  }
  return result;
}

HttpDone Transfer::TakeDone() { return std::move(done_); }

absl::Status Transfer::Failure(CURLcode code) const {
  // The URL's path and query may be secrets: name the host only.
  const std::string prefix = Cat("HTTP ", request_.method, " to ", host_, ": ");
  if (header_too_large_) {
    return absl::OutOfRangeError(
        ToAbsl(Cat(prefix, "response header exceeds max_response_header_bytes, ",
                   options_.max_response_header_bytes)));
  }
  if (body_too_large_) {
    return absl::OutOfRangeError(
        ToAbsl(Cat(prefix, "response body exceeds max_response_body_bytes, ",
                   options_.max_response_body_bytes)));
  }
  if (!refused_range_.empty() && sockets_opened_ == 0) {
    return absl::PermissionDeniedError(
        ToAbsl(Cat(prefix, "its address is not public (", refused_range_, "); add \"", host_,
                   "\" to allowed_private_hosts if that is meant")));
  }
  const char* why = error_text_[0] != '\0' ? error_text_.data() : curl_easy_strerror(code);
  const std::string text = Cat(prefix, why);
  const bool sent = attempts_ > 0;
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
      return absl::UnauthenticatedError(text);
    case CURLE_URL_MALFORMAT:
      return absl::InvalidArgumentError(text);
    case CURLE_OUT_OF_MEMORY:  // also libcurl's own bound on a header line
      return sent ? absl::OutOfRangeError(text) : absl::ResourceExhaustedError(text);
    case CURLE_OPERATION_TIMEDOUT:
      if (sent) return absl::DeadlineExceededError(text);
      break;
    default:
      if (sent) return absl::UnknownError(text);
  }
  return absl::UnavailableError(ToAbsl(Cat(text, "; nothing was sent")));
}

bool Transfer::OnHeaderLine(std::string_view line) {
  header_bytes_ += line.size();
  if (header_bytes_ > options_.max_response_header_bytes) {
    header_too_large_ = true;
    return false;
  }
  if (line.starts_with("HTTP/")) {  // after an interim response the final one starts over
    in_header_ = true;
    response_.headers.clear();
    const std::size_t space = line.find(' ');
    const std::string_view digits =
        space == std::string_view::npos ? std::string_view() : line.substr(space + 1, 3);
    response_.status = 0;
    for (char c : digits) {
      if (c < '0' || c > '9') return false;
      response_.status = response_.status * 10 + (c - '0');
    }
    return true;
  }
  if (!in_header_) return true;  // a trailer
  const std::string_view text = TrimBlanks(line);
  if (text.empty()) {
    in_header_ = false;
    return true;
  }
  if ((line[0] == ' ' || line[0] == '\t') && !response_.headers.empty()) {  // a folded line
    response_.headers.back().value.append(" ").append(text);
    return true;
  }
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return true;
  response_.headers.push_back(
      {std::string(text.substr(0, colon)), std::string(TrimBlanks(text.substr(colon + 1)))});
  return true;
}

bool Transfer::OnBody(std::string_view bytes) {
  if (bytes.size() > options_.max_response_body_bytes - response_.body.size()) {
    body_too_large_ = true;
    return false;
  }
  response_.body.append(bytes);
  return true;
}

curl_socket_t Transfer::OnOpenSocket(const curl_sockaddr& address) {
  if (!private_allowed_) {
    if (auto range = ReservedRange(address.addr, static_cast<socklen_t>(address.addrlen))) {
      refused_range_ = *range;
      return CURL_SOCKET_BAD;
    }
  }
  const int socket =
      ::socket(address.family, address.socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, address.protocol);
  if (socket < 0) return CURL_SOCKET_BAD;
  ++sockets_opened_;
  owner_.Opened(socket);
  return socket;
}

std::size_t Transfer::HeaderCallback(char* data, std::size_t size, std::size_t count, void* self) {
  const std::string_view line(data, size * count);
  return static_cast<Transfer*>(self)->OnHeaderLine(line) ? line.size() : 0;
}

std::size_t Transfer::BodyCallback(char* data, std::size_t size, std::size_t count, void* self) {
  const std::string_view bytes(data, size * count);
  if (bytes.empty()) return 0;
  return static_cast<Transfer*>(self)->OnBody(bytes) ? bytes.size() : CURL_WRITEFUNC_ERROR;
}

curl_socket_t Transfer::OpenCallback(void* self, curlsocktype purpose, curl_sockaddr* address) {
  if (purpose != CURLSOCKTYPE_IPCXN) return CURL_SOCKET_BAD;
  return static_cast<Transfer*>(self)->OnOpenSocket(*address);
}

int Transfer::AttemptCallback(void* self, char*, char*, int, int) {
  ++static_cast<Transfer*>(self)->attempts_;
  return CURL_PREREQFUNC_OK;
}

int Transfer::CloseCallback(void* owner, curl_socket_t socket) {
  static_cast<SocketOwner*>(owner)->Close(socket);
  return 0;
}

}  // namespace adapters::internal
