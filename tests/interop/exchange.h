// Carries samples between us and a peer, over HTTP, and says what became of them.
//
//   absl::StatusOr<std::unique_ptr<Exchange>> exchange = Exchange::Create();
//   absl::StatusOr<Outcome> outcome = (*exchange)->FromUs(peer->port(), channel, sample);
//
// From us: our bytes go to the peer's /receive, and it answers 200 with an array of descriptions
// (event_description.h) of what its SDK read.
// To us: the peer gets {"to": URL, "mode": ..., "format": ..., "events": [descriptions]} at /send,
// builds the events and sends them with its SDK to that URL, which is our server, and then answers.
// Either is answered with a status of 400 to 499, and the SDK's words, where the SDK refuses.
#ifndef TESTS_INTEROP_EXCHANGE_H_
#define TESTS_INTEROP_EXCHANGE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "adapters/http/client.h"
#include "adapters/http/server.h"
#include "cloudevents/bindings/http_message.h"
#include "tests/interop/channel.h"
#include "tests/interop/samples.h"

namespace interop {

// What can become of a sample instead of a comparison; nothing else is known to differ then.
inline constexpr std::string_view kRefused = "refused";   // by the receiver
inline constexpr std::string_view kNotSent = "not sent";  // the sender cannot send it
inline constexpr std::string_view kInvalid = "invalid";   // what was read is no event
inline constexpr std::string_view kCount = "count";       // other events came than were sent
inline constexpr std::string_view kNotCompared[] = {kRefused, kNotSent, kInvalid, kCount};

struct Outcome {
  // As Differences() has them, of all events of the sample together; or one of kNotCompared.
  std::set<std::string, std::less<>> differences;
  std::string detail;  // for people: what came, or what the one who refuses says

  bool arrived() const {
    return !differences.contains(kRefused) && !differences.contains(kNotSent);
  }
};

// Not thread-safe: one sample at a time.
class Exchange {
 public:
  // Starts our server and our client.
  static absl::StatusOr<std::unique_ptr<Exchange>> Create();
  ~Exchange();

  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  // An error when the two cannot talk at all, or the peer breaks the agreement above.
  absl::StatusOr<Outcome> FromUs(std::uint16_t port, const Channel& channel, const Sample& sample);
  absl::StatusOr<Outcome> ToUs(std::uint16_t port, const Channel& channel, const Sample& sample);

 private:
  class Inbox;

  Exchange(std::unique_ptr<Inbox> inbox, std::unique_ptr<adapters::HttpServer> server,
           std::unique_ptr<adapters::CurlHttpClient> client);

  // Posts, and waits for the answer.
  absl::StatusOr<adapters::HttpResponse> Post(std::uint16_t port, const std::string& path,
                                              cloudevents::HttpMessage message);

  std::unique_ptr<Inbox> inbox_;
  std::unique_ptr<adapters::HttpServer> server_;
  std::unique_ptr<adapters::CurlHttpClient> client_;
};

}  // namespace interop

#endif  // TESTS_INTEROP_EXCHANGE_H_
