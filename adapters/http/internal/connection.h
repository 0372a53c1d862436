// Each thread runs an io_context of its own; the first one accepts and deals the connections out in
// turn. A connection stays on its thread, so it needs no lock; only a response that comes from
// another thread is posted.
//
//   idle --first byte--> header --> body --> handling --> (writing) --> idle
//     \____________________\__________\___ an error, a timeout: answer, linger, close
//
// A request that arrives in one piece and is answered by its handler at once costs one read and one
// write. Deadlines are checked by one timer a connection, which is set again only when it fires.
//
// Included by server.cc only, so that Beast's templates are compiled once.
#ifndef ADAPTERS_HTTP_INTERNAL_CONNECTION_H_
#define ADAPTERS_HTTP_INTERNAL_CONNECTION_H_

#include <algorithm>
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "adapters/http/handler.h"
#include "adapters/http/internal/request_parser.h"
#include "adapters/http/internal/response_text.h"
#include "adapters/http/server.h"

namespace adapters::internal {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Clock = std::chrono::steady_clock;
using ErrorCode = boost::system::error_code;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Timer =
    asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, asio::io_context::executor_type>;
using std::chrono::milliseconds;

inline constexpr std::size_t kReadBytes = std::size_t{16} << 10;
inline constexpr std::size_t kFlushBytes = std::size_t{64} << 10;  // pipelined answers kept
inline constexpr milliseconds kLingerTime = std::chrono::seconds(2);
inline constexpr std::size_t kLingerBytes = std::size_t{4} << 20;

class Connection;

// What the threads share.
struct Shared {
  HttpServerOptions options;
  HttpHandler handler;
  std::atomic<std::size_t> connections = 0;
};

// One thread's part. All but Post is called on that thread.
class Worker : public std::enable_shared_from_this<Worker> {
 public:
  explicit Worker(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}

  asio::io_context& io() { return io_; }
  Shared& shared() { return *shared_; }
  bool stopping() const { return stopping_; }

  // True on the worker's own thread.
  bool IsHere() const { return std::this_thread::get_id() == thread_; }

  void Run() {
    thread_ = std::this_thread::get_id();
    io_.run();
  }

  // Runs `task` on the worker's thread; drops it when the worker has ended. Thread-safe.
  template <typename Task>
  void Post(Task task) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (work_.has_value()) asio::post(io_, std::move(task));
  }

  void Adopt(Socket socket);
  void Add(Connection* connection) { connections_.insert(connection); }
  void Remove(Connection* connection) {
    connections_.erase(connection);
    shared_->connections.fetch_sub(1, std::memory_order_relaxed);
    EndIfDone();
  }

  // Closes what is idle; the worker ends with its last connection.
  void Drain();

  // Closes everything. The number of connections that it cut off.
  std::size_t CloseAll();

  std::string_view Date() {
    const std::time_t now = std::time(nullptr);
    if (now != date_of_) {
      date_of_ = now;
      date_ = HttpDate(now);
    }
    return date_;
  }

 private:
  void EndIfDone() {
    if (!stopping_ || !connections_.empty()) return;
    std::lock_guard<std::mutex> lock(mutex_);
    work_.reset();
  }

  const std::shared_ptr<Shared> shared_;
  asio::io_context io_{1};
  std::mutex mutex_;
  std::optional<asio::executor_work_guard<Executor>> work_{io_.get_executor()};  // by mutex_
  std::thread::id thread_;
  std::unordered_set<Connection*> connections_;
  bool stopping_ = false;
  std::time_t date_of_ = 0;
  std::string date_;
};

class Connection final : public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::shared_ptr<Worker> worker, Socket socket)
      : worker_(std::move(worker)),
        options_(worker_->shared().options),
        socket_(std::move(socket)),
        timer_(worker_->io()),
        buffer_(options_.max_header_bytes + 4 * kReadBytes) {}

  // Until it closes, the wait of its timer keeps it alive.
  void Start() {
    worker_->Add(this);
    ErrorCode ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    socket_.non_blocking(true, ignored);
    Enter(Phase::kIdle, options_.idle_timeout);
    ArmTimer();
    parser_.emplace(options_.max_header_bytes, options_.max_body_bytes);
    Read();
  }

  // Answers the request in hand. Thread-safe.
  void Respond(HttpServerResponse response) {
    if (worker_->IsHere() && in_handler_) return OnResponse(response);
    worker_->Post([self = shared_from_this(), response = std::move(response)] {
      if (self->phase_ != Phase::kHandling) return;
      self->OnResponse(response);
      self->Advance();
    });
  }

  // Closes if no request has begun to arrive.
  void Drain() {
    ErrorCode ignored;
    if (phase_ == Phase::kIdle && socket_.available(ignored) == 0) Close();
  }

  void Close() {
    if (phase_ == Phase::kClosed) return;
    phase_ = Phase::kClosed;
    const std::shared_ptr<Connection> self = shared_from_this();
    ErrorCode ignored;
    socket_.close(ignored);
    timer_.cancel();
    worker_->Remove(this);
  }

 private:
  enum class Phase { kIdle, kHeader, kBody, kHandling, kWriting, kLingering, kClosed };

  void Enter(Phase phase, milliseconds limit) {
    phase_ = phase;
    deadline_ = Clock::now() + limit;
    if (armed_for_ && deadline_ < *armed_for_) ArmTimer();
  }

  void ArmTimer() {
    // A handler has no deadline of ours: look again later.
    const Clock::time_point when =
        phase_ == Phase::kHandling ? Clock::now() + options_.idle_timeout : deadline_;
    armed_for_ = when;
    timer_.expires_at(when);
    timer_.async_wait([self = shared_from_this()](ErrorCode error) {
      if (error != asio::error::operation_aborted) self->OnTimer();
    });
  }

  void OnTimer() {
    armed_for_.reset();
    if (phase_ == Phase::kClosed) return;
    if (phase_ != Phase::kHandling && Clock::now() >= deadline_) {
      if (phase_ == Phase::kHeader || phase_ == Phase::kBody) {
        Fail(408);
      } else {
        Close();
      }
    }
    if (phase_ != Phase::kClosed && !armed_for_) ArmTimer();
  }

  void Read() {
    const std::size_t room = buffer_.max_size() - buffer_.size();
    if (room == 0) return Fail(400);  // a chunk header or a trailer without end
    reading_ = true;
    socket_.async_read_some(buffer_.prepare(std::min(room, kReadBytes)),
                            [self = shared_from_this()](ErrorCode error, std::size_t size) {
                              self->reading_ = false;
                              if (self->phase_ == Phase::kClosed) return;
                              if (self->phase_ == Phase::kLingering)
                                return self->OnLingerRead(error, size);
                              if (error) return self->Close();
                              self->buffer_.commit(size);
                              self->Advance();
                            });
  }

  // Goes on from what is in the buffer, until something has to be waited for.
  void Advance() {
    while (phase_ != Phase::kHandling && phase_ != Phase::kClosed) {
      if (closing_ || out_.size() > kFlushBytes) {
        if (!Flush()) return;
        if (closing_) return Finish();
      }
      if (!ParseSome()) return;
    }
  }

  // True if the parser has taken a whole request and the handler has been called with it.
  bool ParseSome() {
    ErrorCode error;
    if (buffer_.size() > 0) {
      const std::size_t used = parser_->put(buffer_.data(), error);
      buffer_.consume(used);
    } else {
      error = http::error::need_more;
    }
    if (error && error != http::error::need_more) {
      Fail(StatusOf(error));
      return false;
    }
    if (parser_->is_header_done() && !CheckHeader()) return false;
    if (parser_->is_done()) {
      Handle();
      return true;
    }
    if (parser_->is_header_done() && parser_->expects_continue() && !continued_) {
      continued_ = true;
      out_.append("HTTP/1.1 100 Continue\r\n\r\n");
    }
    EnterReading();
    if (Flush()) Read();
    return false;
  }

  static int StatusOf(ErrorCode error) {
    if (error == http::error::header_limit) return 431;
    if (error == http::error::body_limit) return 413;
    return 400;
  }

  bool CheckHeader() {
    if (!parser_->host_is_right()) {
      Fail(400);
    } else if (parser_->expects_unknown()) {
      Fail(417);
    } else {
      return true;
    }
    return false;
  }

  // The phase by how much of the next request is there; each has one deadline, however slowly its
  // bytes come.
  void EnterReading() {
    if (parser_->is_header_done()) {
      if (phase_ != Phase::kBody) Enter(Phase::kBody, options_.body_timeout);
    } else if (buffer_.size() > 0 || parser_->got_some()) {
      if (phase_ != Phase::kHeader) Enter(Phase::kHeader, options_.header_timeout);
    } else if (worker_->stopping() && out_.empty()) {
      Close();
    } else {
      Enter(Phase::kIdle, options_.idle_timeout);
    }
  }

  void Handle() {
    frame_ = {.http_1_0 = parser_->http_1_0(),
              .keep_alive = parser_->keep_alive(),
              .head = parser_->head()};
    HttpServerRequest request = parser_->TakeRequest();
    parser_.emplace(options_.max_header_bytes, options_.max_body_bytes);
    continued_ = false;
    phase_ = Phase::kHandling;
    in_handler_ = true;
    try {
      worker_->shared().handler(
          std::move(request),
          HttpResponder([self = shared_from_this()](HttpServerResponse response) {
            self->Respond(std::move(response));
          }));
    } catch (...) {  // unwinding has destroyed the responder, which answers 500
    }
    in_handler_ = false;
    // What pipelined requests before this one got must not wait for it.
    if (phase_ == Phase::kHandling && !out_.empty()) WriteSome();
  }

  void OnResponse(const HttpServerResponse& response) {
    frame_.keep_alive = frame_.keep_alive && !worker_->stopping();
    frame_.date = worker_->Date();
    AppendResponse(response, frame_, out_);
    closing_ = !frame_.keep_alive;
    phase_ = Phase::kIdle;
  }

  // Answers what is no request, after which the connection is of no more use.
  void Fail(int status) {
    if (closing_) return Close();
    frame_ = {.keep_alive = false, .date = worker_->Date()};
    AppendResponse(PlainResponse(status), frame_, out_);
    closing_ = true;
    linger_ = true;
    if (Flush()) Finish();
  }

  // Writes what the kernel takes now. An error that is no would_block ends the connection.
  ErrorCode WriteSome() {
    ErrorCode error;
    while (written_ < out_.size() && !error) {
      written_ +=
          socket_.write_some(asio::buffer(out_.data() + written_, out_.size() - written_), error);
    }
    if (written_ == out_.size()) {
      out_.clear();
      written_ = 0;
    }
    if (error && error != asio::error::would_block) Close();
    return error;
  }

  // True when all is written; else it goes on by itself, with AfterWriting.
  bool Flush() {
    if (phase_ == Phase::kClosed) return false;
    const ErrorCode error = WriteSome();
    if (!error) return true;
    if (phase_ == Phase::kClosed) return false;
    if (phase_ != Phase::kWriting) Enter(Phase::kWriting, options_.write_timeout);
    socket_.async_wait(Socket::wait_write, [self = shared_from_this()](ErrorCode failed) {
      if (self->phase_ == Phase::kClosed) return;
      if (failed) return self->Close();
      if (self->Flush()) self->AfterWriting();
    });
    return false;
  }

  void AfterWriting() {
    phase_ = Phase::kIdle;
    if (closing_) return Finish();
    Advance();
  }

  // Ends the connection after the last response. Closing while the peer still sends would make
  // the kernel reset the connection, and the peer might lose the response: read on for a while.
  void Finish() {
    if (!linger_ && buffer_.size() == 0) return Close();
    ErrorCode error;
    socket_.shutdown(Socket::shutdown_send, error);
    if (error) return Close();
    Enter(Phase::kLingering, kLingerTime);
    buffer_.clear();
    if (!reading_) Read();
  }

  void OnLingerRead(ErrorCode error, std::size_t size) {
    lingered_ += size;
    if (error || lingered_ > kLingerBytes) return Close();
    Read();  // over the same bytes of the buffer
  }

  const std::shared_ptr<Worker> worker_;
  const HttpServerOptions& options_;
  Socket socket_;
  Timer timer_;
  std::optional<Clock::time_point> armed_for_;
  Clock::time_point deadline_;
  Phase phase_ = Phase::kIdle;

  boost::beast::flat_buffer buffer_;
  std::optional<RequestParser> parser_;
  ResponseFrame frame_;
  std::string out_;  // responses not written yet
  std::size_t written_ = 0;
  std::size_t lingered_ = 0;
  bool reading_ = false;     // a read is under way
  bool continued_ = false;   // "100 Continue" is sent
  bool in_handler_ = false;  // the handler is on the stack
  bool closing_ = false;     // the last response is in out_
  bool linger_ = false;      // the peer may not have sent all
};

inline void Worker::Adopt(Socket socket) {
  if (stopping_) {
    shared_->connections.fetch_sub(1, std::memory_order_relaxed);
    return;
  }
  std::make_shared<Connection>(shared_from_this(), std::move(socket))->Start();
}

inline void Worker::Drain() {
  stopping_ = true;
  const std::vector<Connection*> open(connections_.begin(), connections_.end());
  for (Connection* connection : open) connection->Drain();
  EndIfDone();
}

inline std::size_t Worker::CloseAll() {
  const std::vector<Connection*> open(connections_.begin(), connections_.end());
  for (Connection* connection : open) connection->Close();
  return open.size();
}

}  // namespace adapters::internal

#endif  // ADAPTERS_HTTP_INTERNAL_CONNECTION_H_
