#include "adapters/http/client.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "adapters/http/sender.h"
#include "cloudevents/internal/abseil_strings.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/adapters/http/awaited_response.h"
#include "tests/adapters/http/fault_server.h"

namespace adapters {
namespace {

using ::adapters::testing::AwaitedResponse;
using ::adapters::testing::FaultServer;
using ::adapters::testing::SendAndWait;
using ::cloudevents::internal::Message;
using ::testing::AnyOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::string_view kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

std::unique_ptr<CurlHttpClient> Client(HttpClientOptions options = {}) {
  if (options.allowed_private_hosts.empty()) options.allowed_private_hosts = {"127.0.0.1"};
  absl::StatusOr<std::unique_ptr<CurlHttpClient>> client =
      CurlHttpClient::Create(std::move(options));
  EXPECT_TRUE(client.ok()) << client.status();
  return *std::move(client);
}

std::shared_ptr<const std::string> Bytes(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

// Answers every request of a connection with the same text.
FaultServer::Script Answer(std::string text) {
  return [text = std::move(text)](FaultServer::Peer& peer) {
    while (!peer.ReadRequest().empty() && peer.Write(text)) {
    }
  };
}

// Answers with the request itself.
void Echo(FaultServer::Peer& peer) {
  for (std::string request = peer.ReadRequest(); !request.empty(); request = peer.ReadRequest()) {
    if (!peer.Write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(request.size()) +
                    "\r\n\r\n" + request)) {
      return;
    }
  }
}

absl::StatusCode CodeOf(const absl::StatusOr<HttpResponse>& response) {
  return response.status().code();
}

TEST(HttpClient, SendsWhatItWasGivenAndNothingMore) {
  FaultServer server(Echo);
  auto client = Client();
  const auto response =
      SendAndWait(*client, {.url = server.Url("/a?b=c"),
                            .headers = {{"X-One", "1"}, {"X-Empty", ""}, {"x-one", " 2 "}},
                            .body = Bytes("hello")});
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->body,
            "POST /a?b=c HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port()) +
                "\r\nUser-Agent: eventbus\r\nAccept: */*\r\nX-One: 1\r\n"
                "X-Empty:\r\nx-one: 2\r\nContent-Length: 5\r\n\r\nhello");
}

TEST(HttpClient, RecyclesAHandleForOtherMethodsAndUrls) {
  FaultServer server(Echo);
  auto client = Client();
  const auto first_line = [&](HttpRequest request) {
    const auto response = SendAndWait(*client, std::move(request));
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->body.substr(0, response->body.find('\r')) : "";
  };
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(first_line({.url = server.Url("/1"), .body = Bytes("x")}), "POST /1 HTTP/1.1");
    EXPECT_EQ(first_line({.method = "GET", .url = server.Url("/2")}), "GET /2 HTTP/1.1");
    EXPECT_EQ(first_line({.method = "DELETE", .url = server.Url("/3")}), "DELETE /3 HTTP/1.1");
    EXPECT_EQ(first_line({.method = "PUT", .url = server.Url("/4"), .body = Bytes("y")}),
              "PUT /4 HTTP/1.1");
    EXPECT_EQ(first_line({.url = server.Url("/5")}), "POST /5 HTTP/1.1");
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST(HttpClient, HeadHasNoBody) {
  FaultServer server(Answer("HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n"));
  auto client = Client();
  for (int round = 0; round < 2; ++round) {
    const auto response = SendAndWait(*client, {.method = "HEAD", .url = server.Url("/")});
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->body, "");
  }
}

TEST(HttpClient, ReadsHeadersOfTheFinalResponseOnly) {
  FaultServer server(
      Answer("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
             "HTTP/1.1 503 Later\r\nRetry-After:  7 \r\nX-Folded: a\r\n b\r\nX-Empty:\r\n"
             "Transfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\nX-Trailer: t\r\n\r\n"));
  auto client = Client();
  const auto response = SendAndWait(*client, {.url = server.Url("/")});
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->status, 503);
  EXPECT_EQ(response->body, "no");
  const std::vector<cloudevents::HttpHeader> expected = {
      {"Retry-After", "7"}, {"X-Folded", "a b"}, {"X-Empty", ""}, {"Transfer-Encoding", "chunked"}};
  EXPECT_EQ(response->headers, expected);
}

TEST(HttpClient, RefusesRequestsThatCannotBeSent) {
  FaultServer server(Echo);
  auto client = Client({.max_request_bytes = 10});
  const std::string url = server.Url("/");
  const HttpRequest kBad[] = {
      {.url = ""},
      {.url = "/path"},
      {.url = "127.0.0.1:80"},
      {.url = "ftp://127.0.0.1/"},
      {.url = "file:///etc/passwd"},
      {.url = "http://user:secret@127.0.0.1/"},
      {.url = "http://127.0.0.1:99999/"},
      {.url = "http://127.0.0.1/a b"},
      {.url = "http://127.0.0.1/\r\nX: y"},
      {.url = std::string("http://127.0.0.1/\0x", 19)},
      {.method = "", .url = url},
      {.method = "GET / HTTP/1.1\r\nX: y\r\n\r\nGET", .url = url},
      {.url = url, .headers = {{"X", "a\r\nY: b"}}},
      {.url = url, .headers = {{"X", "a\nY: b"}}},
      {.url = url, .headers = {{"X", std::string("a\0b", 3)}}},
      {.url = url, .headers = {{"X: y\r\nZ", "a"}}},
      {.url = url, .headers = {{"", "a"}}},
      {.url = url, .headers = {{"X Y", "a"}}},
      {.url = url, .headers = {{"Content-Length", "0"}}},
      {.url = url, .headers = {{"transfer-encoding", "chunked"}}},
      {.url = url, .headers = {{"Expect", "100-continue"}}},
      {.url = url, .headers = {{"Connection", "close"}}},
  };
  for (const HttpRequest& request : kBad) {
    const auto response = SendAndWait(*client, request);
    EXPECT_EQ(CodeOf(response), absl::StatusCode::kInvalidArgument) << request.url;
    EXPECT_THAT(std::string(Message(response.status())), Not(HasSubstr("secret")));
  }
  EXPECT_EQ(CodeOf(SendAndWait(*client, {.url = url, .body = Bytes("12345678901")})),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(server.connections(), 0);
  EXPECT_TRUE(SendAndWait(*client, {.url = url, .body = Bytes("1234567890")}).ok());
}

TEST(HttpClient, RefusesPrivateAddressesUnlessTheirHostIsNamed) {
  FaultServer server(Answer(std::string(kOk)));
  auto client = Client({.allowed_private_hosts = {"LocalHost", "::1"}});
  const std::string port = std::to_string(server.port());
  for (std::string_view host :
       {"127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "0.0.0.0", "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]", "169.254.169.254", "10.0.0.1", "[fe80::1]", "[fd00:ec2::254]", "[::]"}) {
    const std::string url = "http://" + std::string(host) + ":" + port + "/";
    const auto response = SendAndWait(*client, {.url = url});
    EXPECT_EQ(CodeOf(response), absl::StatusCode::kPermissionDenied)
        << host << ": " << response.status();
    EXPECT_THAT(std::string(Message(response.status())), HasSubstr("allowed_private_hosts"));
  }
  EXPECT_EQ(server.connections(), 0);
  EXPECT_TRUE(SendAndWait(*client, {.url = "http://localhost:" + port + "/"}).ok());
  EXPECT_TRUE(SendAndWait(*client, {.url = "http://LOCALHOST:" + port + "/"}).ok());
  // Opening a host opens no other name of the same address, connection reuse or not.
  EXPECT_EQ(CodeOf(SendAndWait(*client, {.url = "http://127.0.0.1:" + port + "/"})),
            absl::StatusCode::kPermissionDenied);
}

TEST(HttpClient, TakesNoProxyFromTheEnvironment) {
  for (const char* name : {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"}) {
    setenv(name, "http://127.0.0.1:1", 1);
  }
  FaultServer server(Echo);
  auto client = Client();
  const auto response = SendAndWait(*client, {.url = server.Url("/direct")});
  for (const char* name : {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"}) unsetenv(name);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(response->body, StartsWith("POST /direct HTTP/1.1"));
}

TEST(HttpClient, FollowsNoRedirect) {
  FaultServer elsewhere(Answer(std::string(kOk)));
  FaultServer server(Answer("HTTP/1.1 302 Found\r\nLocation: " + elsewhere.Url("/") +
                            "\r\nContent-Length: 0\r\n\r\n"));
  auto client = Client();
  const auto response = SendAndWait(*client, {.url = server.Url("/")});
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->status, 302);
  EXPECT_EQ(elsewhere.connections(), 0);
}

TEST(HttpClient, UsesConnectionsAgain) {
  FaultServer server(Answer(std::string(kOk)));
  auto client = Client({.max_in_flight = 4});
  std::vector<AwaitedResponse> responses(1000);
  for (AwaitedResponse& response : responses) {
    client->Send({.url = server.Url("/"), .body = Bytes("x")}, response.Done());
  }
  for (AwaitedResponse& response : responses) EXPECT_TRUE(response.Wait().ok());
  EXPECT_EQ(server.requests(), 1000);
  EXPECT_LE(server.connections(), 4);
}

TEST(HttpClient, OpensANewConnectionWhereTheServerClosesEach) {
  FaultServer server([](FaultServer::Peer& peer) {
    if (!peer.ReadRequest().empty()) peer.Write(kOk);
  });
  auto client = Client();
  for (int i = 0; i < 20; ++i) {
    const auto response = SendAndWait(*client, {.url = server.Url("/")});
    EXPECT_TRUE(response.ok()) << response.status();
  }
  EXPECT_EQ(server.requests(), 20);
}

// libcurl's own count of retries is for a handle's whole life, and handles are recycled.
TEST(HttpClient, SendsAgainWhereAKeptConnectionTurnsOutDeadHoweverOften) {
  FaultServer server([](FaultServer::Peer& peer) {
    if (peer.ReadRequest().empty() || !peer.Write(kOk)) return;
    if (!peer.ReadRequest().empty()) peer.Reset();
  });
  auto client = Client({.max_in_flight = 1});
  for (int i = 0; i < 20; ++i) {
    const auto response = SendAndWait(*client, {.url = server.Url("/"), .body = Bytes("x")});
    EXPECT_TRUE(response.ok()) << response.status();
  }
  EXPECT_EQ(server.connections(), 20);
}

TEST(HttpClient, SendsFromADone) {
  FaultServer server(Answer(std::string(kOk)));
  auto client = Client();
  AwaitedResponse second;
  client->Send({.url = server.Url("/1")}, [&](absl::StatusOr<HttpResponse>) {
    client->Send({.url = server.Url("/2")}, second.Done());
  });
  EXPECT_TRUE(second.Wait().ok());
}

TEST(HttpClient, SaysWhatWentWrong) {
  const struct {
    const char* name;
    FaultServer::Script script;
    absl::StatusCode code;
  } kCases[] = {
      {"reset",
       [](FaultServer::Peer& peer) {
         peer.ReadRequest();
         peer.Reset();
       },
       absl::StatusCode::kUnknown},
      {"closed", [](FaultServer::Peer& peer) { peer.ReadRequest(); }, absl::StatusCode::kUnknown},
      {"partial header",
       [](FaultServer::Peer& peer) {
         peer.ReadRequest();
         peer.Write("HTTP/1.1 200 OK\r\nContent-");
       },
       absl::StatusCode::kUnknown},
      {"interim response only",
       [](FaultServer::Peer& peer) {
         peer.ReadRequest();
         peer.Write("HTTP/1.1 100 Continue\r\n\r\n");
       },
       absl::StatusCode::kUnknown},
      {"partial chunked body",
       [](FaultServer::Peer& peer) {
         peer.ReadRequest();
         peer.Write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
       },
       absl::StatusCode::kUnknown},
      {"partial body",
       [](FaultServer::Peer& peer) {
         peer.ReadRequest();
         peer.Write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
       },
       absl::StatusCode::kUnknown},
      {"garbage",
       [](FaultServer::Peer& peer) {
         peer.ReadRequest();
         peer.Write("220 mail.example.com ESMTP\r\n\r\n");
       },
       absl::StatusCode::kUnknown},
      {"header too large",
       [](FaultServer::Peer& peer) {
         peer.ReadRequest();
         peer.Write("HTTP/1.1 200 OK\r\n");
         while (peer.Write("X-Filler: " + std::string(1000, 'x') + "\r\n")) {
         }
       },
       absl::StatusCode::kOutOfRange},
      {"header line too large",
       [](FaultServer::Peer& peer) {
         peer.ReadRequest();
         peer.Write("HTTP/1.1 200 OK\r\nX: ");
         while (peer.Write(std::string(1000, 'x'))) {
         }
       },
       absl::StatusCode::kOutOfRange},
      {"body too large",
       [](FaultServer::Peer& peer) {
         peer.ReadRequest();
         peer.Write("HTTP/1.1 200 OK\r\n\r\n");
         while (peer.Write(std::string(1000, 'x'))) {
         }
       },
       absl::StatusCode::kOutOfRange},
      {"stall",
       [](FaultServer::Peer& peer) {
         peer.ReadRequest();
         peer.WaitForEnd();
       },
       absl::StatusCode::kDeadlineExceeded},
  };
  for (const auto& test : kCases) {
    FaultServer server(test.script);
    auto client = Client({.max_response_body_bytes = 100'000});
    HttpRequest request = {.url = server.Url("/")};
    if (test.code == absl::StatusCode::kDeadlineExceeded) {
      request.timeout = std::chrono::milliseconds(20);
    }
    const auto response = SendAndWait(*client, std::move(request));
    EXPECT_EQ(CodeOf(response), test.code) << test.name << ": " << response.status();
  }
}

TEST(HttpClient, TakesABodyOfExactlyTheLimit) {
  FaultServer server(Answer(std::string(kOk)));
  EXPECT_TRUE(SendAndWait(*Client({.max_response_body_bytes = 2}), {.url = server.Url("/")}).ok());
  EXPECT_EQ(CodeOf(SendAndWait(*Client({.max_response_body_bytes = 1}), {.url = server.Url("/")})),
            absl::StatusCode::kOutOfRange);
}

TEST(HttpClient, RefusedConnectionAndUnknownHostAreUnavailable) {
  // Bound but not listening: nobody else can take the port.
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  ASSERT_EQ(bind(socket, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size), 0);
  auto client = Client();
  EXPECT_EQ(
      CodeOf(SendAndWait(
          *client, {.url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/"})),
      absl::StatusCode::kUnavailable);
  close(socket);
  // Longer than a name may be, so no name server is asked.
  EXPECT_EQ(CodeOf(SendAndWait(*client, {.url = "http://" + std::string(64, 'a') + ".invalid/"})),
            absl::StatusCode::kUnavailable);
}

TEST(HttpClient, RefusesMoreThanTheQueueTakes) {
  FaultServer server([](FaultServer::Peer& peer) {
    while (!peer.ReadRequest().empty()) {
      peer.WaitForRelease();
      peer.Write(kOk);
    }
  });
  auto client = Client({.max_in_flight = 2, .max_queued = 3});
  std::vector<AwaitedResponse> accepted(5);
  for (AwaitedResponse& response : accepted) {
    client->Send({.url = server.Url("/")}, response.Done());
  }
  EXPECT_EQ(CodeOf(SendAndWait(*client, {.url = server.Url("/")})),
            absl::StatusCode::kResourceExhausted);
  server.WaitForRequests(2);
  server.Release();
  for (AwaitedResponse& response : accepted) EXPECT_TRUE(response.Wait().ok());
  EXPECT_TRUE(SendAndWait(*client, {.url = server.Url("/")}).ok());
  EXPECT_EQ(server.connections(), 2);
}

TEST(HttpClient, TimeInTheQueueCounts) {
  FaultServer server([](FaultServer::Peer& peer) {
    peer.ReadRequest();
    peer.WaitForEnd();
  });
  auto client = Client({.request_timeout = std::chrono::milliseconds(20), .max_in_flight = 1});
  std::vector<AwaitedResponse> responses(50);  // a second, were each given its 20 ms in turn
  for (AwaitedResponse& response : responses) {
    client->Send({.url = server.Url("/")}, response.Done());
  }
  int sent = 0;
  for (AwaitedResponse& response : responses) {
    const absl::StatusCode code = CodeOf(response.Wait());
    // What never left the queue can safely be sent again.
    EXPECT_THAT(code, AnyOf(absl::StatusCode::kDeadlineExceeded, absl::StatusCode::kUnavailable));
    sent += code == absl::StatusCode::kDeadlineExceeded ? 1 : 0;
  }
  EXPECT_LT(sent, 50);
}

TEST(HttpClient, StopCancelsWhatIsOutstanding) {
  FaultServer server([](FaultServer::Peer& peer) {
    peer.ReadRequest();
    peer.WaitForEnd();
  });
  auto client = Client({.max_in_flight = 4});
  std::vector<AwaitedResponse> responses(10);
  for (AwaitedResponse& response : responses) {
    client->Send({.url = server.Url("/")}, response.Done());
  }
  server.WaitForRequests(4);
  client->Stop();
  for (AwaitedResponse& response : responses) {
    EXPECT_EQ(CodeOf(response.Wait()), absl::StatusCode::kCancelled);
  }
  EXPECT_EQ(CodeOf(SendAndWait(*client, {.url = server.Url("/")})), absl::StatusCode::kCancelled);
  client->Stop();
}

TEST(HttpClient, ManyThreadsSendWhileItStops) {
  FaultServer server(Answer(std::string(kOk)));
  auto client = Client({.max_in_flight = 8});
  std::vector<std::thread> threads;
  std::vector<AwaitedResponse> responses(400);
  for (std::size_t t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t i = t; i < responses.size(); i += 4) {
        client->Send({.url = server.Url("/")}, responses[i].Done());
      }
    });
  }
  EXPECT_TRUE(responses[0].Wait().ok());
  client->Stop();
  for (std::thread& thread : threads) thread.join();
  for (AwaitedResponse& response : responses) {
    const auto result = response.Wait();
    EXPECT_TRUE(result.ok() || absl::IsCancelled(result.status())) << result.status();
  }
}

TEST(HttpClient, ChecksItsOptions) {
  const HttpClientOptions kBad[] = {
      {.connect_timeout = std::chrono::milliseconds(0)},
      {.request_timeout = std::chrono::milliseconds(-1)},
      {.max_in_flight = 0},
      {.ca_file = "/nonexistent/ca.pem"},
      {.ca_file = "/etc/passwd", .ca_pem = "x"},
  };
  for (const HttpClientOptions& options : kBad) {
    EXPECT_EQ(CurlHttpClient::Create(options).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace adapters
