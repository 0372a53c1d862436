// The world outside that posts events: reads them from a stream, one CloudEvent as JSON a line, and
// posts them to a webhook over many connections, by turns in binary and in structured mode.
//
//   PostReport report = PostEvents(file, {.url = "http://127.0.0.1:8080/events"}, client, &clock);
#ifndef EXAMPLES_REPO_WATCH_POSTER_H_
#define EXAMPLES_REPO_WATCH_POSTER_H_

#include <cstddef>
#include <istream>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "adapters/http/sender.h"
#include "cloudevents/event.h"
#include "eventbus/clock.h"

namespace repo_watch {

struct PostOptions {
  std::string url;
  std::size_t connections = 16;  // requests without an answer at once
  // Posts of one event until it is given up, and the time between two of them where the receiver
  // does not say when to come again.
  int max_attempts = 60;
  absl::Duration retry_delay = absl::Milliseconds(200);
};

struct PostedLine {
  std::size_t number = 0;  // from 1
  std::string reason;
};

struct PostReport {
  std::size_t lines = 0;                        // that are not blank
  std::size_t binary = 0;                       // posted so; the rest is structured
  std::size_t retries = 0;                      // posts after the first
  std::vector<cloudevents::EventKey> accepted;  // the receiver has taken responsibility
  std::vector<PostedLine> rejected;             // the receiver says what is wrong with them
  std::vector<PostedLine> given_up;             // nobody knows what became of them
};

// Posts what `lines` holds to its end. An answer of 429 or 503, or none, means posting the event
// again; a line that is no event is posted as it is. `sender` and `clock` are used during the call.
PostReport PostEvents(std::istream& lines, const PostOptions& options, adapters::HttpSender* sender,
                      const eventbus::Clock* clock);

}  // namespace repo_watch

#endif  // EXAMPLES_REPO_WATCH_POSTER_H_
