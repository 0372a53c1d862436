// An HTTPS server on loopback with a certificate of its own making, for 127.0.0.1.
#ifndef TESTS_ADAPTERS_HTTP_TLS_SERVER_H_
#define TESTS_ADAPTERS_HTTP_TLS_SERVER_H_

#include <openssl/ssl.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>

namespace adapters::testing {

// Answers each connection's first request with 200 and closes it; one connection at a time.
class TlsServer {
 public:
  // The certificate is for 127.0.0.1, or for another address if `right_name` is false.
  explicit TlsServer(bool right_name = true);
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  std::string Url() const { return "https://127.0.0.1:" + std::to_string(port_) + "/"; }

  // The certificate, as PEM.
  const std::string& certificate() const { return certificate_; }

  // Requests that came through the handshake.
  int requests() const { return requests_.load(); }

 private:
  void Serve();

  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  std::string certificate_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> requests_ = 0;
  std::thread thread_;
};

}  // namespace adapters::testing

#endif  // TESTS_ADAPTERS_HTTP_TLS_SERVER_H_
