// Beast's parser, filling our request directly: no header is stored twice. For server.cc only,
// which is where Beast's templates are compiled.
#ifndef ADAPTERS_HTTP_INTERNAL_REQUEST_PARSER_H_
#define ADAPTERS_HTTP_INTERNAL_REQUEST_PARSER_H_

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/optional.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/http/handler.h"
#include "adapters/http/internal/field_syntax.h"

namespace adapters::internal {

// Parses one request; use a new one for the next.
class RequestParser final : public boost::beast::http::basic_parser<true> {
 public:
  RequestParser(std::size_t max_header_bytes, std::size_t max_body_bytes) {
    header_limit(static_cast<std::uint32_t>(std::min<std::size_t>(max_header_bytes, UINT32_MAX)));
    body_limit(max_body_bytes);
    eager(true);
  }

  bool http_1_0() const { return http_1_0_; }
  bool head() const { return request_.method == "HEAD"; }
  bool expects_continue() const { return expects_continue_; }
  bool expects_unknown() const { return expects_unknown_; }

  // HTTP/1.1 wants exactly one Host (RFC 9112, section 3.2).
  bool host_is_right() const { return hosts_ == 1 || (http_1_0_ && hosts_ == 0); }

  HttpServerRequest TakeRequest() { return std::move(request_); }

 private:
  using Error = boost::beast::error_code;
  using Text = boost::beast::string_view;
  static std::string_view View(Text text) { return {text.data(), text.size()}; }

  void on_request_impl(boost::beast::http::verb, Text method, Text target, int version,
                       Error&) override {
    request_.method = View(method);
    request_.target = View(target);
    http_1_0_ = version < 11;
    request_.headers.reserve(16);
  }

  void on_response_impl(int, Text, int, Error&) override {}

  void on_field_impl(boost::beast::http::field field, Text name, Text value, Error&) override {
    if (header_done_) return;  // a trailer must not pass for a header (RFC 9110, section 6.5.1)
    if (field == boost::beast::http::field::host) ++hosts_;
    if (field == boost::beast::http::field::expect && !http_1_0_) {
      (EqualsIgnoringCase(View(value), "100-continue") ? expects_continue_ : expects_unknown_) =
          true;
    }
    request_.headers.push_back({std::string(View(name)), std::string(View(value))});
  }

  void on_header_impl(Error&) override { header_done_ = true; }

  void on_body_init_impl(const boost::optional<std::uint64_t>& length, Error&) override {
    // Believe the sender up to a point only; and leave room for the padding of a JSON reader.
    constexpr std::uint64_t kBelieved = 64 << 10;
    constexpr std::size_t kPadding = 64;
    if (length) {
      request_.body.reserve(static_cast<std::size_t>(std::min(*length, kBelieved)) + kPadding);
    }
  }

  std::size_t on_body_impl(Text bytes, Error&) override {
    request_.body.append(bytes.data(), bytes.size());
    return bytes.size();
  }

  void on_chunk_header_impl(std::uint64_t, Text, Error&) override {}

  std::size_t on_chunk_body_impl(std::uint64_t, Text bytes, Error&) override {
    request_.body.append(bytes.data(), bytes.size());
    return bytes.size();
  }

  void on_finish_impl(Error&) override {}

  HttpServerRequest request_;
  int hosts_ = 0;
  bool http_1_0_ = false;
  bool header_done_ = false;
  bool expects_continue_ = false;
  bool expects_unknown_ = false;
};

}  // namespace adapters::internal

#endif  // ADAPTERS_HTTP_INTERNAL_REQUEST_PARSER_H_
