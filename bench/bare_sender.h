// The bare limit on the sending side: a libcurl multi loop that posts the same body again and
// again, with a number of requests in flight, on kept connections.
#ifndef BENCH_BARE_SENDER_H_
#define BENCH_BARE_SENDER_H_

#include <curl/curl.h>

#include <cstddef>
#include <string>
#include <vector>

#include "cloudevents/bindings/http_message.h"

namespace bench {

// Used by one thread.
class BareSender {
 public:
  BareSender(const std::string& url, const cloudevents::HttpMessage& message,
             std::size_t in_flight);
  ~BareSender();
  BareSender(const BareSender&) = delete;
  BareSender& operator=(const BareSender&) = delete;

  // Posts `count` requests and waits for their answers. Returns how many were 2xx.
  std::size_t Post(std::size_t count);

 private:
  cloudevents::HttpMessage message_;
  curl_slist* headers_ = nullptr;
  CURLM* multi_;
  std::vector<CURL*> handles_;
};

}  // namespace bench

#endif  // BENCH_BARE_SENDER_H_
