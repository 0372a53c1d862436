#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "adapters/http/client.h"
#include "adapters/http/sender.h"
#include "gtest/gtest.h"
#include "tests/adapters/http/awaited_response.h"
#include "tests/adapters/http/tls_server.h"

namespace adapters {
namespace {

using ::adapters::testing::SendAndWait;
using ::adapters::testing::TlsServer;

absl::StatusOr<HttpResponse> Get(const TlsServer& server, HttpClientOptions options) {
  options.allowed_private_hosts = {"127.0.0.1"};
  absl::StatusOr<std::unique_ptr<CurlHttpClient>> client =
      CurlHttpClient::Create(std::move(options));
  if (!client.ok()) return client.status();
  return SendAndWait(**client, {.method = "GET", .url = server.Url()});
}

TEST(HttpClientTls, RefusesACertificateThatNobodyTrusts) {
  TlsServer server;
  const auto response = Get(server, {});
  EXPECT_EQ(response.status().code(), absl::StatusCode::kUnauthenticated) << response.status();
  EXPECT_EQ(server.requests(), 0);
}

TEST(HttpClientTls, RefusesACertificateOfAnotherHost) {
  TlsServer server(/*right_name=*/false);
  const auto response = Get(server, {.ca_pem = server.certificate()});
  EXPECT_EQ(response.status().code(), absl::StatusCode::kUnauthenticated) << response.status();
  EXPECT_EQ(server.requests(), 0);
}

TEST(HttpClientTls, TrustsTheCertificatesThatItWasGiven) {
  TlsServer server;
  const auto from_text = Get(server, {.ca_pem = server.certificate()});
  ASSERT_TRUE(from_text.ok()) << from_text.status();
  EXPECT_EQ(from_text->body, "ok");

  const std::string path = std::string(std::getenv("TEST_TMPDIR")) + "/ca.pem";
  std::ofstream(path) << server.certificate();
  const auto from_file = Get(server, {.ca_file = path});
  EXPECT_TRUE(from_file.ok()) << from_file.status();
}

TEST(HttpClientTls, RefusesCertificatesThatAreNone) {
  TlsServer server;
  EXPECT_EQ(Get(server, {.ca_pem = "no certificate"}).status().code(),
            absl::StatusCode::kUnauthenticated);
}

TEST(HttpClientTls, PlainHttpToATlsServerGetsNoAnswer) {
  TlsServer server;
  HttpClientOptions options = {.allowed_private_hosts = {"127.0.0.1"}};
  auto client = CurlHttpClient::Create(std::move(options));
  ASSERT_TRUE(client.ok());
  const std::string url = "http" + server.Url().substr(5);
  EXPECT_EQ(SendAndWait(**client, {.url = url}).status().code(), absl::StatusCode::kUnknown);
}

}  // namespace
}  // namespace adapters
