// A server on loopback that misbehaves as told, on raw sockets.
//
//   FaultServer server([](FaultServer::Peer& peer) {
//     peer.ReadRequest();
//     peer.Write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
//   });                                       // returning closes the connection
//   client.Send({.url = server.Url("/")}, done);
#ifndef TESTS_ADAPTERS_HTTP_FAULT_SERVER_H_
#define TESTS_ADAPTERS_HTTP_FAULT_SERVER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace adapters::testing {

class FaultServer {
 public:
  // One accepted connection, used by the script on the connection's own thread.
  class Peer {
   public:
    virtual ~Peer() = default;

    // The next request, header and body (by Content-Length); empty when the connection ends first.
    virtual std::string ReadRequest() = 0;

    // Writes all; false when the connection is gone.
    virtual bool Write(std::string_view bytes) = 0;

    // Closes with a reset instead of an orderly end.
    virtual void Reset() = 0;

    // Waits until the other side has closed.
    virtual void WaitForEnd() = 0;

    // Waits for Release, or for the server's end.
    virtual void WaitForRelease() = 0;

    // 0 for the first connection of the server, 1 for the second.
    virtual int number() const = 0;
  };

  using Script = std::function<void(Peer&)>;

  // Listens on a free port; `script` runs once a connection, each on a thread of its own.
  explicit FaultServer(Script script);

  // Ends every connection and joins the threads.
  ~FaultServer();

  FaultServer(const FaultServer&) = delete;
  FaultServer& operator=(const FaultServer&) = delete;

  std::uint16_t port() const;
  std::string Url(std::string_view path) const;  // "http://127.0.0.1:PORT/path"

  // Ends all present and later WaitForRelease.
  void Release();

  // Waits until `count` connections have been accepted, requests read.
  void WaitForConnections(int count);
  void WaitForRequests(int count);
  int connections() const;
  int requests() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

// A client's raw connection to a server on loopback.
class RawConnection {
 public:
  explicit RawConnection(std::uint16_t port);
  ~RawConnection();
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  bool Write(std::string_view bytes);
  void CloseWriting();
  void Reset();

  // What comes until the server closes; and until `end` has come, or it closes.
  std::string ReadAll();
  std::string ReadUntil(std::string_view end);

 private:
  int socket_;
};

}  // namespace adapters::testing

#endif  // TESTS_ADAPTERS_HTTP_FAULT_SERVER_H_
