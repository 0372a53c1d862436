// A response as its bytes on the wire.
#ifndef ADAPTERS_HTTP_INTERNAL_RESPONSE_TEXT_H_
#define ADAPTERS_HTTP_INTERNAL_RESPONSE_TEXT_H_

#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>

#include "adapters/http/handler.h"

namespace adapters::internal {

// What a response owes to its request and its connection.
struct ResponseFrame {
  bool http_1_0 = false;
  bool keep_alive = true;
  bool head = false;           // answers HEAD: everything but the body
  std::string_view date = {};  // as HttpDate; no Date header when empty
};

// Appends the response to `out`. One that cannot be sent as it is (a status outside 200 to 599, a
// header that is none) is sent as 500 instead.
void AppendResponse(const HttpServerResponse& response, const ResponseFrame& frame,
                    std::string& out);

// A response of the server's own: the reason phrase as plain text.
HttpServerResponse PlainResponse(int status);

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, section 5.6.7).
std::string HttpDate(std::time_t seconds);

}  // namespace adapters::internal

#endif  // ADAPTERS_HTTP_INTERNAL_RESPONSE_TEXT_H_
