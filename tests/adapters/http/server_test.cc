#include "adapters/http/server.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "adapters/http/client.h"
#include "adapters/http/handler.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/adapters/http/awaited_response.h"
#include "tests/adapters/http/fault_server.h"

namespace adapters {
namespace {

using ::adapters::testing::AwaitedResponse;
using ::adapters::testing::RawConnection;
using ::adapters::testing::SendAndWait;
using std::chrono::milliseconds;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
constexpr std::string_view kGetAndClose = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

std::unique_ptr<HttpServer> Serve(HttpHandler handler, HttpServerOptions options = {}) {
  absl::StatusOr<std::unique_ptr<HttpServer>> server =
      HttpServer::Start(std::move(options), std::move(handler));
  EXPECT_TRUE(server.ok()) << server.status();
  return *std::move(server);
}

void Echo(HttpServerRequest request, HttpResponder responder) {
  responder.Respond({.headers = {{"X-Target", request.target}}, .body = std::move(request.body)});
}

// What the server answers to `bytes` until it closes.
std::string Ask(const HttpServer& server, std::string_view bytes) {
  RawConnection connection(server.port());
  connection.Write(bytes);
  return connection.ReadAll();
}

// Keeps responders until the test answers them.
class Responders {
 public:
  HttpHandler Handler() {
    return [this](HttpServerRequest, HttpResponder responder) {
      std::lock_guard<std::mutex> lock(mutex_);
      kept_.push_back(std::move(responder));
      changed_.notify_all();
    };
  }
  HttpResponder Take() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return !kept_.empty(); });
    HttpResponder responder = std::move(kept_.front());
    kept_.erase(kept_.begin());
    return responder;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<HttpResponder> kept_;  // guarded by mutex_
};

TEST(HttpServer, HandsOverTheRequestAndSendsTheResponse) {
  std::optional<HttpServerRequest> seen;
  auto server = Serve([&](HttpServerRequest request, HttpResponder responder) {
    seen = std::move(request);
    responder.Respond({.status = 202,
                       .headers = {{"X-A", "1"}, {"Content-Length", "99"}, {"x-a", "2"}},
                       .body = "done"});
  });
  const std::string response = Ask(*server,
                                   "POST /hook?a=%20b HTTP/1.1\r\nHost: h\r\nX-One: 1 \r\n"
                                   "x-one:2\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbody");
  EXPECT_THAT(response, StartsWith("HTTP/1.1 202 Accepted\r\nDate: "));
  EXPECT_THAT(response, EndsWith(" GMT\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 4\r\n"
                                 "Connection: close\r\n\r\ndone"));
  ASSERT_TRUE(server->Stop(milliseconds(0)).ok());
  ASSERT_TRUE(seen.has_value());
  EXPECT_EQ(seen->method, "POST");
  EXPECT_EQ(seen->target, "/hook?a=%20b");
  const std::vector<cloudevents::HttpHeader> headers = {{"Host", "h"},
                                                        {"X-One", "1"},
                                                        {"x-one", "2"},
                                                        {"Connection", "close"},
                                                        {"Content-Length", "4"}};
  EXPECT_EQ(seen->headers, headers);
  EXPECT_EQ(seen->body, "body");
}

TEST(HttpServer, ServesItsOwnClient) {
  auto server = Serve(Echo, {.threads = 2});
  auto client = CurlHttpClient::Create({.allowed_private_hosts = {"127.0.0.1"}});
  ASSERT_TRUE(client.ok());
  const std::string url = "http://127.0.0.1:" + std::to_string(server->port()) + "/x";
  std::vector<AwaitedResponse> responses(300);
  for (std::size_t i = 0; i < responses.size(); ++i) {
    // Up to beyond what one read takes.
    auto body = std::make_shared<const std::string>(std::string(i * 200, 'b'));
    (*client)->Send({.url = url, .body = std::move(body)}, responses[i].Done());
  }
  for (std::size_t i = 0; i < responses.size(); ++i) {
    const auto response = responses[i].Wait();
    ASSERT_TRUE(response.ok()) << response.status();
    ASSERT_EQ(response->body.size(), i * 200);
  }
}

TEST(HttpServer, AnswersWhatItRefusesByItself) {
  auto server = Serve(Echo, {.max_header_bytes = 1024, .max_body_bytes = 100});
  const std::string long_header = "GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(2000, 'x');
  const std::string chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  const struct {
    std::string request;
    std::string_view status;
  } kCases[] = {
      {"\x16\x03\x01\x02 TLS, say", "400"},
      {"GET / HTTP/1.1\r\n\r\n", "400"},
      {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"},
      {"GET / HTTP/1.1\r\nHost : a\r\n\r\n", "400"},
      {"GET / HTTP/3.7\r\nHost: a\r\n\r\n", "400"},
      {"GET /\r\n\r\n", "400"},
      {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n", "400"},
      {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "400"},
      {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
       "400"},
      {chunked + "zz\r\n", "400"},
      {chunked + "5;" + std::string(200'000, 'x'), "400"},
      {"GET / HTTP/1.1\r\nHost: h\r\nExpect: wonders\r\n\r\n", "417"},
      {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 101\r\n\r\n", "413"},
      {chunked + "65\r\n" + std::string(101, 'x'), "413"},
      {long_header, "431"},
      {long_header + "\r\n\r\n", "431"},
      {"GET /" + std::string(2000, 'x'), "431"},
  };
  for (const auto& test : kCases) {
    const std::string response = Ask(*server, test.request);
    EXPECT_THAT(response, StartsWith("HTTP/1.1 " + std::string(test.status) + " "))
        << test.request.substr(0, 100);
    EXPECT_THAT(response, HasSubstr("\r\nConnection: close\r\n"));
  }
}

TEST(HttpServer, TakesBodiesUpToTheLimitAlsoInChunksAndPieces) {
  auto server = Serve(Echo, {.max_body_bytes = 8});
  EXPECT_THAT(Ask(*server,
                  "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 8\r\n\r\n"
                  "12345678"),
              EndsWith("\r\n\r\n12345678"));
  RawConnection connection(server->port());
  for (char c : std::string_view("POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                                 "Transfer-Encoding: chunked\r\n\r\n"
                                 "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX-Trailer: t\r\n\r\n")) {
    ASSERT_TRUE(connection.Write(std::string_view(&c, 1)));
  }
  EXPECT_THAT(connection.ReadAll(), EndsWith("\r\n\r\nabcde"));
}

TEST(HttpServer, ATrailerIsNoHeader) {
  auto server = Serve([](HttpServerRequest request, HttpResponder responder) {
    responder.Respond({.body = std::to_string(request.headers.size()) + request.body});
  });
  EXPECT_THAT(Ask(*server,
                  "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nAuthorization: x\r\n\r\n"),
              EndsWith("\r\n\r\n3a"));
}

TEST(HttpServer, AnswersPipelinedRequestsInOrder) {
  Responders responders;
  HttpHandler keep = responders.Handler();
  auto server = Serve([&](HttpServerRequest request, HttpResponder responder) {
    if (request.target == "/later") return keep(std::move(request), std::move(responder));
    responder.Respond({.body = request.target + "."});
  });
  std::string requests;
  for (int i = 0; i < 2000; ++i) {
    requests += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\n\r\n";
  }
  RawConnection connection(server->port());
  std::thread writer([&] {
    connection.Write(requests + "GET /later HTTP/1.1\r\nHost: h\r\n\r\n" + std::string(kGet) +
                     std::string(kGetAndClose));
  });
  for (int i = 0; i < 2000; ++i) {
    const std::string body = "\r\n\r\n/" + std::to_string(i) + ".";
    ASSERT_THAT(connection.ReadUntil(body), EndsWith(body));
  }
  responders.Take().Respond({.body = "now"});
  const std::string rest = connection.ReadAll();
  EXPECT_THAT(rest, HasSubstr("\r\n\r\nnowHTTP/1.1 200 OK"));
  EXPECT_THAT(rest, EndsWith("Connection: close\r\n\r\n/."));
  writer.join();
}

TEST(HttpServer, HonoursVersionHeadAndBodilessStatus) {
  auto server = Serve([](HttpServerRequest request, HttpResponder responder) {
    responder.Respond({.status = request.target == "/204" ? 204 : 200, .body = "body"});
  });
  EXPECT_THAT(Ask(*server, "GET / HTTP/1.0\r\n\r\n"), EndsWith("Connection: close\r\n\r\nbody"));
  RawConnection old(server->port());
  old.Write("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_THAT(old.ReadUntil("body"), HasSubstr("Connection: keep-alive\r\n"));
  EXPECT_THAT(Ask(*server, "HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"),
              EndsWith("Content-Length: 4\r\nConnection: close\r\n\r\n"));
  EXPECT_THAT(Ask(*server, "GET /204 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"),
              AllOf(EndsWith("\r\n\r\n"), Not(HasSubstr("Content-Length"))));
}

TEST(HttpServer, SaysContinueToWhoAsks) {
  auto server = Serve(Echo);
  RawConnection connection(server->port());
  connection.Write(
      "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nExpect: 100-continue\r\n"
      "Content-Length: 4\r\n\r\n");
  EXPECT_EQ(connection.ReadUntil("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  connection.Write("body");
  EXPECT_THAT(connection.ReadAll(), AllOf(StartsWith("HTTP/1.1 200 "), EndsWith("body")));
}

TEST(HttpServer, AFailingHandlerAnswers500) {
  auto server = Serve([](HttpServerRequest request, HttpResponder responder) {
    if (request.target == "/throw") throw std::runtime_error("secret");
    if (request.target == "/split") responder.Respond({.headers = {{"X", "a\r\nY: b"}}});
    if (request.target == "/status") responder.Respond({.status = 99});
    if (request.target == "/answered") {
      responder.Respond({.status = 200});
      throw std::runtime_error("secret");
    }
  });
  for (std::string_view target : {"/throw", "/drop", "/split", "/status"}) {
    const std::string response = Ask(*server, "GET " + std::string(target) +
                                                  " HTTP/1.1\r\nHost: h\r\nConnection: close"
                                                  "\r\n\r\n");
    EXPECT_THAT(response, StartsWith("HTTP/1.1 500 ")) << target;
    EXPECT_THAT(response, Not(AnyOf(HasSubstr("secret"), HasSubstr("Y: b"))));
  }
  EXPECT_THAT(Ask(*server, "GET /answered HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"),
              StartsWith("HTTP/1.1 200 "));
}

TEST(HttpServer, AnswersFromAnotherThread) {
  Responders responders;
  auto server = Serve(responders.Handler());
  RawConnection connection(server->port());
  for (int i = 0; i < 100; ++i) {
    connection.Write(kGet);
    const std::string body = "answer " + std::to_string(i) + ".";
    HttpResponder responder = responders.Take();
    responder.Respond({.body = body});
    responder.Respond({.body = "a second one is nothing"});
    connection.ReadUntil("\r\n\r\n");
    ASSERT_EQ(connection.ReadUntil("."), body);
  }
  connection.Write(kGetAndClose);
  {
    const HttpResponder dropped = responders.Take();
  }
  EXPECT_THAT(connection.ReadAll(), StartsWith("HTTP/1.1 500 "));
}

TEST(HttpServer, AnAnswerToADeadConnectionIsDropped) {
  Responders responders;
  auto server = Serve(responders.Handler());
  RawConnection connection(server->port());
  connection.Write(kGet);
  HttpResponder responder = responders.Take();
  connection.Reset();
  responder.Respond({.body = std::string(1 << 20, 'x')});
  // The server goes on.
  RawConnection next(server->port());
  next.Write(kGetAndClose);
  responders.Take().Respond({.body = "fine"});
  EXPECT_THAT(next.ReadAll(), EndsWith("fine"));
}

TEST(HttpServer, AResponderMayOutliveTheServer) {
  Responders responders;
  auto server = Serve(responders.Handler());
  RawConnection connection(server->port());
  connection.Write(kGet);
  HttpResponder responder = responders.Take();
  EXPECT_EQ(server->Stop(milliseconds(0)).code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(connection.ReadAll(), "");
  server.reset();
  responder.Respond({.body = "too late"});
}

TEST(HttpServer, WritesWhatTheKernelDoesNotTakeAtOnce) {
  const std::string body(std::size_t{8} << 20, 'x');
  auto server =
      Serve([&](HttpServerRequest, HttpResponder responder) { responder.Respond({.body = body}); });
  RawConnection connection(server->port());
  connection.Write(std::string(kGet) + std::string(kGetAndClose));
  EXPECT_GT(connection.ReadAll().size(), 2 * body.size());
}

TEST(HttpServer, ClosesWhatIsTooSlow) {
  const milliseconds kShort(20);
  auto server = Serve(Echo, {.header_timeout = kShort, .body_timeout = kShort});
  EXPECT_THAT(Ask(*server, "GET / HTTP/1.1\r\nHost:"), StartsWith("HTTP/1.1 408 "));
  EXPECT_THAT(Ask(*server, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhalf"),
              StartsWith("HTTP/1.1 408 "));
}

TEST(HttpServer, ClosesWhatIsIdleBeforeAndAfterARequest) {
  auto server = Serve(Echo, {.idle_timeout = milliseconds(20)});
  EXPECT_EQ(Ask(*server, ""), "");
  std::string response;
  while (response.empty()) response = Ask(*server, kGet);  // on a busy machine it may be too late
  EXPECT_THAT(response, AllOf(StartsWith("HTTP/1.1 200 "), Not(HasSubstr("408"))));
}

TEST(HttpServer, ClosesWhoDoesNotRead) {
  const std::size_t kMoreThanTheKernelTakes = std::size_t{16} << 20;
  auto server = Serve(
      [&](HttpServerRequest request, HttpResponder responder) {
        responder.Respond(
            {.body = std::string(request.target == "/big" ? kMoreThanTheKernelTakes : 1, 'x')});
      },
      {.max_connections = 1, .write_timeout = milliseconds(20)});
  RawConnection stuck(server->port());
  stuck.Write("GET /big HTTP/1.1\r\nHost: h\r\n\r\n");
  // Wait with reading until the server has given up: then its only place is free again.
  while (Ask(*server, kGetAndClose).find(" 200 ") == std::string::npos) {
  }
  EXPECT_LT(stuck.ReadAll().size(), kMoreThanTheKernelTakes);
}

TEST(HttpServer, RefusesAConnectionTooMany) {
  auto server = Serve(Echo, {.max_connections = 2});
  RawConnection one(server->port());
  RawConnection two(server->port());
  one.Write(kGet);
  two.Write(kGet);
  EXPECT_THAT(one.ReadUntil("\r\n"), HasSubstr(" 200 "));
  EXPECT_THAT(two.ReadUntil("\r\n"), HasSubstr(" 200 "));
  EXPECT_THAT(Ask(*server, ""), StartsWith("HTTP/1.1 503 Service Unavailable\r\n"));
}

TEST(HttpServer, ServesManyConnections) {
  auto server = Serve(Echo, {.threads = 2, .max_connections = 300});
  std::vector<std::unique_ptr<RawConnection>> connections;
  for (int i = 0; i < 300; ++i) {
    connections.push_back(std::make_unique<RawConnection>(server->port()));
    connections.back()->Write(kGet);
  }
  for (auto& connection : connections) {
    EXPECT_THAT(connection->ReadUntil("\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
  }
  EXPECT_TRUE(server->Stop(milliseconds(0)).ok());
}

TEST(HttpServer, StopLetsRequestsInProgressEnd) {
  Responders responders;
  auto server = Serve(responders.Handler());
  RawConnection idle(server->port());
  RawConnection busy(server->port());
  busy.Write(kGet);
  HttpResponder responder = responders.Take();
  absl::Status stopped;
  std::thread stopper([&] { stopped = server->Stop(std::chrono::hours(1)); });
  EXPECT_EQ(idle.ReadAll(), "");  // closed, so it is stopping
  responder.Respond({.body = "last"});
  EXPECT_THAT(busy.ReadAll(), AllOf(HasSubstr("Connection: close"), EndsWith("last")));
  stopper.join();
  EXPECT_TRUE(stopped.ok()) << stopped;
  EXPECT_TRUE(server->Stop(std::chrono::hours(1)).ok());
}

TEST(HttpServer, StartSaysWhatIsWrong) {
  const auto code = [](HttpServerOptions options) {
    return HttpServer::Start(std::move(options), Echo).status().code();
  };
  EXPECT_EQ(code({.address = "localhost"}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({.threads = 0}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({.max_connections = 0}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({.max_header_bytes = 10}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({.idle_timeout = milliseconds(0)}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(HttpServer::Start({}, nullptr).status().code(), absl::StatusCode::kInvalidArgument);
  auto server = Serve(Echo);
  EXPECT_EQ(code({.port = server->port()}), absl::StatusCode::kUnavailable);
  EXPECT_EQ(code({.address = "192.0.2.1"}), absl::StatusCode::kUnavailable);
}

TEST(HttpResponder, NeedsNoServer) {
  std::vector<int> statuses;
  const auto responder = [&] {
    return HttpResponder([&](HttpServerResponse response) { statuses.push_back(response.status); });
  };
  Echo({.method = "GET", .target = "/"}, responder());
  {
    const HttpResponder dropped = responder();
  }
  HttpResponder moved = responder();
  moved = responder();  // answers what it held
  HttpResponder last = std::move(moved);
  last.Respond({.status = 204});
  EXPECT_THAT(statuses, ::testing::ElementsAre(200, 500, 500, 204));
}

}  // namespace
}  // namespace adapters
