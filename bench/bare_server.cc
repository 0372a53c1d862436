#include "bench/bare_server.h"

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "adapters/http/server.h"
#include "bench/cpu_time.h"

namespace bench {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

struct Counts {
  std::atomic<std::uint64_t> requests = 0;
  std::atomic<std::uint64_t> body_bytes = 0;
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(asio::ip::tcp::socket socket, Counts& counts)
      : stream_(std::move(socket)), counts_(counts) {}

  void Read() {
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(kOptions.max_header_bytes));
    parser_->body_limit(kOptions.max_body_bytes);
    stream_.expires_after(kOptions.idle_timeout);
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](error_code error, std::size_t) {
                       if (!error) self->Answer();
                     });
  }

 private:
  static inline const adapters::HttpServerOptions kOptions;

  void Answer() {
    counts_.requests.fetch_add(1, std::memory_order_relaxed);
    counts_.body_bytes.fetch_add(parser_->get().body().size(), std::memory_order_relaxed);
    response_ = {http::status::accepted, parser_->get().version()};
    response_.keep_alive(parser_->get().keep_alive());
    response_.prepare_payload();
    stream_.expires_after(kOptions.write_timeout);
    http::async_write(stream_, response_,
                      [self = shared_from_this()](error_code error, std::size_t) {
                        if (!error && self->response_.keep_alive()) self->Read();
                      });
  }

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  http::response<http::empty_body> response_;
  Counts& counts_;
};

}  // namespace

class BareServer::Impl {
 public:
  Impl()
      : acceptor_(io_, {asio::ip::make_address("127.0.0.1"), 0}), thread_([this] {
          Accept();
          io_.run();
        }) {}
  ~Impl() {
    io_.stop();
    thread_.join();
  }

  std::string url() const {
    return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/";
  }
  const Counts& counts() const { return counts_; }
  double cpu_seconds() { return ThreadCpuSeconds(thread_); }

 private:
  void Accept() {
    acceptor_.async_accept([this](error_code error, asio::ip::tcp::socket socket) {
      if (error) return;
      socket.set_option(asio::ip::tcp::no_delay(true));
      std::make_shared<Session>(std::move(socket), counts_)->Read();
      Accept();
    });
  }

  Counts counts_;
  asio::io_context io_{1};
  asio::ip::tcp::acceptor acceptor_;
  std::thread thread_;
};

BareServer::BareServer() : impl_(std::make_unique<Impl>()) {}
BareServer::~BareServer() = default;

std::string BareServer::url() const { return impl_->url(); }
std::uint64_t BareServer::requests() const { return impl_->counts().requests.load(); }
std::uint64_t BareServer::body_bytes() const { return impl_->counts().body_bytes.load(); }
double BareServer::cpu_seconds() const { return impl_->cpu_seconds(); }

}  // namespace bench
