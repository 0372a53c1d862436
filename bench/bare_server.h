// The bare limit on the receiving side: Boost.Beast with the limits and timeouts of our server,
// that reads a request, counts it and answers 202, on one thread of its own.
#ifndef BENCH_BARE_SERVER_H_
#define BENCH_BARE_SERVER_H_

#include <cstdint>
#include <memory>
#include <string>

namespace bench {

class BareServer {
 public:
  // Listens at a free port of 127.0.0.1.
  BareServer();
  ~BareServer();
  BareServer(const BareServer&) = delete;
  BareServer& operator=(const BareServer&) = delete;

  std::string url() const;

  // Requests so far, and the bytes of their bodies.
  std::uint64_t requests() const;
  std::uint64_t body_bytes() const;

  // The CPU time that its thread has used, in seconds.
  double cpu_seconds() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bench

#endif  // BENCH_BARE_SERVER_H_
