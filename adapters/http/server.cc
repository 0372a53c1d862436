// Accepts connections and deals them out to the threads; internal/connection.h serves them.
#include "adapters/http/server.h"

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "adapters/http/handler.h"
#include "adapters/http/internal/connection.h"
#include "cloudevents/internal/abseil_strings.h"

namespace adapters {
namespace {

namespace asio = boost::asio;
using ::cloudevents::internal::Cat;
using ::cloudevents::internal::InvalidArgument;
using ::cloudevents::internal::ToAbsl;
using internal::Clock;
using internal::ErrorCode;
using internal::Executor;
using internal::Shared;
using internal::Socket;
using internal::Timer;
using internal::Worker;
using std::chrono::milliseconds;

// Within what the clock can add.
constexpr milliseconds kLongestGrace = std::chrono::hours(24 * 365);

absl::Status Check(const HttpServerOptions& options, const HttpHandler& handler) {
  const milliseconds zero(0);
  if (handler == nullptr) return InvalidArgument("HTTP server: no handler");
  if (options.threads < 1) return InvalidArgument("threads must be at least 1");
  if (options.max_connections < 1) return InvalidArgument("max_connections must be at least 1");
  if (options.max_header_bytes < 1024) {
    return InvalidArgument("max_header_bytes must be at least 1024");
  }
  if (options.idle_timeout <= zero || options.header_timeout <= zero ||
      options.body_timeout <= zero || options.write_timeout <= zero) {
    return InvalidArgument("idle_, header_, body_ and write_timeout must be positive");
  }
  return absl::OkStatus();
}

}  // namespace

class HttpServer::Listener {
 public:
  Listener(HttpServerOptions options, HttpHandler handler) : shared_(std::make_shared<Shared>()) {
    shared_->options = std::move(options);
    shared_->handler = std::move(handler);
    for (int i = 0; i < shared_->options.threads; ++i) {
      workers_.push_back(std::make_shared<Worker>(shared_));
    }
    acceptor_.emplace(workers_.front()->io());
    retry_.emplace(workers_.front()->io());
  }

  absl::Status Start();
  absl::Status Stop(milliseconds grace);
  std::uint16_t port() const { return port_; }

 private:
  using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;

  void Accept();
  void OnAccepted(const std::shared_ptr<Worker>& worker, Socket socket);

  const std::shared_ptr<Shared> shared_;
  std::vector<std::shared_ptr<Worker>> workers_;
  std::uint16_t port_ = 0;

  // Used on the first worker's thread once that runs.
  std::optional<Acceptor> acceptor_;
  std::optional<Timer> retry_;
  std::size_t next_worker_ = 0;

  std::mutex stop_mutex_;
  std::vector<std::thread> threads_;  // guarded by stop_mutex_

  std::mutex ended_mutex_;
  std::condition_variable ended_changed_;
  std::size_t ended_ = 0;  // threads; guarded by ended_mutex_
};

absl::Status HttpServer::Listener::Start() {
  const HttpServerOptions& options = shared_->options;
  ErrorCode error;
  const asio::ip::address address = asio::ip::make_address(options.address, error);
  if (error) return InvalidArgument("HTTP server: no numeric address: ", options.address);
  const asio::ip::tcp::endpoint endpoint(address, options.port);
  acceptor_->open(endpoint.protocol(), error);
  if (!error) acceptor_->set_option(Acceptor::reuse_address(true), error);
  if (!error) acceptor_->bind(endpoint, error);
  if (!error) acceptor_->listen(Acceptor::max_listen_connections, error);
  if (!error) port_ = acceptor_->local_endpoint(error).port();
  if (error) {
    return absl::UnavailableError(ToAbsl(Cat("HTTP server: cannot listen at ", options.address,
                                             " port ", options.port, ": ", error.message())));
  }
  Accept();
  std::lock_guard<std::mutex> lock(stop_mutex_);
  for (const std::shared_ptr<Worker>& worker : workers_) {
    threads_.emplace_back([this, worker] {
      worker->Run();
      std::lock_guard<std::mutex> ended_lock(ended_mutex_);
      ++ended_;
      ended_changed_.notify_all();
    });
  }
  return absl::OkStatus();
}

void HttpServer::Listener::Accept() {
  const std::shared_ptr<Worker>& worker = workers_[next_worker_++ % workers_.size()];
  acceptor_->async_accept(worker->io(), [this, &worker](ErrorCode error, Socket socket) {
    if (!acceptor_->is_open()) return;
    if (!error) {
      OnAccepted(worker, std::move(socket));
      return Accept();
    }
    // No file descriptors left, say: trying again at once would only spin.
    retry_->expires_after(milliseconds(100));
    retry_->async_wait([this](ErrorCode) {
      if (acceptor_->is_open()) Accept();
    });
  });
}

void HttpServer::Listener::OnAccepted(const std::shared_ptr<Worker>& worker, Socket socket) {
  if (shared_->connections.fetch_add(1, std::memory_order_relaxed) >=
      shared_->options.max_connections) {
    shared_->connections.fetch_sub(1, std::memory_order_relaxed);
    std::string text;
    internal::AppendResponse(internal::PlainResponse(503), {.keep_alive = false}, text);
    ErrorCode ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(text), ignored);  // if the kernel takes it at once
    return;
  }
  if (worker->IsHere()) return worker->Adopt(std::move(socket));
  worker->Post([worker = worker.get(), socket = std::move(socket)]() mutable {
    worker->Adopt(std::move(socket));
  });
}

absl::Status HttpServer::Listener::Stop(milliseconds grace) {
  std::lock_guard<std::mutex> lock(stop_mutex_);
  if (threads_.empty()) return absl::OkStatus();
  workers_.front()->Post([this] {
    ErrorCode ignored;
    acceptor_->close(ignored);
    retry_->cancel();
  });
  for (const std::shared_ptr<Worker>& worker : workers_) {
    worker->Post([worker = worker.get()] { worker->Drain(); });
  }
  {
    std::unique_lock<std::mutex> ended_lock(ended_mutex_);
    ended_changed_.wait_for(ended_lock,
                            std::clamp<milliseconds>(grace, milliseconds(0), kLongestGrace),
                            [this] { return ended_ == threads_.size(); });
  }
  std::atomic<std::size_t> cut_off = 0;
  for (const std::shared_ptr<Worker>& worker : workers_) {
    worker->Post([&cut_off, worker = worker.get()] { cut_off += worker->CloseAll(); });
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  acceptor_.reset();
  retry_.reset();
  shared_->handler = nullptr;
  if (cut_off == 0) return absl::OkStatus();
  return absl::DeadlineExceededError(
      ToAbsl(Cat("HTTP server: ", cut_off.load(), " connections cut off")));
}

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(HttpServerOptions options,
                                                              HttpHandler handler) {
  if (absl::Status status = Check(options, handler); !status.ok()) return status;
  auto listener = std::make_unique<Listener>(std::move(options), std::move(handler));
  if (absl::Status status = listener->Start(); !status.ok()) return status;
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(listener)));
}

HttpServer::HttpServer(std::unique_ptr<Listener> listener) : listener_(std::move(listener)) {}

HttpServer::~HttpServer() { (void)listener_->Stop(milliseconds(0)); }

std::uint16_t HttpServer::port() const { return listener_->port(); }

absl::Status HttpServer::Stop(milliseconds grace) { return listener_->Stop(grace); }

}  // namespace adapters
