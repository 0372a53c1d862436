#include "adapters/http/internal/response_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdio>
#include <ctime>
#include <string>
#include <string_view>

#include "adapters/http/handler.h"
#include "adapters/http/internal/field_syntax.h"
#include "cloudevents/bindings/http_message.h"

namespace adapters::internal {
namespace {

// The phrase is for people only; those of the statuses that webhooks use (RFC 9110, section 15).
std::string_view Reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "";
  }
}

bool IsFramingHeader(std::string_view name) {
  for (std::string_view framing : {"connection", "content-length", "date", "transfer-encoding"}) {
    if (EqualsIgnoringCase(name, framing)) return true;
  }
  return false;
}

bool CanBeSent(const HttpServerResponse& response) {
  return response.status >= 200 && response.status <= 599 &&
         std::all_of(response.headers.begin(), response.headers.end(),
                     [](const cloudevents::HttpHeader& header) {
                       return IsToken(header.name) && IsFieldValue(header.value);
                     });
}

void AppendNumber(std::size_t number, std::string& out) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

}  // namespace

void AppendResponse(const HttpServerResponse& response, const ResponseFrame& frame,
                    std::string& out) {
  if (!CanBeSent(response)) return AppendResponse(PlainResponse(500), frame, out);
  out.append("HTTP/1.1 ");
  AppendNumber(static_cast<std::size_t>(response.status), out);
  out.append(" ").append(Reason(response.status)).append("\r\n");
  if (!frame.date.empty()) out.append("Date: ").append(frame.date).append("\r\n");
  for (const cloudevents::HttpHeader& header : response.headers) {
    if (IsFramingHeader(header.name)) continue;
    out.append(header.name).append(": ").append(header.value).append("\r\n");
  }
  // RFC 9110, section 8.6: neither of these has a body, and 204 must not name a length.
  const bool bodiless = response.status == 204 || response.status == 304;
  if (!bodiless) {
    out.append("Content-Length: ");
    AppendNumber(response.body.size(), out);
    out.append("\r\n");
  }
  if (!frame.keep_alive) {
    out.append("Connection: close\r\n");
  } else if (frame.http_1_0) {
    out.append("Connection: keep-alive\r\n");
  }
  out.append("\r\n");
  if (!bodiless && !frame.head) out.append(response.body);
}

HttpServerResponse PlainResponse(int status) {
  return {.status = status,
          .headers = {{"Content-Type", "text/plain"}},
          .body = std::string(Reason(status)) + "\n"};
}

std::string HttpDate(std::time_t seconds) {
  static constexpr std::string_view kDays = "SunMonTueWedThuFriSat";
  static constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  std::tm utc = {};
  gmtime_r(&seconds, &utc);
  const auto day = static_cast<std::size_t>(utc.tm_wday) * 3;
  const auto month = static_cast<std::size_t>(utc.tm_mon) * 3;
  std::array<char, 64> text;  // not strftime, which follows the locale
  const int size = std::snprintf(
      text.data(), text.size(), "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT", kDays.data() + day,
      utc.tm_mday, kMonths.data() + month, utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
  return std::string(text.data(), static_cast<std::size_t>(size));
}

}  // namespace adapters::internal
