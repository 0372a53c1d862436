#include "tests/adapters/http/fault_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace adapters::testing {
namespace {

sockaddr_in Loopback(std::uint16_t port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

bool WriteAll(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

// False at the end of the connection.
bool ReadMore(int socket, std::string& out) {
  std::array<char, 16384> bytes;
  const ssize_t got = recv(socket, bytes.data(), bytes.size(), 0);
  if (got <= 0) return false;
  out.append(bytes.data(), static_cast<std::size_t>(got));
  return true;
}

void ResetOnClose(int socket) {
  const linger now = {.l_onoff = 1, .l_linger = 0};
  setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

std::size_t ContentLength(std::string_view header) {
  const std::size_t at = header.find("Content-Length: ");
  if (at == std::string_view::npos) return 0;
  return std::strtoull(std::string(header.substr(at + 16)).c_str(), nullptr, 10);
}

}  // namespace

class FaultServer::State {
 public:
  explicit State(Script script) : script_(std::move(script)) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = Loopback(0);
    socklen_t size = sizeof(address);
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        listen(listener_, 128) != 0 ||
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
      std::abort();
    }
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { Accept(); });
  }

  ~State() {
    Release();
    shutdown(listener_, SHUT_RDWR);  // wakes the acceptor
    acceptor_.join();
    {
      std::lock_guard<std::mutex> lock(mutex_);
      for (int socket : sockets_) shutdown(socket, SHUT_RDWR);
    }
    for (std::thread& thread : threads_) thread.join();
    close(listener_);
  }

  std::uint16_t port() const { return port_; }

  void Release() {
    std::lock_guard<std::mutex> lock(mutex_);
    released_ = true;
    changed_.notify_all();
  }

  void WaitForRelease() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return released_; });
  }

  void CountRequest() {
    std::lock_guard<std::mutex> lock(mutex_);
    ++requests_;
    changed_.notify_all();
  }

  void WaitFor(const int& counter, int count) {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return counter >= count; });
  }

  int Read(const int& counter) {
    std::lock_guard<std::mutex> lock(mutex_);
    return counter;
  }

  // Closes under the lock, so that the end of the server never shuts down somebody else's socket.
  void CloseSocket(int socket) {
    std::lock_guard<std::mutex> lock(mutex_);
    std::erase(sockets_, socket);
    close(socket);
  }

  const int& connections() const { return connections_; }
  const int& requests() const { return requests_; }

 private:
  class ThreadPeer;
  void Accept();

  const Script script_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::thread acceptor_;
  std::vector<std::thread> threads_;  // the acceptor's, then the destructor's

  std::mutex mutex_;
  std::condition_variable changed_;
  bool released_ = false;  // these four guarded by mutex_
  int connections_ = 0;
  int requests_ = 0;
  std::vector<int> sockets_;
};

class FaultServer::State::ThreadPeer final : public FaultServer::Peer {
 public:
  ThreadPeer(State& state, int socket, int number)
      : state_(state), socket_(socket), number_(number) {}
  ~ThreadPeer() override {
    if (socket_ >= 0) state_.CloseSocket(socket_);
  }

  std::string ReadRequest() override {
    while (true) {
      const std::size_t end = buffer_.find("\r\n\r\n");
      if (end != std::string::npos) {
        const std::size_t size = end + 4 + ContentLength(std::string_view(buffer_).substr(0, end));
        if (buffer_.size() >= size) {
          std::string request = buffer_.substr(0, size);
          buffer_.erase(0, size);
          state_.CountRequest();
          return request;
        }
      }
      if (socket_ < 0 || !ReadMore(socket_, buffer_)) return {};
    }
  }

  bool Write(std::string_view bytes) override { return socket_ >= 0 && WriteAll(socket_, bytes); }

  void Reset() override {
    ResetOnClose(socket_);
    state_.CloseSocket(std::exchange(socket_, -1));
  }

  void WaitForEnd() override {
    std::string ignored;
    while (ReadMore(socket_, ignored)) ignored.clear();
  }

  void WaitForRelease() override { state_.WaitForRelease(); }
  int number() const override { return number_; }

 private:
  State& state_;
  int socket_;
  const int number_;
  std::string buffer_;
};

void FaultServer::State::Accept() {
  while (true) {
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) return;
    int number = 0;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      number = connections_++;
      sockets_.push_back(socket);
      changed_.notify_all();
    }
    threads_.emplace_back([this, socket, number] {
      ThreadPeer peer(*this, socket, number);
      script_(peer);
    });
  }
}

FaultServer::FaultServer(Script script) : state_(std::make_unique<State>(std::move(script))) {}
FaultServer::~FaultServer() = default;
std::uint16_t FaultServer::port() const { return state_->port(); }
std::string FaultServer::Url(std::string_view path) const {
  return "http://127.0.0.1:" + std::to_string(port()) + std::string(path);
}
void FaultServer::Release() { state_->Release(); }
void FaultServer::WaitForConnections(int count) { state_->WaitFor(state_->connections(), count); }
void FaultServer::WaitForRequests(int count) { state_->WaitFor(state_->requests(), count); }
int FaultServer::connections() const { return state_->Read(state_->connections()); }
int FaultServer::requests() const { return state_->Read(state_->requests()); }

RawConnection::RawConnection(std::uint16_t port)
    : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const sockaddr_in address = Loopback(port);
  if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    std::abort();
  }
}
RawConnection::~RawConnection() {
  if (socket_ >= 0) close(socket_);
}
bool RawConnection::Write(std::string_view bytes) { return WriteAll(socket_, bytes); }
void RawConnection::CloseWriting() { shutdown(socket_, SHUT_WR); }
void RawConnection::Reset() {
  ResetOnClose(socket_);
  close(std::exchange(socket_, -1));
}

std::string RawConnection::ReadAll() {
  std::string all;
  while (ReadMore(socket_, all)) {
  }
  return all;
}

std::string RawConnection::ReadUntil(std::string_view end) {
  std::string text;
  std::array<char, 1> byte;
  while (!text.ends_with(end) && recv(socket_, byte.data(), 1, 0) == 1) text.push_back(byte[0]);
  return text;
}

}  // namespace adapters::testing
