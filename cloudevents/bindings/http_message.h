// An HTTP message as a plain value: what the HTTP protocol binding reads and writes. It knows no
// HTTP library.
//
//   cloudevents::HttpMessage message;
//   message.headers.push_back({"Content-Type", "application/cloudevents+json"});
//   message.body = bytes;
#ifndef CLOUDEVENTS_BINDINGS_HTTP_MESSAGE_H_
#define CLOUDEVENTS_BINDINGS_HTTP_MESSAGE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cloudevents {

struct HttpHeader {
  std::string name;
  std::string value;
  friend bool operator==(const HttpHeader&, const HttpHeader&) = default;
};

struct HttpMessage {
  std::vector<HttpHeader> headers;
  std::string body;

  // The value of the first header of this name, compared without case (RFC 9110, section 5.1).
  std::optional<std::string_view> header(std::string_view name) const;

  friend bool operator==(const HttpMessage&, const HttpMessage&) = default;
};

}  // namespace cloudevents

#endif  // CLOUDEVENTS_BINDINGS_HTTP_MESSAGE_H_
